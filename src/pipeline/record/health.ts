import type { Queryable } from '../../database'
import type { Health } from '../read-api/shapes'
import type { Rollups } from './rollups'
import { countAging, type Keep } from './upkeep'

const HOUR_MS = 3_600_000

/** How delivering goes, over the last hours. */
export async function healthOf(
  database: Queryable,
  rollups: Rollups,
  sourceId: string,
  hours: number,
  keep: Keep,
  now: Date
): Promise<Health> {
  const latencies = await rollups.ask('latencies', sourceId, new Date(now.getTime() - hours * HOUR_MS), now)
  latencies.sort((one, other) => one.milliseconds - other.milliseconds)
  const total = latencies.reduce((sum, { count }) => sum + count, 0)
  /** Of the deliveries, each as heavy as its events are many. */
  const within = (percent: number) => {
    let upTo = 0
    return latencies.find(({ count }) => (upTo += count) * 100 >= total * percent)!.milliseconds
  }
  return {
    latency: total === 0 ? null : { median: within(50), p95: within(95) },
    aging: { events: await countAging(database, sourceId, keep, now), days: keep.undeliveredDays }
  }
}
