import type { Database } from '../../database'
import type { Pressure } from '../receive/pressure'
import type { Rollups } from '../record/rollups'
import { countAging, type Keep } from '../record/upkeep'
import { SUCCESS_MINUTES, type Standing } from './conditions'

const PAUSED = `
  SELECT mapping_id AS "mappingId", name, code FROM pipeline.lanes JOIN pipeline.mappings USING (source_id, mapping_id)
  WHERE source_id = $1 AND state = 'paused'`

interface Standpoint {
  rollups: Rollups
  keep: Keep
  pressure: Pick<Pressure, 'queue' | 'limits' | 'room'>
}

const sum = (rows: readonly { count: number }[]) => rows.reduce((total, { count }) => total + count, 0)

/** Counts how a source stands. */
export async function standingOf(
  database: Database,
  sourceId: string,
  { rollups, keep, pressure: { queue, limits, room } }: Standpoint,
  now: Date
): Promise<Standing> {
  const since = new Date(now.getTime() - SUCCESS_MINUTES * 60_000)
  const paused = await database.query<Standing['paused'][number]>(PAUSED, [sourceId])
  // What a clock that ran ahead has dated later than now tells of no last minutes.
  const mappings = await rollups.ask('mappings', sourceId, since, now)
  const reasons = await rollups.ask('reasons', sourceId, since, now)
  const delivered = sum(mappings.filter(({ state }) => state === 'delivered'))
  const failed = sum(
    reasons.filter(({ state, code }) => state === 'retrying' || (state === 'discarded' && code !== 'DISCARDED_BY_HAND'))
  )
  const aging = await countAging(database, sourceId, keep, now)
  return { paused, delivered, failed, queue, limits, room, aging }
}
