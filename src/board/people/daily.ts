import { AcceptedEvent } from '../events-api/read-event'
import { toMoney } from '../money'
import { dayOf } from '../time'

/** The column that counts the events of a type; payments and refunds are counted by currency. */
export const COUNTED = {
  visit: 'visits',
  login: 'logins',
  event: 'events',
  signup: 'signup_events',
  cancel: 'cancel_events',
  group: 'group_events',
  alias: 'alias_events',
  attributes: 'attributes_events'
} as const
type CountedType = keyof typeof COUNTED
export type DailyCounts = Record<(typeof COUNTED)[CountedType], number>

export const isCounted = (type: string): type is CountedType => Object.hasOwn(COUNTED, type)

/** What is simply counted, by day. */
export interface DailyChanges {
  counts: Map<number, DailyCounts>
  /** By day and currency. `entries` tells a day without money from one on which it came to nothing. */
  revenue: Map<string, { day: number; currency: string; entries: number; payments: bigint; refunds: bigint }>
}

/** What is counted, as one or more events of a type and day come (or go, where the numbers are negative). */
export interface DailyCount {
  day: number
  type: string
  currency?: string
  count: number
  amount: bigint
}

export const noDailyChanges = (): DailyChanges => ({ counts: new Map(), revenue: new Map() })

/** What events add to the days they lie on. */
export function countDaily(events: readonly Pick<AcceptedEvent, 'event' | 'time'>[]): DailyChanges {
  const changes = noDailyChanges()
  for (const { event, time } of events) {
    const isMoney = event.type === 'payment' || event.type === 'refund'
    const money = isMoney ? { currency: event.currency, amount: toMoney(event.amount) } : { amount: 0n }
    addDaily(changes, { day: dayOf(time), type: event.type, count: 1, ...money })
  }
  return changes
}

export function addDaily(changes: DailyChanges, { day, type, currency = '', count, amount }: DailyCount): void {
  if (isCounted(type)) countsOf(changes, day)[COUNTED[type]] += count
  else if (type === 'payment' || type === 'refund') {
    const revenue = revenueOf(changes, day, currency)
    revenue.entries += count
    revenue[type === 'payment' ? 'payments' : 'refunds'] += amount
  }
}

const noCounts = () => Object.fromEntries(Object.values(COUNTED).map((name) => [name, 0])) as DailyCounts

function countsOf({ counts }: DailyChanges, day: number) {
  const known = counts.get(day) ?? noCounts()
  counts.set(day, known)
  return known
}

function revenueOf({ revenue }: DailyChanges, day: number, currency: string) {
  const key = `${day}|${currency}`
  const known = revenue.get(key) ?? { day, currency, entries: 0, payments: 0n, refunds: 0n }
  revenue.set(key, known)
  return known
}
