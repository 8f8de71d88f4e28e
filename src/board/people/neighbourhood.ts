import { Queryable } from '../../database'
import { Actor, idOf, isUser, userActor } from './actor'
import { loadActors, loadMembers } from './actor-store'
import { Crowd, crowdOf, regroup } from './crowd'
import { Alias, Sighting, actorsOfAlias, resolveIdentity } from './identity'
import { loadAliases, loadFirstSightings } from './identity-store'

/**
 * Decides anew who is who, as far as what is stored of aliases and sightings reaches from some actors, and groups the crowd so.
 * `occurs` says which actors have events: users as their user, anonymous ids in any of them.
 */
export async function regroupAround(
  database: Queryable,
  boardId: number,
  crowd: Crowd,
  seeds: Iterable<Actor>,
  occurs: (actor: Actor) => boolean
): Promise<void> {
  const reached = new Set<Actor>()
  const aliases = new Map<string, Alias>()
  const sightings = new Map<string, Sighting>()
  let next = new Set(seeds)
  while (next.size > 0) {
    const added = await readRound(database, boardId, crowd, next, reached)
    const userIds = added.filter(isUser).map(idOf)
    const anonymousIds = added.filter((actor) => !isUser(actor)).map(idOf)
    next = new Set()
    for (const alias of await loadAliases(database, boardId, userIds, [...userIds, ...anonymousIds])) {
      aliases.set(JSON.stringify([alias.userId, alias.previousId]), alias)
      for (const actor of Object.values(actorsOfAlias(alias))) if (!reached.has(actor)) next.add(actor)
    }
    for (const sighting of await loadFirstSightings(database, boardId, anonymousIds)) {
      sightings.set(sighting.anonymousId, sighting)
      const user = userActor(sighting.userId)
      if (!reached.has(user)) next.add(user)
    }
  }

  const occurring = [...reached].filter(occurs)
  const users = new Set(occurring.filter(isUser).map(idOf))
  const anonymousIds = [...occurring.filter((actor) => !isUser(actor)).map(idOf), ...sightings.keys()]
  const anonymous = new Map(anonymousIds.map((id) => [id, sightings.get(id)]))
  regroup(crowd, reached, resolveIdentity({ users, anonymous, aliases: [...aliases.values()] }), occurs)
}

/** Brings these actors and all others of their persons into the crowd. Gives those that were not reached before. */
async function readRound(
  database: Queryable,
  boardId: number,
  crowd: Crowd,
  actors: Set<Actor>,
  reached: Set<Actor>
): Promise<Actor[]> {
  const found = await loadActors(database, boardId, actors)
  const members = await loadMembers(database, boardId, [...found.persons.keys()], { acting: false })
  const { stored } = crowd
  for (const [key, person] of found.persons) stored.persons.set(key, person)
  const missing = new Map([...found.actors, ...members].filter(([actor]) => !stored.actors.has(actor)))
  for (const [actor, state] of missing) stored.actors.set(actor, state)
  for (const [actor, member] of crowdOf({ ...stored, actors: missing }).members) crowd.members.set(actor, member)
  const added = [...new Set([...actors, ...found.actors.keys(), ...members.keys()])].filter(
    (actor) => !reached.has(actor)
  )
  for (const actor of added) reached.add(actor)
  return added
}
