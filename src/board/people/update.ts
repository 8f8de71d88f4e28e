import { Queryable } from '../../database'
import { AcceptedEvent } from '../events-api/read-event'
import { runTogether } from '../store/statements'
import { Actor, anonymousActor, idOf, isUser, userActor } from './actor'
import { ActorState, Actors, loadActors } from './actor-store'
import { applyActors } from './apply'
import { countDaily } from './daily'
import { mergeFacts } from './facts'
import { compareMoments } from './moment'
import type { Sighting } from './identity'
import { loadAliases, loadFirstSightings, saveAliases, saveSightings } from './identity-store'
import { Neighbourhood, resolveAround } from './neighbourhood'
import { News, mentionedActors, readNews } from './news'
import { saveDaily } from './roll-up-store'

/**
 * Brings people and metrics up to date with events that were just stored, in the same transaction and under the board's lock.
 * What it costs depends on the persons that the events concern, not on the board.
 */
export async function updatePeople(
  transaction: Queryable,
  boardId: number,
  events: readonly AcceptedEvent[]
): Promise<void> {
  if (events.length === 0) return
  const news = readNews(events)
  await saveSightings(transaction, boardId, news.sightings)
  await saveAliases(transaction, boardId, news.aliases)
  const mentioned = mentionedActors(news)
  const stored = await loadActors(transaction, boardId, mentioned)
  const seeds = await findSeeds(transaction, boardId, news, stored)
  const around: Neighbourhood =
    seeds.size === 0
      ? { stored: new Map(), persons: new Map() }
      : await resolveAround(transaction, boardId, seeds, (actor, state) => hasEvents(state) || news.facts.has(actor))

  const before: Actors = new Map([...stored, ...around.stored])
  const after = nextStates(news, before, around)
  const changes = await applyActors(transaction, boardId, before, after)
  await runTogether(transaction, [...changes, ...saveDaily(boardId, countDaily(events, 1))])
}

const hasEvents = (state: ActorState | undefined): boolean => state?.facts !== undefined

/** The actors around which who is who may change. For most events there are none. */
async function findSeeds(transaction: Queryable, boardId: number, news: News, stored: Actors): Promise<Set<Actor>> {
  const seeds = new Set<Actor>()
  for (const { userId, previousId } of news.aliases) {
    seeds.add(userActor(userId)).add(userActor(previousId)).add(anonymousActor(previousId))
  }
  const contested = news.sightings.filter(({ userId, anonymousId }) => {
    const owner = stored.get(anonymousActor(anonymousId))?.person
    return owner !== undefined && owner !== (stored.get(userActor(userId))?.person ?? userActor(userId))
  })
  for (const { userId, anonymousId } of await earliestOf(transaction, boardId, contested)) {
    seeds.add(anonymousActor(anonymousId)).add(userActor(userId))
  }
  // An id that occurs for the first time may be one that an alias spoke of: what the alias means depends on its kind.
  const newUsers = [...news.facts.keys()].filter((actor) => isUser(actor) && !hasEvents(stored.get(actor)))
  const newAnonymous = [
    ...news.facts.keys(),
    ...news.sightings.map(({ anonymousId }) => anonymousActor(anonymousId))
  ].filter((actor) => !isUser(actor) && !stored.has(actor))
  const newIds = [...new Set([...newUsers, ...newAnonymous].map(idOf))]
  const spokenOf = newIds.length === 0 ? [] : await loadAliases(transaction, boardId, [], newIds)
  for (const { userId, previousId } of spokenOf) {
    seeds.add(userActor(userId)).add(userActor(previousId)).add(anonymousActor(previousId))
  }
  return seeds
}

/** Those that are the first sighting of their anonymous id: only they can make it someone else's. */
async function earliestOf(
  transaction: Queryable,
  boardId: number,
  sightings: readonly Sighting[]
): Promise<Sighting[]> {
  if (sightings.length === 0) return []
  const anonymousIds = [...new Set(sightings.map(({ anonymousId }) => anonymousId))]
  const first = await loadFirstSightings(transaction, boardId, anonymousIds)
  const userOf = new Map(first.map(({ anonymousId, userId }) => [anonymousId, userId]))
  return sightings.filter(({ anonymousId, userId }) => userOf.get(anonymousId) === userId)
}

/** What becomes of every actor that is mentioned or around: its person, its facts. Undefined where it no longer exists. */
function nextStates(news: News, before: Actors, around: Neighbourhood): Map<Actor, ActorState | undefined> {
  const firstSeenWith = new Map<Actor, Actor>()
  const oldestFirst = [...news.sightings].sort((a, b) => compareMoments(b.first, a.first))
  for (const { anonymousId, userId } of oldestFirst) firstSeenWith.set(anonymousActor(anonymousId), userActor(userId))

  const personOf = (actor: Actor): Actor => {
    const known = around.persons.get(actor) ?? before.get(actor)?.person
    if (known !== undefined) return known
    const user = firstSeenWith.get(actor)
    return user === undefined ? actor : personOf(user)
  }

  const after = new Map<Actor, ActorState | undefined>()
  for (const actor of around.stored.keys()) if (!around.persons.has(actor)) after.set(actor, undefined)
  for (const actor of new Set([...around.persons.keys(), ...news.facts.keys(), ...firstSeenWith.keys()])) {
    const facts = [before.get(actor)?.facts, news.facts.get(actor)].filter((part) => part !== undefined)
    after.set(actor, { person: personOf(actor), facts: facts.length > 1 ? mergeFacts(facts[0], facts[1]) : facts[0] })
  }
  return after
}
