import type { Queryable } from '../../database'
import type { Counts, StateCounts } from '../read-api/shapes'

type Row = { start: Date; what: string; count: number }

export const noCounts: Readonly<StateCounts> = { waiting: 0, retrying: 0, delivered: 0, discarded: 0, filtered: 0 }

/** What came in the last hours, by the state it is in now. */
export async function countStates(database: Queryable, sourceId: string, hours: number, now: Date): Promise<Counts> {
  const interval = hours <= 3 ? 'minute' : hours <= 72 ? 'hour' : 'day'
  const from = new Date(now.getTime() - hours * 3_600_000)
  const rows = await database.query<Row>(
    `select date_trunc($4, received_at at time zone 'UTC') at time zone 'UTC' as start, what, count(*) as count from (
       select received_at, 'received' as what from pipeline.events where source_id = $1 and received_at between $2 and $3
       union all
       select since, state from pipeline.deliveries where source_id = $1 and since between $2 and $3
       union all
       select received_at, 'refused' from pipeline.refusals where source_id = $1 and received_at between $2 and $3
     ) entry group by 1, 2 order by 1`,
    [sourceId, from, now, interval]
  )
  const periods = new Map<string, Counts['periods'][number]>()
  const total = { received: 0, refused: 0, ...noCounts }
  for (const { start, what, count } of rows) {
    const key = start.toISOString()
    const period = periods.get(key) ?? { start: key, received: 0, refused: 0, ...noCounts }
    period[what as keyof typeof total] = count
    total[what as keyof typeof total] += count
    periods.set(key, period)
  }
  return { interval, periods: [...periods.values()], total }
}

/** The states of what each mapping has on record. */
export async function countByMapping(database: Queryable, sourceId: string): Promise<Map<string, StateCounts>> {
  const rows = await database.query<{ id: string; state: keyof StateCounts; count: number }>(
    `select mapping_id as id, state, count(*) as count from pipeline.deliveries where source_id = $1 group by 1, 2`,
    [sourceId]
  )
  const counts = new Map<string, StateCounts>()
  for (const { id, state, count } of rows) counts.set(id, { ...(counts.get(id) ?? noCounts), [state]: count })
  return counts
}
