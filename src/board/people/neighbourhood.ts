import { Queryable } from '../../database'
import { Actor, anonymousActor, idOf, isUser, userActor } from './actor'
import { ActorState, Actors, loadActors, loadMembers } from './actor-store'
import { Alias, Sighting, resolveIdentity } from './identity'
import { loadAliases, loadFirstSightings } from './identity-store'

/** The actors whose person may change together, as they are stored and as they should be. */
export interface Neighbourhood {
  /** As stored; an actor that is new has no entry. */
  stored: Actors
  /** Whose each actor should be. An actor of `stored` without an entry here no longer exists. */
  persons: Map<Actor, Actor>
}

/**
 * Decides anew who is who, as far as aliases and sightings reach from these actors: nothing is read but what the persons concerned
 * have. `hasEvents` says which actors have events, given what is stored of them.
 */
export async function resolveAround(
  database: Queryable,
  boardId: number,
  seeds: Iterable<Actor>,
  hasEvents: (actor: Actor, stored: ActorState | undefined) => boolean
): Promise<Neighbourhood> {
  const reached = new Set<Actor>()
  const stored: Actors = new Map()
  const aliases = new Map<string, Alias>()
  const sightings = new Map<string, Sighting>()
  let next = new Set(seeds)
  while (next.size > 0) {
    const round = await readRound(database, boardId, next, reached)
    for (const [actor, state] of round.stored) stored.set(actor, state)
    for (const alias of round.aliases) aliases.set(JSON.stringify([alias.userId, alias.previousId]), alias)
    for (const sighting of round.sightings) sightings.set(sighting.anonymousId, sighting)
    next = new Set([...neighbours(round)].filter((actor) => !reached.has(actor)))
  }

  const acting = [...reached].filter((actor) => hasEvents(actor, stored.get(actor)))
  const users = new Set(acting.filter(isUser).map(idOf))
  const anonymousIds = [...acting.filter((actor) => !isUser(actor)).map(idOf), ...sightings.keys()]
  const anonymous = new Map(anonymousIds.map((id) => [id, sightings.get(id)]))
  return { stored, persons: resolveIdentity({ users, anonymous, aliases: [...aliases.values()] }) }
}

interface Round {
  stored: Actors
  aliases: Alias[]
  sightings: Sighting[]
}

/** Reads these actors, all others of their persons, and what connects them. Adds them to `reached`. */
async function readRound(
  database: Queryable,
  boardId: number,
  actors: Set<Actor>,
  reached: Set<Actor>
): Promise<Round> {
  const found = await loadActors(database, boardId, actors)
  const persons = new Set([...found.values()].map(({ person }) => person))
  const stored = new Map([...found, ...(await loadMembers(database, boardId, persons))])
  const added = [...new Set([...actors, ...stored.keys()])].filter((actor) => !reached.has(actor))
  for (const actor of added) reached.add(actor)
  const userIds = added.filter(isUser).map(idOf)
  const anonymousIds = added.filter((actor) => !isUser(actor)).map(idOf)
  return {
    stored,
    aliases: await loadAliases(database, boardId, userIds, [...userIds, ...anonymousIds]),
    sightings: await loadFirstSightings(database, boardId, anonymousIds)
  }
}

function neighbours({ aliases, sightings }: Round): Set<Actor> {
  const actors = new Set<Actor>()
  for (const { userId, previousId } of aliases) {
    actors.add(userActor(userId)).add(userActor(previousId)).add(anonymousActor(previousId))
  }
  for (const { userId } of sightings) actors.add(userActor(userId))
  return actors
}
