import { Queryable } from '../../database'
import { noteFound } from '../store/lock'
import type { Statement } from '../store/statements'
import { Actor, isUser } from './actor'
import { Loaded, StoredActor, loadMembers, moveMembers, removeActors, saveActors } from './actor-store'
import { Facts, mergeFacts } from './facts'
import type { Identified, Identities } from './identity'
import { Moment, compareMoments, later } from './moment'
import { StoredPerson, forEachChange, removePersons, saveEarnings, savePersons, withActivity } from './person-store'
import { NOBODY_CHANGED, type Changed } from './changed'
import { addChanges, noChanges } from './roll-ups'
import { saveProfiles } from './profiles'
import { saveActivity, saveRollUps } from './roll-up-store'
import { saveTraits } from './traits'

/**
 * The persons that a change concerns: how they are stored, and how it leaves them. Nothing here reads all of a person to add to
 * it: an actor that comes is added to the person's facts, and of two persons that become one the smaller goes into the larger, so
 * that a person of any past costs what is new. Only an actor that leaves makes its former person be put together again.
 */
export interface Crowd {
  readonly stored: Loaded
  readonly members: Map<Actor, Member>
  /** Also those whose actors are not in the crowd, because the one that was has left. */
  readonly groups: Set<Group>
}

/** An actor of the crowd. */
interface Member extends Omit<StoredActor, 'person' | 'facts'> {
  readonly actor: Actor
  group: Group
  /** What its new events come to. */
  added: Facts[]
  isGone: boolean
}

/** A person of the crowd, while it is being put together. */
interface Group {
  /** One of its actors; a user where it has any, for a user never leaves its person. */
  key: Actor
  /** The group that took it in. */
  into?: Group
  name: Actor
  named?: Moment
  size: number
  /** The stored persons it is made of, by key. */
  origins: Actor[]
  /** What its facts are made of. */
  parts: Facts[]
  /** Whether one of its actors acts, or more; and which it is where there is one. */
  acting: 'none' | 'one' | 'several'
  sole?: Actor
  isChanged: boolean
  /** An actor with events left: the parts are those of the actors that stayed. */
  wasLeft: boolean
}

export function crowdOf(stored: Loaded): Crowd {
  const groups = new Map([...stored.persons].map(([key, person]) => [key, groupOf(key, person)]))
  const crowd: Crowd = { stored, members: new Map(), groups: new Set(groups.values()) }
  for (const [actor, state] of stored.actors) addStored(crowd, actor, state, groups.get(state.person) as Group)
  return crowd
}

function groupOf(key: Actor, { name, named, sole, size, facts }: StoredPerson): Group {
  const acting = sole === undefined ? 'several' : 'one'
  const parts = [facts]
  return { key, name, named, sole, size, origins: [key], parts, acting, isChanged: false, wasLeft: false }
}

function newGroup(key: Actor, { name, named, actors }: Identified): Group {
  const { length: size } = actors
  return { key, name, named, size, origins: [], parts: [], acting: 'none', isChanged: true, wasLeft: false }
}

function newMember(actor: Actor, group: Group): Member {
  return { actor, group, acts: false, own: false, added: [], isGone: false }
}

function addStored(crowd: Crowd, actor: Actor, { acts, seen, own, sighted }: StoredActor, group: Group): void {
  crowd.members.set(actor, { actor, group, acts, seen, own, sighted, added: [], isGone: false })
}

/** The actor, as a person of its own where it is new. */
function memberOf({ members, groups }: Crowd, actor: Actor): Member {
  const known = members.get(actor)
  if (known && !known.isGone) return known
  const group = newGroup(actor, { name: actor, actors: [actor] })
  const member = newMember(actor, group)
  groups.add(group)
  members.set(actor, member)
  return member
}

function groupOfMember(member: Member): Group {
  let { group } = member
  while (group.into) group = group.into
  member.group = group
  return group
}

/** Adds what new events of an actor come to. */
export function act(crowd: Crowd, actor: Actor, facts: Facts): void {
  const member = memberOf(crowd, actor)
  const group = groupOfMember(member)
  if (!member.acts) countActing(group, 'one', actor)
  member.acts = true
  member.added.push(facts)
  group.parts.push(facts)
  group.isChanged = true
  if (isUser(actor)) see(member, facts.first, true)
}

function countActing(group: Group, more: Group['acting'], sole: Actor | undefined): void {
  if (more === 'none') return
  const isFirst = group.acting === 'none'
  group.acting = isFirst ? more : 'several'
  group.sole = isFirst ? sole : undefined
}

function see(member: Member, moment: Moment, own: boolean): void {
  const order = member.seen ? compareMoments(moment, member.seen) : -1
  // One event shows both ids of an alias: the previous one was there before.
  if (order < 0 || (order === 0 && member.own && !own)) Object.assign(member, { seen: moment, own })
}

