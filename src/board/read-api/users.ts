import { Queryable } from '../../database'
import { Board } from '../store/boards'
import { formatMoney, toMoney } from '../money'
import { Actor, anonymousActor, idOf, isUser, userActor } from '../people/actor'
import { Actors, loadActors, loadMembers } from '../people/actor-store'
import { currentValues } from '../people/attributes'
import { Facts, mergeFacts } from '../people/facts'
import type { Alias } from '../people/identity'
import { loadAliases } from '../people/identity-store'
import { Moment, compareMoments, earlier } from '../people/moment'
import { statusOf } from '../people/person-store'
import type { User } from './shapes'

/** The person that an id belongs to: a user id goes before an anonymous id. */
export async function findPerson(database: Queryable, board: Board, id: string): Promise<Actor | undefined> {
  const actors = await loadActors(database, board.boardId, [userActor(id), anonymousActor(id)])
  return (actors.get(userActor(id)) ?? actors.get(anonymousActor(id)))?.person
}

/** All actors of a person. */
export async function actorsOf(database: Queryable, board: Board, person: Actor): Promise<Actor[]> {
  return [...(await loadMembers(database, board.boardId, [person])).keys()]
}

/** The users by these names, in the same order. */
export async function loadUsers(database: Queryable, board: Board, persons: readonly Actor[]): Promise<User[]> {
  if (persons.length === 0) return []
  const members = new Map<Actor, Actors>(persons.map((person) => [person, new Map()]))
  const stored = await loadMembers(database, board.boardId, persons)
  for (const [actor, state] of stored) members.get(state.person)?.set(actor, state)
  // Only of those who have several user ids may an alias tell which was seen first.
  const renamed = [...stored].filter(([actor, { person }]) => isUser(actor) && actor !== person)
  const userIds = [...stored.keys()].filter(isUser).map(idOf)
  const aliases = renamed.length > 0 ? await loadAliases(database, board.boardId, userIds, []) : []
  return [...members].map(([person, own]) => toUser(person, own, aliases))
}

function toUser(person: Actor, members: Actors, aliases: readonly Alias[]): User {
  const facts = [...members.values()].flatMap((state) => state.facts ?? []).reduce(mergeFacts)
  const actors = [...members.keys()]
  return {
    user_id: isUser(person) ? idOf(person) : null,
    anonymous_ids: actors
      .filter((actor) => !isUser(actor))
      .map(idOf)
      .sort(),
    previous_ids: previousIds(person, members, aliases),
    status: statusOf(person, facts),
    attributes: currentValues(facts.attributes),
    groups: Object.fromEntries(Object.entries(facts.groups ?? {}).map(([id, writes]) => [id, currentValues(writes)])),
    earnings: earningsOf(facts),
    first_seen: new Date(facts.first[0]).toISOString(),
    last_seen: new Date(facts.last).toISOString()
  }
}

function earningsOf({ earnings = {} }: Facts): Record<string, string> {
  const currencies = Object.keys(earnings).sort()
  return Object.fromEntries(currencies.map((currency) => [currency, formatMoney(toMoney(earnings[currency]))]))
}

/** In the order in which the ids were first seen: as the user of an event or, before that, as the previous id of an alias. */
function previousIds(person: Actor, members: Actors, aliases: readonly Alias[]): string[] {
  const seen = [...members]
    .filter(([actor]) => isUser(actor) && actor !== person)
    .map(([actor, { facts }]) => {
      const named = aliases.filter(({ previousId }) => previousId === idOf(actor)).map(({ first }) => first)
      const firstNamed = named.reduce<Moment | undefined>(earlier, undefined)
      const first = earlier(facts?.first, firstNamed)
      // One event shows both ids of an alias: the previous one was there before.
      return { id: idOf(actor), first, asPrevious: first !== undefined && first === firstNamed }
    })
  return seen.sort(byFirstSeen).map(({ id }) => id)
}

type Seen = { id: string; first: Moment | undefined; asPrevious: boolean }

function byFirstSeen(one: Seen, other: Seen): number {
  const order = one.first && other.first ? compareMoments(one.first, other.first) : 0
  return order || Number(other.asPrevious) - Number(one.asPrevious)
}
