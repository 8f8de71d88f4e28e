import { problem } from '../errors'
import { DAY_MS, dayOf, nextPeriod, parseDay, periodOf } from '../time'

/** Days, as numbers: [start, end). */
export interface Range {
  start: number
  end: number
}

/** @throws where `to` is not after `from` */
export function rangeOf(from: string, to: string): Range {
  const range = { start: parseDay(from), end: parseDay(to) }
  if (range.start >= range.end) throw problem('invalid_parameter', { detail: 'to must be a date after from' })
  return range
}

/** Dates begin with the year 1. */
const FIRST_DAY = parseDay('0001-01-01')

/** Whether all of a range has passed; if not, up to when it has. `now` is a time in ms. */
export function progressOf({ end }: Range, now: number): { complete: boolean; until?: string } {
  return end * DAY_MS <= now ? { complete: true } : { complete: false, until: new Date(now).toISOString() }
}

/**
 * What a range is compared with: as many whole months before it, or as many days where it is no whole months. Of one that is running the
 * part that has passed, today included: 1 to 24 November with 1 to 24 October.
 */
export function previousOf(range: Range, now: number): Range {
  const { start, end } = before(range, now)
  return { start: Math.max(start, FIRST_DAY), end: Math.max(end, FIRST_DAY) }
}

function before({ start, end }: Range, now: number): Range {
  const today = dayOf(now)
  const passed = start <= today && today < end ? today + 1 : end
  const isMonths = [start, end].every((day) => periodOf(day, 'month') === day)
  if (!isMonths) return { start: start - (end - start), end: start - (end - start) + (passed - start) }
  let months = 0
  for (let month = start; month < end; month = nextPeriod(month, 'month')) months++
  return { start: shiftMonths(start, -months), end: passed === end ? start : shiftMonths(today, -months) + 1 }
}

/** The same day of another month, or its last one where it has no such day. */
function shiftMonths(day: number, months: number): number {
  const date = new Date(day * DAY_MS)
  // Not Date.UTC, which takes the first hundred years for those of the last century.
  const first = dayOf(new Date(0).setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + months, 1))
  return Math.min(first + date.getUTCDate() - 1, nextPeriod(first, 'month') - 1)
}
