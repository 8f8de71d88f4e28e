import type { Interval } from '../../read-api/shapes'
import { addDays, addMonths, daysBetween, isDay, startOfMonth } from './days'

/** The days [from, to): `to` is the first that is left out. */
export interface Range {
  from: string
  to: string
}

/** The ranges that can be had by name, up to and including today. */
export const PRESETS = {
  '7d': { label: 'Last 7 days', range: (today: string) => lastDays(today, 7) },
  '30d': { label: 'Last 30 days', range: (today: string) => lastDays(today, 30) },
  month: { label: 'This month', range: (today: string) => months(today, 0, 1) },
  'last-month': { label: 'Last month', range: (today: string) => months(today, -1, 1) },
  '3m': { label: 'Last 3 months', range: (today: string) => months(today, -2, 3) },
  '6m': { label: 'Last 6 months', range: (today: string) => months(today, -5, 6) },
  '12m': { label: 'Last 12 months', range: (today: string) => months(today, -11, 12) },
  year: {
    label: 'This year',
    range: (today: string) => ({ from: `${today.slice(0, 4)}-01-01`, to: addMonths(today, 1) })
  }
} as const satisfies Record<string, { label: string; range: (today: string) => Range }>

export type Preset = keyof typeof PRESETS

export const DEFAULT_PRESET: Preset = '6m'

/** The range that the address asks for: two days, or else a name, or else the default. */
export function readRange(state: { range: string; from: string; to: string }, today: string): Range {
  if (isDay(state.from) && isDay(state.to) && state.from < state.to) return { from: state.from, to: state.to }
  return PRESETS[presetOf(state.range)].range(today)
}

/** The range of a name; the default where there is none of it. */
export const presetOf = (name: string): Preset => (Object.hasOwn(PRESETS, name) ? (name as Preset) : DEFAULT_PRESET)

/** Whether a range, or one of its periods, has begun and not ended: a part of it is still to come. */
export const isRunning = ({ from, to }: Range, today: string): boolean => from <= today && today < to

export const isWholeMonths = ({ from, to }: Range): boolean => startOfMonth(from) === from && startOfMonth(to) === to

/** Days that an interval has at least, and the most periods that the board answers with. */
const DAYS: Record<Interval, number> = { day: 1, week: 7, month: 28 }
const MOST_PERIODS = 1000

/** The interval that was asked for, where the range has not too many of it. */
export function possibleInterval(range: Range, wanted: string): Interval {
  const isPossible = isInterval(wanted) && daysBetween(range.from, range.to) / DAYS[wanted] <= MOST_PERIODS - 2
  return isPossible ? wanted : fittingInterval(range)
}

const isInterval = (text: string): text is Interval => Object.hasOwn(DAYS, text)

/** The interval that gives a chart a readable number of points. */
export function fittingInterval({ from, to }: Range): Interval {
  const days = daysBetween(from, to)
  if (days <= 35) return 'day'
  return days <= 120 ? 'week' : 'month'
}

function lastDays(today: string, days: number): Range {
  return { from: addDays(today, 1 - days), to: addDays(today, 1) }
}

function months(today: string, first: number, length: number): Range {
  return { from: addMonths(today, first), to: addMonths(today, first + length) }
}
