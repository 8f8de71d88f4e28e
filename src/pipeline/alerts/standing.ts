import type { Database } from '../../database'
import type { Pressure } from '../receive/pressure'
import { countAging, type Keep } from '../record/upkeep'
import { SUCCESS_MINUTES, type Standing } from './conditions'

const PAUSED = `
  SELECT mapping_id AS "mappingId", name, code FROM pipeline.lanes JOIN pipeline.mappings USING (source_id, mapping_id)
  WHERE source_id = $1 AND state = 'paused'`

/** What a clock that ran ahead has dated later than now tells of no last minutes. */
const TRIED = `
  SELECT coalesce(sum(events) FILTER (WHERE state = 'delivered'), 0) AS delivered,
    coalesce(sum(events) FILTER (WHERE state = 'discarded' AND code <> 'DISCARDED_BY_HAND'
      OR state = 'retrying'), 0) AS failed
  FROM pipeline.deliveries WHERE source_id = $1 AND received_at BETWEEN $2 AND $3`

/** Counts how a source stands. */
export async function standingOf(
  database: Database,
  sourceId: string,
  { keep, pressure: { queue, limits, room } }: { keep: Keep; pressure: Pick<Pressure, 'queue' | 'limits' | 'room'> },
  now: Date
): Promise<Standing> {
  const since = new Date(now.getTime() - SUCCESS_MINUTES * 60_000)
  const paused = await database.query<Standing['paused'][number]>(PAUSED, [sourceId])
  const [tried] = await database.query<Pick<Standing, 'delivered' | 'failed'>>(TRIED, [sourceId, since, now])
  const aging = await countAging(database, sourceId, keep, now)
  return { paused, ...tried, queue, limits, room, aging }
}
