import { Queryable } from '../../database'
import { AcceptedEvent } from '../events-api/read-event'
import { sendTogether } from '../store/statements'
import { Actor, anonymousActor, isUser, userActor } from './actor'
import { Loaded, NOTHING, loadActors, loadForNews } from './actor-store'
import { Crowd, act, crowdOf, join, settle, sight } from './crowd'
import { countDaily } from './daily'
import { Alias, actorsOfAlias } from './identity'
import { saveAliases, saveSightings } from './identity-store'
import { regroupAround } from './neighbourhood'
import { News, mentionedActors, readNews } from './news'
import type { RecentPeople } from './recent'
import { NOBODY_CHANGED, type Changed } from './changed'
import { saveDaily } from './roll-up-store'

/** What has to be known of people before events are added to them. */
export interface Question {
  events: readonly AcceptedEvent[]
  said: News
  mentioned: Set<Actor>
  known: Loaded
  missing: Iterable<Actor>
}

/** @param recent what the process keeps of people, if anything */
export function questionOf(events: readonly AcceptedEvent[], recent?: RecentPeople): Question {
  const said = readNews(events)
  const mentioned = mentionedActors(said)
  return { events, said, mentioned, ...(recent?.recall(mentioned) ?? { known: NOTHING, missing: mentioned }) }
}

type Answer = Awaited<ReturnType<typeof loadForNews>>

export const ask = (transaction: Queryable, boardId: number, { missing, said }: Question): Promise<Answer> =>
  loadForNews(transaction, boardId, missing, said.sightings)

/**
 * Brings people and metrics up to date with events that were just stored, in the same transaction and under the board's lock.
 * What it costs depends on the events, not on the board, nor on what their persons did before. It resolves when all is sent: a statement that
 * fails fails the transaction. `recent` must be given up where that is not committed. `isSure` as of `Statement`: that the state is whole.
 * @returns who is changed by it, as far as they are found by that
 */
export async function updatePeople(
  transaction: Queryable,
  boardId: number,
  { events, said, mentioned, known }: Question,
  answer: Answer | Promise<Answer>,
  recent?: RecentPeople,
  isSure = false
): Promise<Changed> {
  if (events.length === 0) return NOBODY_CHANGED
  const { fresh, ...loaded } = await answer
  const news = { ...said, sightings: fresh }
  for (const { anonymousId } of fresh) mentioned.add(anonymousActor(anonymousId))
  const stored = together(known, loaded)
  const spokenOf = new Set([...stored.aliases, ...news.aliases].flatMap(previousActors))
  const occurs = occurrence(news, stored)
  const turned = await findTurned(transaction, boardId, stored, occurs)
  const crowd = crowdOf(stored)
  if (turned.length > 0) {
    const seeds = turned.flatMap((alias) => Object.values(actorsOfAlias(alias)))
    await regroupAround(transaction, boardId, crowd, seeds, occurs.now)
  }
  applyNews(crowd, news, occurs.now)
  const settled = await settle(transaction, boardId, crowd)
  recent?.keep(loaded, mentioned, spokenOf, settled)
  const statements = [
    ...settled.statements,
    ...saveSightings(boardId, news.sightings),
    ...saveAliases(boardId, news.aliases),
    ...saveDaily(boardId, countDaily(events))
  ]
  sendTogether(transaction, statements, isSure)
  return settled.changed
}

function together(one: Loaded, other: Loaded): Loaded {
  const [actors, persons] = [new Map(one.actors), new Map(one.persons)]
  other.actors.forEach((state, actor) => actors.set(actor, state))
  other.persons.forEach((person, key) => persons.set(key, person))
  return { actors, persons, aliases: [...one.aliases, ...other.aliases] }
}

const previousActors = (alias: Alias): Actor[] => {
  const { previous, device } = actorsOfAlias(alias)
  return [previous, device]
}

interface Occurrence {
  before: (actor: Actor) => boolean
  now: (actor: Actor) => boolean
}

/** Whether an actor occurs: a user as the user of an event, an anonymous id as the anonymous id of one. */
function occurrence(news: News, stored: Loaded): Occurrence {
  const sighted = new Set(news.sightings.map(({ anonymousId }) => anonymousActor(anonymousId)))
  const before = (actor: Actor) => {
    const known = stored.actors.get(actor)
    return known !== undefined && (known.acts || !isUser(actor))
  }
  return { before, now: (actor) => before(actor) || news.facts.has(actor) || sighted.has(actor) }
}

/**
 * The stored aliases that mean something else from now on, because an id that they spoke of occurs for the first time: one from an id
 * that is only an anonymous one says whose that id is, any other joins two users.
 */
async function findTurned(
  transaction: Queryable,
  boardId: number,
  stored: Loaded,
  { before, now }: Occurrence
): Promise<Alias[]> {
  if (stored.aliases.length === 0) return []
  const actors = stored.aliases.flatMap((alias) => Object.values(actorsOfAlias(alias)))
  const missing = actors.filter((actor) => !stored.actors.has(actor))
  const found = await loadActors(transaction, boardId, missing)
  for (const [actor, state] of found.actors) stored.actors.set(actor, state)
  for (const [key, person] of found.persons) stored.persons.set(key, person)
  return stored.aliases.filter((alias) => {
    const { previous, device } = actorsOfAlias(alias)
    return (before(device) && !before(previous)) !== (now(device) && !now(previous))
  })
}

function applyNews(crowd: Crowd, news: News, occurs: (actor: Actor) => boolean): void {
  for (const [actor, facts] of news.facts) act(crowd, actor, facts)
  for (const alias of news.aliases) {
    const { user, previous, device } = actorsOfAlias(alias)
    if (occurs(device) && !occurs(previous)) sight(crowd, device, user, alias.first)
    else join(crowd, user, previous, alias)
  }
  for (const { anonymousId, userId, first } of news.sightings) {
    sight(crowd, anonymousActor(anonymousId), userActor(userId), first)
  }
}
