import { AcceptedEvent } from '../events-api/read-event'
import { toMoney } from '../money'
import { dayOf } from '../time'

/** What is simply counted, by day. */
export interface DailyChanges {
  counts: Map<number, { visits: number; logins: number; events: number }>
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
  if (type === 'visit') countsOf(changes, day).visits += count
  else if (type === 'login') countsOf(changes, day).logins += count
  else if (type === 'event') countsOf(changes, day).events += count
  else if (type === 'payment' || type === 'refund') {
    const revenue = revenueOf(changes, day, currency)
    revenue.entries += count
    revenue[type === 'payment' ? 'payments' : 'refunds'] += amount
  }
}

function countsOf({ counts }: DailyChanges, day: number) {
  const known = counts.get(day) ?? { visits: 0, logins: 0, events: 0 }
  counts.set(day, known)
  return known
}

function revenueOf({ revenue }: DailyChanges, day: number, currency: string) {
  const key = `${day}|${currency}`
  const known = revenue.get(key) ?? { day, currency, entries: 0, payments: 0n, refunds: 0n }
  revenue.set(key, known)
  return known
}
