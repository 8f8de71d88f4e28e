import type { BoardEvent } from '../events-api/schemas'
import { formatMoney, toMoney } from '../money'
import { dayOf } from '../time'
import { Turn, activation, cancellation, mergeTurns } from './activity'
import { GroupCall, Write, groupWritesOf, mergeGroups, mergeWrites, writesOf } from './attributes'
import { Moment, earlier } from './moment'

/**
 * All that an actor's or a person's events come to, apart from what is merely counted by day. Facts are only ever merged, and
 * merging is commutative and associative: that is why neither the order of arrival nor the splitting into requests nor
 * the order in which persons are joined makes a difference. What they hold grows with days, not with events or keys.
 */
export interface Facts {
  first: Moment
  /** The time of the last event. */
  last: number
  attributes?: readonly Write[]
  groups?: readonly GroupCall[]
  /** Of all groups together. */
  groupAttributes?: readonly Write[]
  /** By currency: payments minus refunds, as decimals. */
  earnings?: Readonly<Record<string, string>>
  /** The days with a visit, ascending. */
  visits?: readonly number[]
  /** The first login. */
  login?: Moment
  /** The first signup. */
  signup?: Moment
  /** What could turn the status, by day, ascending. */
  turns?: readonly Turn[]
}

/** The facts of one event. `time` is its timestamp in ms. */
export function factsOf(event: BoardEvent, time: number): Facts {
  const moment: Moment = [time, event.id]
  const facts: Facts = { first: moment, last: time }
  switch (event.type) {
    case 'visit':
      return { ...facts, visits: [dayOf(time)] }
    case 'login':
      return { ...facts, login: moment, ...written('attributes', writesOf(event.attributes, moment)) }
    case 'attributes':
      return { ...facts, ...written('attributes', writesOf(event.attributes, moment)) }
    case 'group': {
      const { group_id: groupId, attributes } = event
      const groups: GroupCall[] = [[...moment, groupId]]
      return { ...facts, groups, ...written('groupAttributes', groupWritesOf(groupId, attributes, moment)) }
    }
    case 'signup':
      return { ...facts, signup: moment, turns: [activation(moment)] }
    case 'cancel':
      return { ...facts, turns: [cancellation(moment)] }
    case 'payment':
      return { ...facts, earnings: earned(event.currency, event.amount, 1n), turns: [activation(moment)] }
    case 'refund':
      return { ...facts, earnings: earned(event.currency, event.amount, -1n) }
    case 'event':
    case 'alias':
      return facts
  }
}

function written<Name extends 'attributes' | 'groupAttributes'>(name: Name, writes: readonly Write[]) {
  return (writes.length > 0 ? { [name]: writes } : {}) as Pick<Facts, Name>
}

function earned(currency: string, amount: number, sign: bigint): Record<string, string> {
  return { [currency]: formatMoney(sign * toMoney(amount)) }
}

/** The facts of all parts together, at a cost in proportion to them. What only one part has stays the very same object. */
export function mergeFacts(parts: readonly Facts[]): Facts {
  if (parts.length === 1) return parts[0]
  const merged: Facts = { first: parts[0].first, last: parts[0].last }
  for (const { first, last } of parts) {
    merged.first = earlier(merged.first, first)
    merged.last = Math.max(merged.last, last)
  }
  mergePart(parts, merged, 'attributes', mergeWrites)
  mergePart(parts, merged, 'groups', mergeGroups)
  mergePart(parts, merged, 'groupAttributes', mergeWrites)
  mergePart(parts, merged, 'earnings', addEarnings)
  mergePart(parts, merged, 'visits', mergeDays)
  mergePart(parts, merged, 'login', earliest)
  mergePart(parts, merged, 'signup', earliest)
  mergePart(parts, merged, 'turns', mergeTurns)
  return merged
}

function mergePart<Name extends keyof Facts>(
  parts: readonly Facts[],
  merged: Facts,
  name: Name,
  merge: (values: NonNullable<Facts[Name]>[]) => NonNullable<Facts[Name]>
): void {
  const values = parts.map((part) => part[name]).filter((value) => value !== undefined) as NonNullable<Facts[Name]>[]
  if (values.length > 0) merged[name] = values.length === 1 ? values[0] : merge(values)
}

function addEarnings(parts: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const sums = new Map<string, bigint>()
  for (const [currency, amount] of parts.flatMap((part) => Object.entries(part))) {
    sums.set(currency, (sums.get(currency) ?? 0n) + toMoney(amount))
  }
  return Object.fromEntries([...sums].map(([currency, sum]) => [currency, formatMoney(sum)]))
}

/** The longest list itself where the others add nothing to it: that is how one sees that nothing changed. */
function mergeDays(lists: readonly (readonly number[])[]): readonly number[] {
  const longest = lists.reduce((one, other) => (other.length > one.length ? other : one))
  const days = new Set(lists.flat())
  return days.size === longest.length ? longest : [...days].sort((a, b) => a - b)
}

function earliest(moments: readonly Moment[]): Moment {
  return moments.reduce(earlier)
}
