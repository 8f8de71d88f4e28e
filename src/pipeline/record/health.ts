import type { Queryable } from '../../database'
import type { Health } from '../read-api/shapes'
import { countAging, type Keep } from './upkeep'

const HOUR_MS = 3_600_000

/** Of the deliveries of the period, each as heavy as its events are many. Those that took as long are put together before they are sorted. */
const LATENCY = `
  WITH delivered AS (
    SELECT finished_at - received_at AS latency, sum(events) AS events FROM pipeline.deliveries
    WHERE source_id = $1 AND state = 'delivered' AND received_at BETWEEN $2 AND $3
    GROUP BY 1
  ), ranked AS (
    SELECT extract(epoch FROM latency) * 1000 AS milliseconds, sum(events) OVER (ORDER BY latency) AS up_to,
      sum(events) OVER () AS total
    FROM delivered
  )
  SELECT round(min(milliseconds) FILTER (WHERE up_to * 2 >= total))::int AS median,
    round(min(milliseconds) FILTER (WHERE up_to * 100 >= total * 95))::int AS p95
  FROM ranked`

/** How delivering goes, over the last hours. */
export async function healthOf(
  database: Queryable,
  sourceId: string,
  hours: number,
  keep: Keep,
  now: Date
): Promise<Health> {
  const from = new Date(now.getTime() - hours * HOUR_MS)
  const [{ median, p95 }] = await database.query<{ median: number | null; p95: number | null }>(LATENCY, [
    sourceId,
    from,
    now
  ])
  const events = await countAging(database, sourceId, keep, now)
  return {
    latency: median === null || p95 === null ? null : { median, p95 },
    aging: { events, days: keep.undeliveredDays }
  }
}
