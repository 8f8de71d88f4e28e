import { inSentence } from '../../../look/in-sentence'
import type { Interval } from '../../read-api/shapes'
import { addDays, isDay } from './days'
import { isRunning, type Range } from './range'

const month = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' })
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })

/** A period's name on an axis: "Nov 2026", or "Nov 23, 2026", the first day of a week or the day itself. */
export function periodLabel(start: string, interval: Interval): string {
  return (interval === 'month' ? month : day).format(new Date(start))
}

export const monthLabel = (start: string): string => month.format(new Date(start))

/** "Dec 1, 2025 – Nov 30, 2026": both days are part of it. */
export function rangeLabel({ from, to }: Range): string {
  return day.formatRange(new Date(from), new Date(addDays(to, -1)))
}

/** The same of days that an address names, of which one may be left out; what is no day is shown as it stands. */
export function daysLabel({ from, to }: Range): string {
  if (isDay(from) && isDay(to) && from < to) return `${rangeLabel({ from, to })} (UTC)`
  const parts = [
    from && `from ${isDay(from) ? day.format(new Date(from)) : inSentence(from)}`,
    to && `until ${isDay(to) ? day.format(new Date(addDays(to, -1))) : inSentence(to)}`
  ]
  return `${parts.filter(Boolean).join(' ')} (UTC)`
}

/** "Nov 1 – 30, 2026, so far" */
export const shownLabel = (range: Range, today: string): string =>
  `${rangeLabel(range)}${isRunning(range, today) ? ', so far' : ''}`

/** What is shown and what it is compared with: "Nov 1 – 30, 2026, so far, against Oct 1 – 24, 2026 (UTC)". */
export function comparisonLabel(range: Range, today: string, previous: Range | undefined): string {
  const before = previous && previous.from < previous.to ? `, against ${rangeLabel(previous)}` : ''
  return `${shownLabel(range, today)}${before} (UTC)`
}