/** An alias makes the person of `previous` and that of `user` one, named by the latest alias. */
export function join(
  crowd: Crowd,
  user: Actor,
  previous: Actor,
  { first, last }: { first: Moment; last: Moment }
): void {
  const [one, other] = [memberOf(crowd, user), memberOf(crowd, previous)]
  see(other, first, false)
  const group = unite(crowd, groupOfMember(one), groupOfMember(other))
  if (later(group.named, last) === last) Object.assign(group, { name: user, named: last, isChanged: true })
}

/** An anonymous id was seen with a user: it is the user's with whom it was seen first. */
export function sight(crowd: Crowd, anonymous: Actor, user: Actor, moment: Moment): void {
  const member = memberOf(crowd, anonymous)
  if (member.sighted && compareMoments(member.sighted, moment) <= 0) return
  member.sighted = moment
  const [from, to] = [groupOfMember(member), groupOfMember(memberOf(crowd, user))]
  if (from === to) return
  if (from.size === 1) {
    unite(crowd, to, from)
    return
  }
  from.size--
  from.isChanged = true
  to.size++
  to.isChanged = true
  member.group = to
  if (!member.acts) return
  from.wasLeft = true
  to.parts.push(...ownParts(crowd, member))
  countActing(to, 'one', anonymous)
}

function unite({ groups }: Crowd, one: Group, other: Group): Group {
  if (one === other) return one
  const isSmaller = isUser(other.key) && (!isUser(one.key) || one.size < other.size)
  const [small, large] = isSmaller ? [one, other] : [other, one]
  // The longer list takes in the shorter one, whichever group stays.
  const [short, long] =
    small.parts.length < large.parts.length ? [small.parts, large.parts] : [large.parts, small.parts]
  for (const part of short) long.push(part)
  large.parts = long
  large.size += small.size
  for (const origin of small.origins) large.origins.push(origin)
  countActing(large, small.acting, small.sole)
  if (isUser(small.key) && small.named && later(large.named, small.named) === small.named) {
    Object.assign(large, { name: small.name, named: small.named })
  }
  large.wasLeft ||= small.wasLeft
  large.isChanged = true
  small.into = large
  groups.delete(small)
  return large
}

/** What an actor's own events come to, in parts. */
function ownParts({ stored }: Crowd, { actor, added }: Member): Facts[] {
  const known = stored.actors.get(actor)
  const facts = known?.acts ? (known.facts ?? stored.persons.get(known.person)?.facts) : undefined
  return facts ? [facts, ...added] : added
}

/**
 * Groups actors anew, as they were decided to belong together. All stored actors of the persons concerned must be in the crowd; those
 * that belong nowhere any more are gone. `acting` says which of them still have events.
 */
export function regroup(
  crowd: Crowd,
  concerned: Iterable<Actor>,
  { persons, sighted, merges }: Identities,
  isActing: (actor: Actor) => boolean
): void {
  for (const actor of concerned) {
    const member = crowd.members.get(actor)
    if (!member) continue
    member.isGone = true
    crowd.groups.delete(groupOfMember(member))
  }
  for (const person of persons) {
    const group = newGroup(keyFor(crowd, person.actors), person)
    crowd.groups.add(group)
    for (const actor of person.actors) {
      const member = crowd.members.get(actor) ?? newMember(actor, group)
      const acts = isActing(actor) && member.acts
      const moment = isUser(actor) ? undefined : sighted.get(actor.slice(2))
      Object.assign(member, { group, acts, isGone: false, seen: undefined, own: false, sighted: moment })
      crowd.members.set(actor, member)
      if (!acts) continue
      const parts = ownParts(crowd, member)
      group.parts.push(...parts)
      countActing(group, 'one', actor)
      if (isUser(actor)) for (const { first } of parts) see(member, first, true)
    }
  }
  for (const { previousId, first } of merges) {
    const member = crowd.members.get(`u:${previousId}`)
    if (member) see(member, first, false)
  }
}

