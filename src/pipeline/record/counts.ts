import type { Queryable } from '../../database'
import type { Counts, StateCounts } from '../read-api/shapes'

interface Row {
  start: Date
  what: string
  count: number
}

export const NO_COUNTS: Readonly<StateCounts> = { waiting: 0, retrying: 0, delivered: 0, discarded: 0, filtered: 0 }

const NO_TURNED = { refused: 0, duplicate: 0, conflict: 0 }

/** Each table is summed up before they are put together: few rows are left of many. */
const COUNT_STATES = `
  SELECT date_bin($4::interval, received_at, 'epoch') AS start, 'received' AS what, sum(events) AS count
  FROM pipeline.batches WHERE source_id = $1 AND received_at BETWEEN $2 AND $3 GROUP BY 1
  UNION ALL
  SELECT date_bin($4::interval, received_at, 'epoch'), state, sum(events)
  FROM pipeline.deliveries WHERE source_id = $1 AND received_at BETWEEN $2 AND $3 GROUP BY 1, 2
  UNION ALL
  SELECT date_bin($4::interval, received_at, 'epoch'), state, count(*)
  FROM pipeline.refusals WHERE source_id = $1 AND received_at BETWEEN $2 AND $3 GROUP BY 1, 2
  ORDER BY 1`

/** What came in the last hours, by the state it is in now. */
export async function countStates(database: Queryable, sourceId: string, hours: number, now: Date): Promise<Counts> {
  const interval = hours <= 3 ? 'minute' : hours <= 72 ? 'hour' : 'day'
  const from = new Date(now.getTime() - hours * 3_600_000)
  const rows = await database.query<Row>(COUNT_STATES, [sourceId, from, now, `1 ${interval}`])
  const periods = new Map<string, Counts['periods'][number]>()
  const total = { received: 0, ...NO_TURNED, ...NO_COUNTS }
  for (const { start, what, count } of rows) {
    const key = start.toISOString()
    const period = periods.get(key) ?? { start: key, received: 0, ...NO_TURNED, ...NO_COUNTS }
    period[what as keyof typeof total] = count
    total[what as keyof typeof total] += count
    periods.set(key, period)
  }
  return { interval, periods: [...periods.values()], total }
}

const COUNT_BY_MAPPING = `
  SELECT mapping_id AS id, state, sum(events) AS count FROM pipeline.deliveries WHERE source_id = $1 GROUP BY 1, 2`

/** The states of what each mapping has on record. */
export async function countByMapping(database: Queryable, sourceId: string): Promise<Map<string, StateCounts>> {
  const rows = await database.query<{ id: string; state: keyof StateCounts; count: number }>(COUNT_BY_MAPPING, [
    sourceId
  ])
  const counts = new Map<string, StateCounts>()
  for (const { id, state, count } of rows) counts.set(id, { ...(counts.get(id) ?? NO_COUNTS), [state]: count })
  return counts
}
