import { AcceptedEvent } from '../events-api/read-event'
import { toMoney } from '../money'
import { dayOf } from '../time'

/** What is simply counted event by event, by day. */
export interface DailyChanges {
  counts: Map<number, { visits: number; logins: number; events: number }>
  /** By day and currency. `entries` tells a day without money from one on which it came to nothing. */
  revenue: Map<string, { day: number; currency: string; entries: number; payments: bigint; refunds: bigint }>
}

/** What events add to the days they lie on; with `sign` -1 what goes when they are deleted. */
export function countDaily(events: readonly Pick<AcceptedEvent, 'event' | 'time'>[], sign: 1 | -1): DailyChanges {
  const changes: DailyChanges = { counts: new Map(), revenue: new Map() }
  for (const { event, time } of events) {
    const day = dayOf(time)
    if (event.type === 'visit') countsOf(changes, day).visits += sign
    else if (event.type === 'login') countsOf(changes, day).logins += sign
    else if (event.type === 'event') countsOf(changes, day).events += sign
    else if (event.type === 'payment' || event.type === 'refund') {
      const revenue = revenueOf(changes, day, event.currency)
      revenue.entries += sign
      revenue[event.type === 'payment' ? 'payments' : 'refunds'] += BigInt(sign) * toMoney(event.amount)
    }
  }
  return changes
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
