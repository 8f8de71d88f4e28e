import { Queryable } from '../../database'
import { Board } from '../store/boards'
import { problem } from '../errors'
import { divideMoney, formatMoney, toMoney } from '../money'
import { Grain, formatDay, nextPeriod, periodOf } from '../time'
import { Counts, readActive, readDays, readPersonCounts, readRevenue, readSpend, sumRevenue } from './metrics-store'
import { previousOf, progressOf, rangeOf, type Range } from './period'
import type { Metrics, Period } from './shapes'

/** The most periods in an answer: more than a decade of weeks, almost three years of days. */
export const MOST_PERIODS = 1000

/** The metrics of a range [from, to) of days, by period and as a whole. */
export async function readMetrics(
  database: Queryable,
  board: Board,
  { from, to, interval }: { from: string; to: string; interval: Grain },
  now: number
): Promise<Metrics> {
  const whole = rangeOf(from, to)
  const before = previousOf(whole, now)
  const ranges = [...splitRange(whole, interval), whole, before]
  const days = await readDays(database, board, { start: before.start, end: whole.end })
  const persons = await readPersonCounts(database, board, interval, ranges)
  const activeAt = await readActive(database, board, whole.end)
  const booked = await readRevenue(database, board, { start: before.start, end: whole.end })
  const spend = await readSpend(database, board)
  const periods = ranges.map((range, index): Period => {
    const { visits, logins, events, signups } = sumDays(days, range)
    const { visitors, cancellations, churned } = persons[index]
    const activeAtStart = activeAt(range.start)
    const activeAtEnd = activeAt(range.end)
    return {
      start: formatDay(range.start),
      end: formatDay(range.end),
      visits,
      visitors,
      logins,
      events,
      signups,
      cancellations,
      active_at_start: activeAtStart,
      active_at_end: activeAtEnd,
      churn_rate: activeAtStart === 0 ? null : churned / activeAtStart,
      uac: acquisitionCost(range, spend, signups),
      ...sumRevenue(booked, range, activeAtEnd),
      ...progressOf(range, now)
    }
  })
  const [total, previous] = periods.splice(-2)
  return { from, to, interval, periods, total, previous }
}

function sumDays(days: Map<number, Counts>, { start, end }: Range): Counts {
  const sum: Counts = { visits: 0, logins: 0, events: 0, signups: 0 }
  for (let day = start; day < end; day++) {
    const counted = days.get(day)
    if (!counted) continue
    sum.visits += counted.visits
    sum.logins += counted.logins
    sum.events += counted.events
    sum.signups += counted.signups
  }
  return sum
}

/** The calendar's periods, the first and the last cut to the range. */
function splitRange({ start, end }: Range, interval: Grain): Range[] {
  const ranges: Range[] = []
  for (let day = start; day < end; day = nextPeriod(day, interval)) {
    if (ranges.length === MOST_PERIODS) {
      throw problem('invalid_parameter', { detail: `to must be a date at most ${MOST_PERIODS} periods after from` })
    }
    ranges.push({ start: day, end: Math.min(end, nextPeriod(day, interval)) })
  }
  return ranges
}

/** Spend is entered by month: a period has one where it is made of whole months. */
function acquisitionCost(range: Range, spend: Map<number, Record<string, string>>, signups: number): Period['uac'] {
  if ([range.start, range.end].some((day) => periodOf(day, 'month') !== day)) return {}
  const total = new Map<string, bigint>()
  for (const [month, amounts] of spend) {
    if (month < range.start || month >= range.end) continue
    for (const [currency, amount] of Object.entries(amounts)) {
      total.set(currency, (total.get(currency) ?? 0n) + toMoney(amount))
    }
  }
  const cost = [...total].map(([currency, amount]) => [
    currency,
    signups === 0 ? null : formatMoney(divideMoney(amount, signups))
  ])
  return Object.fromEntries(cost) as Period['uac']
}
