import { pointOf, type Point, type Series } from '../../../look/charts/chart'
import { formatCount, formatDay, formatTime } from '../../../look/format'
import type { Counts } from '../../page-api'

/** What did not arrive hangs below the line. */
export const SERIES: readonly Series[] = [
  { key: 'delivered', label: 'Delivered', color: 'var(--accent)' },
  { key: 'open', label: 'Waiting or retrying', color: 'var(--open)' },
  { key: 'filtered', label: 'Filtered', color: 'var(--neutral)' },
  { key: 'failed', label: 'Discarded or refused', color: 'var(--loss)' }
]

export function pointsOf(periods: Counts['periods'], interval: Counts['interval']): Point[] {
  return periods.map(({ start, delivered, waiting, retrying, filtered, discarded, refused }) =>
    pointOf(
      interval === 'day' ? formatDay(start) : formatTime(start),
      { delivered, open: waiting + retrying, filtered, failed: -(discarded + refused) },
      (value) => formatCount(Math.abs(value))
    )
  )
}
