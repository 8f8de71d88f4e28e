import { nice, ticks } from 'd3-array'
import type { ChartProps, Point } from './chart'

/** Where figures stand in a drawing of this size, in pixels from its upper left corner. */
export interface Scale {
  left: number
  right: number
  top: number
  bottom: number
  /** What the axis says, and at which height. */
  ticks: { text: string; y: number }[]
  /** How wide the place of a point is. */
  step: number
  /** The middle of a point's place. */
  x: (index: number) => number
  y: (value: number) => number
}

const TICKS = 4
/** Of a character of the axes' text. */
const CHARACTER = 7
const MARGIN = { top: 8, right: 12, bottom: 28, gap: 10 }

/**
 * A scale from the lowest to the highest value, zero included, widened to whole ticks.
 * @param values all that is drawn
 */
export function scaleOf(
  { points, formatAxis }: Pick<ChartProps, 'points' | 'formatAxis'>,
  values: readonly number[],
  { width, height }: { width: number; height: number }
): Scale {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)]
  const [low, high] = nice(least, most === least ? least + 1 : most, TICKS)
  // Half an event is no tick.
  const areCounts = values.every(Number.isInteger)
  const marks = ticks(low, high, TICKS).filter((value) => !areCounts || Number.isInteger(value))
  const texts = marks.map(formatAxis)

  const left = Math.max(...texts.map(({ length }) => length)) * CHARACTER + MARGIN.gap
  const right = Math.max(left + 1, width - MARGIN.right)
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom]
  const step = (right - left) / Math.max(1, points.length)
  const y = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - top)
  return {
    left,
    right,
    top,
    bottom,
    ticks: marks.map((value, index) => ({ text: texts[index], y: y(value) })),
    step,
    x: (index) => left + (index + 0.5) * step,
    y
  }
}

/** The labels that find room side by side, each with the index of its point; the year only where it changes. */
export function labelsOf(points: readonly Point[], { step }: Pick<Scale, 'step'>): { index: number; text: string }[] {
  const longest = Math.max(0, ...points.map(({ label }) => label.length)) * CHARACTER + MARGIN.gap
  const every = Math.max(1, Math.ceil(longest / step))
  return points.flatMap(({ label }, index) =>
    index % every === 0 ? { index, text: withoutYear(label, points[index - every]?.label) } : []
  )
}

/** "Nov 23" of "Nov 23, 2026" where the label before is of the same year. */
function withoutYear(label: string, before: string | undefined): string {
  const [year, suffix] = [/,? (\d{4})$/.exec(label), before && /\d{4}$/.exec(before)?.[0]]
  return year && year[1] === suffix ? label.slice(0, year.index) : label
}
