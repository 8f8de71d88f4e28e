import type { BoardEvent } from '../events-api/schemas'
import { formatMoney, toMoney } from '../money'
import { dayOf, formatDay, periodOf } from '../time'
import { Turn, activation, cancellation, mergeTurns } from './activity'
import { GroupCall, Write, groupWritesOf, mergeGroups, mergeWrites, writesOf } from './attributes'
import { Campaign, campaignOf } from './campaign'
import { Moment, compareMoments } from './moment'

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
  /** By currency and month ("2024-01"): payments minus refunds, as decimals. */
  earnings?: Earnings
  /** The days with a visit, ascending. */
  visits?: readonly number[]
  /** The time of the first visit. */
  visit?: number
  /** The first login. */
  login?: Moment
  /** The first signup. */
  signup?: Moment
  /** The time of the first payment. */
  payment?: number
  /** That of the first event which bears one. */
  campaign?: Campaign
  /** What could turn the status, by day, ascending. */
  turns?: readonly Turn[]
}

export type Earnings = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The facts of one event. `time` is its timestamp in ms. */
export function factsOf(event: BoardEvent, time: number): Facts {
  const moment: Moment = [time, event.id]
  const campaign = campaignOf(event.context?.campaign, moment)
  const facts: Facts = { first: moment, last: time, ...(campaign && { campaign }) }
  switch (event.type) {
    case 'visit':
      return { ...facts, visits: [dayOf(time)], visit: time }
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
      return { ...facts, earnings: earned(event, time, 1n), payment: time, turns: [activation(moment)] }
    case 'refund':
      return { ...facts, earnings: earned(event, time, -1n) }
    case 'event':
    case 'alias':
      return facts
  }
}

function written<Name extends 'attributes' | 'groupAttributes'>(name: Name, writes: readonly Write[]) {
  return (writes.length > 0 ? { [name]: writes } : {}) as Pick<Facts, Name>
}

function earned({ currency, amount }: { currency: string; amount: number }, time: number, sign: bigint): Earnings {
  return { [currency]: { [monthOf(time)]: formatMoney(sign * toMoney(amount)) } }
}

const monthOf = (time: number) => formatDay(periodOf(dayOf(time), 'month')).slice(0, -3)

/** How each fact of several parts becomes one. */
const MERGE: { [Name in keyof Facts]-?: (values: NonNullable<Facts[Name]>[]) => NonNullable<Facts[Name]> } = {
  first: earliest,
  last: (times) => times.reduce((one, other) => Math.max(one, other)),
  attributes: mergeWrites,
  groups: mergeGroups,
  groupAttributes: mergeWrites,
  earnings: addEarnings,
  visits: mergeDays,
  visit: firstOf,
  login: earliest,
  signup: earliest,
  payment: firstOf,
  campaign: earliest,
  turns: mergeTurns
}

/** The facts of all parts together, at a cost in proportion to them. What only one part has stays the very same object. */
export function mergeFacts(parts: readonly Facts[]): Facts {
  if (parts.length === 1) return parts[0]
  const merged: Record<string, unknown> = {}
  const lists: Record<string, unknown[]> = {}
  for (const part of parts) {
    for (const name in part) {
      const value = part[name as keyof Facts]
      if (merged[name] === undefined) merged[name] = value
      else (lists[name] ??= [merged[name]]).push(value)
    }
  }
  for (const name in lists) merged[name] = (MERGE[name as keyof Facts] as (values: unknown[]) => unknown)(lists[name])
  return merged as unknown as Facts
}

function firstOf(times: readonly number[]): number {
  return times.reduce((one, other) => Math.min(one, other))
}

/** A currency that only one part has stays the very same object. */
function addEarnings(parts: readonly Earnings[]): Earnings {
  const merged: Record<string, Readonly<Record<string, string>>> = { ...parts[0] }
  for (const part of parts.slice(1)) {
    for (const [currency, months] of Object.entries(part)) {
      merged[currency] = currency in merged ? addMonths(merged[currency], months) : months
    }
  }
  return merged
}

function addMonths(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>) {
  const months: Record<string, string> = { ...one }
  for (const [month, amount] of Object.entries(other)) {
    months[month] = month in months ? formatMoney(toMoney(months[month]) + toMoney(amount)) : amount
  }
  return months
}

/** What was earned in all, by currency. */
export function totalEarnings({ earnings = {} }: Pick<Facts, 'earnings'>): [currency: string, amount: string][] {
  return Object.keys(earnings)
    .sort()
    .map((currency) => {
      const amounts = Object.values(earnings[currency])
      return [currency, formatMoney(amounts.reduce((sum, amount) => sum + toMoney(amount), 0n))]
    })
}

/** The longest list itself where the others add nothing to it: that is how one sees that nothing changed. */
function mergeDays(lists: readonly (readonly number[])[]): readonly number[] {
  const longest = lists.reduce((one, other) => (other.length > one.length ? other : one))
  const days = new Set(lists.flat())
  return days.size === longest.length ? longest : [...days].sort((a, b) => a - b)
}

function earliest<Timed extends Moment | Campaign>(all: readonly Timed[]): Timed {
  return all.reduce((one, other) => (compareMoments(one, other) <= 0 ? one : other))
}
