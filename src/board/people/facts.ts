import type { BoardEvent } from '../events-api/schemas'
import { formatMoney, toMoney } from '../money'
import { dayOf } from '../time'
import { Turn, activation, cancellation, mergeTurns } from './activity'
import { Write, mergeWrites } from './attributes'
import { Moment, earlier } from './moment'

/**
 * All that an actor's or a person's events come to, apart from what is merely counted by day. Facts are only ever merged, and
 * merging is commutative and associative: that is why neither the order of arrival nor the splitting into requests nor
 * the order in which persons are joined makes a difference. What they hold grows with days and keys, not with events.
 */
export interface Facts {
  first: Moment
  /** The time of the last event. */
  last: number
  attributes?: readonly Write[]
  /** By group id. A group without any attributes has an empty list. */
  groups?: Readonly<Record<string, readonly Write[]>>
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
      return { ...facts, login: moment, ...attributes(event.attributes, moment) }
    case 'attributes':
      return { ...facts, ...attributes(event.attributes, moment) }
    case 'group':
      return { ...facts, groups: { [event.group_id]: writes(event.attributes, moment) } }
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

function attributes(values: Record<string, unknown> | undefined, moment: Moment): Pick<Facts, 'attributes'> {
  const list = writes(values, moment)
  return list.length > 0 ? { attributes: list } : {}
}

function writes(values: Record<string, unknown> = {}, [time, id]: Moment): Write[] {
  return Object.keys(values).length > 0 ? [[time, id, values]] : []
}

function earned(currency: string, amount: number, sign: bigint): Record<string, string> {
  return { [currency]: formatMoney(sign * toMoney(amount)) }
}

/** The facts of both together. A part that `other` does not change stays the very same object. */
export function mergeFacts(one: Facts, other: Facts): Facts {
  const merged: Facts = { first: earlier(one.first, other.first), last: Math.max(one.last, other.last) }
  assign(merged, 'attributes', mergeWrites(one.attributes, other.attributes))
  assign(
    merged,
    'groups',
    mergeRecords(one.groups, other.groups, (a, b) => mergeWrites(a, b) ?? [])
  )
  assign(merged, 'earnings', mergeRecords(one.earnings, other.earnings, addDecimals))
  assign(merged, 'visits', mergeDays(one.visits, other.visits))
  assign(merged, 'login', earlier(one.login, other.login))
  assign(merged, 'signup', earlier(one.signup, other.signup))
  assign(merged, 'turns', mergeTurns(one.turns, other.turns))
  return merged
}

function assign<Key extends keyof Facts>(facts: Facts, key: Key, value: Facts[Key]): void {
  if (value !== undefined) facts[key] = value
}

type Dictionary<Value> = Readonly<Record<string, Value>>

function mergeRecords<Value>(
  one: Dictionary<Value> | undefined,
  other: Dictionary<Value> | undefined,
  merge: (one: Value, other: Value) => Value
): Dictionary<Value> | undefined {
  if (!one || !other) return one ?? other
  const merged = new Map(Object.entries(one))
  for (const [key, value] of Object.entries(other)) {
    const known = merged.get(key)
    merged.set(key, known === undefined ? value : merge(known, value))
  }
  return Object.fromEntries(merged)
}

function addDecimals(one: string, other: string): string {
  return formatMoney(toMoney(one) + toMoney(other))
}

function mergeDays(one: readonly number[] | undefined, other: readonly number[] | undefined) {
  if (!one || !other) return one ?? other
  const missing = other.filter((day) => !one.includes(day))
  return missing.length === 0 ? one : [...one, ...missing].sort((a, b) => a - b)
}