/** The key that most of these actors have already, as long as it is one of theirs. */
function keyFor({ stored }: Crowd, actors: readonly Actor[]): Actor {
  const own = new Set(actors)
  const counts = new Map<Actor, number>()
  for (const actor of actors) {
    const key = stored.actors.get(actor)?.person
    if (key && isUser(key) && own.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one)
  return most?.[0] ?? actors.find(isUser) ?? actors[0]
}

/** What becomes of the rows of actors and persons. */
export interface Settled {
  /** By key: to whose person all actors of another went. These alone are written already. */
  moves: ReadonlyMap<Actor, Actor>
  actors: { saved: ReadonlyMap<Actor, StoredActor>; gone: readonly Actor[] }
  persons: { saved: ReadonlyMap<Actor, StoredPerson>; gone: readonly Actor[] }
  /** The persons whom something can be asked of that it could not be before. */
  changed: Changed
  /** What writes them, and the roll-ups. */
  statements: Statement[]
}

/** What has to be written so that the crowd, its persons and the roll-ups become what they are now. */
export async function settle(transaction: Queryable, boardId: number, crowd: Crowd): Promise<Settled> {
  const { groups, stored } = crowd
  await recallLeft(transaction, boardId, crowd)
  const moves = new Map<Actor, Actor>()
  const before = new Map(stored.persons)
  const after = new Map<Actor, StoredPerson>()
  let others: Set<Actor> | undefined
  for (const { key, name, named, sole, size, parts, origins, isChanged } of groups) {
    if (!isChanged) before.delete(key)
    else if (parts.length > 0) {
      after.set(key, withActivity({ name, named, sole, size, facts: mergeFacts(parts) }, stored.persons.get(key)))
      for (const origin of origins) {
        if (origin !== key && (others ??= withOthers(crowd)).has(origin)) moves.set(origin, key)
      }
    }
  }
  if (moves.size > 0) await moveMembers(transaction, boardId, moves)

  const changes = noChanges()
  forEachChange(before, after, (key, was, is) => addChanges(changes, key, was, is))
  const actors = { saved: new Map<Actor, StoredActor>(), gone: [] as Actor[] }
  for (const [actor, member] of crowd.members) {
    const changed = member.isGone ? undefined : changedActor(crowd, member)
    if (changed) actors.saved.set(actor, changed)
    else if (member.isGone && stored.actors.has(actor)) actors.gone.push(actor)
  }
  const persons = { saved: after, gone: [...before.keys()].filter((key) => !after.has(key)) }
  const found = [
    ...removePersons(boardId, persons.gone),
    ...saveEarnings(boardId, before, after),
    ...saveProfiles(boardId, before, after),
    ...saveTraits(boardId, before, after),
    ...saveActivity(boardId, changes)
  ]
  const statements = [
    ...saveActors(boardId, stored.actors, actors.saved),
    ...removeActors(boardId, actors.gone),
    ...savePersons(boardId, before, after),
    ...found,
    ...(found.length > 0 ? [noteFound(boardId)] : []),
    ...saveRollUps(boardId, changes)
  ]
  const isChanged =
    found.length > 0 || [...after].some(([key, { facts }]) => before.get(key)?.facts.visits !== facts.visits)
  return { moves, actors, persons, statements, changed: isChanged ? { before, after } : NOBODY_CHANGED }
}

/** Brings the actors with events of the persons that one left, and puts these together from them. */
async function recallLeft(transaction: Queryable, boardId: number, crowd: Crowd): Promise<void> {
  const left = [...crowd.groups].filter(({ wasLeft }) => wasLeft)
  if (left.length === 0) return
  const byOrigin = new Map(left.flatMap((group) => group.origins.map((origin) => [origin, group] as const)))
  for (const [actor, state] of await loadMembers(transaction, boardId, [...byOrigin.keys()], { acting: true })) {
    if (crowd.members.has(actor)) continue
    crowd.stored.actors.set(actor, state)
    addStored(crowd, actor, state, byOrigin.get(state.person) as Group)
  }
  for (const group of left) Object.assign(group, { parts: [], acting: 'none', sole: undefined })
  for (const member of crowd.members.values()) {
    const group = groupOfMember(member)
    if (!group.wasLeft || !member.acts || member.isGone) continue
    group.parts.push(...ownParts(crowd, member))
    countActing(group, 'one', member.actor)
  }
}

/** The stored persons that have actors which are not in the crowd. */
function withOthers({ stored }: Crowd): Set<Actor> {
  const missing = new Map([...stored.persons].map(([key, { size }]) => [key, size]))
  for (const { person } of stored.actors.values()) missing.set(person, (missing.get(person) ?? 0) - 1)
  return new Set([...missing].filter(([, count]) => count > 0).map(([key]) => key))
}

/** The actor as it has to be stored, if that is not how it is. */
function changedActor(crowd: Crowd, member: Member): StoredActor | undefined {
  const { actor, acts, seen, own, sighted, added } = member
  const known = crowd.stored.actors.get(actor)
  const group = groupOfMember(member)
  const isApart = acts && group.acting === 'several'
  const parts = isApart && !(known?.facts && added.length === 0) ? ownParts(crowd, member) : []
  const facts = isApart ? (parts.length > 0 ? mergeFacts(parts) : known?.facts) : undefined
  const isSame =
    known?.person === group.key &&
    known.acts === acts &&
    known.facts === facts &&
    known.own === own &&
    isSameMoment(known.seen, seen) &&
    isSameMoment(known.sighted, sighted)
  return isSame ? undefined : { person: group.key, acts, facts, seen, own, sighted }
}

function isSameMoment(one: Moment | undefined, other: Moment | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && compareMoments(one, other) === 0)
}
