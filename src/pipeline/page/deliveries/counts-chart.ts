import { pointOf, type Point, type Series } from '../../../look/charts/chart'
import { formatCount, formatDay, formatTime } from '../../../look/format'
import type { Counts } from '../../read-api/shapes'

type Period = Omit<Counts['periods'][number], 'received' | 'duplicate' | 'conflict'>

export const SERIES: readonly Series[] = [
  { key: 'delivered', label: 'Delivered', color: 'var(--accent)' },
  { key: 'open', label: 'Waiting or retrying', color: 'var(--open)' },
  { key: 'filtered', label: 'Filtered', color: 'var(--neutral)' }
]

/** By a scale of their own: beside twenty thousand that arrived, four that failed would not be seen. */
export const FAILED_SERIES: readonly Series[] = [{ key: 'failed', label: 'Discarded or refused', color: 'var(--loss)' }]

const HOUR = 3_600_000
const LENGTHS: Record<Counts['interval'], number> = { minute: 60_000, hour: HOUR, day: 24 * HOUR }
const NOTHING = { waiting: 0, retrying: 0, delivered: 0, discarded: 0, filtered: 0, refused: 0 }

/** A point for each period of the last `hours` up to `now`; the server leaves out those in which nothing came. */
export function pointsOf({ periods, interval }: Omit<Counts, 'total'>, hours: number, now: number): Point[] {
  const length = LENGTHS[interval]
  const byStart = new Map(periods.map((period) => [Date.parse(period.start), period]))
  const points: Point[] = []
  for (let at = Math.floor((now - hours * HOUR) / length) * length; at <= now; at += length) {
    points.push(pointAt(byStart.get(at) ?? { ...NOTHING, start: new Date(at).toISOString() }, interval))
  }
  return points
}

function pointAt(period: Period, interval: Counts['interval']): Point {
  const { start, delivered, waiting, retrying, filtered, discarded, refused } = period
  return pointOf(
    interval === 'day' ? formatDay(start) : formatTime(start),
    { delivered, open: waiting + retrying, filtered, failed: discarded + refused },
    formatCount
  )
}
