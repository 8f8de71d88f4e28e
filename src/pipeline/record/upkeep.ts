import type { Database } from '../../database'
import { outcomeReason } from '../outcomes'

/** How long and how much is kept. Open deliveries stay whatever their age. */
export type Keep = { days: number; events: number }

export const defaultKeep: Keep = { days: 7, events: 1_000_000 }

const portion = 5000

const interval = 10 * 60_000

/** Runs `work` every ten minutes. What goes wrong is told and tried again the next time. */
export function startUpkeep(work: () => Promise<void>, onError: (error: Error) => void) {
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(work).catch(onError)
  }, interval)
  return {
    async close(): Promise<void> {
      clearInterval(timer)
      await running
    }
  }
}

/** Deletes what is too old or too much, in portions that do not hold others up, and makes room for new rows. */
export async function keepUp(database: Database, sourceIds: readonly string[], keep: Keep, now: Date): Promise<void> {
  for (const sourceId of sourceIds) {
    await discardOrphans(database, sourceId, now)
    const oldest = await oldestKept(database, sourceId, keep, now)
    for (let deleted = portion; deleted === portion;) deleted = await deleteEvents(database, sourceId, oldest)
    await database.query(`delete from pipeline.attempts where source_id = $1 and started_at < $2`, [sourceId, oldest])
    await database.query(`delete from pipeline.refusals where source_id = $1 and received_at < $2`, [sourceId, oldest])
  }
  // An embedded PostgreSQL has no autovacuum; every delivery leaves a dead row behind.
  for (const table of ['events', 'deliveries', 'attempts', 'refusals']) {
    await database.query(`vacuum (analyze) pipeline.${table}`)
  }
}

/** An event that was being accepted while its mapping was deleted elsewhere is left without one. */
async function discardOrphans(database: Database, sourceId: string, now: Date): Promise<void> {
  await database.query(
    `update pipeline.deliveries
     set state = 'discarded', due_at = null, held = false, finished_at = $2, code = $3, reason = $4
     where source_id = $1 and state in ('waiting', 'retrying')
       and mapping_id not in (select mapping_id from pipeline.mappings where source_id = $1)`,
    [sourceId, now, 'MAPPING_DELETED', outcomeReason('MAPPING_DELETED')]
  )
}

async function oldestKept(database: Database, sourceId: string, { days, events }: Keep, now: Date): Promise<Date> {
  const byAge = new Date(now.getTime() - days * 86_400_000)
  const [beyond] = await database.query<{ at: Date }>(
    `select received_at as at from pipeline.events where source_id = $1 order by received_at desc offset $2 limit 1`,
    [sourceId, events - 1]
  )
  return beyond && beyond.at > byAge ? beyond.at : byAge
}

async function deleteEvents(database: Database, sourceId: string, before: Date): Promise<number> {
  const deleted = await database.query(
    `with old as materialized (
       select message_id from pipeline.events event where source_id = $1 and received_at < $2 and not exists (
         select from pipeline.deliveries delivery
         where delivery.source_id = $1 and delivery.message_id = event.message_id
           and delivery.state in ('waiting', 'retrying'))
       limit ${portion}
     ), gone as (
       delete from pipeline.deliveries where source_id = $1 and message_id in (select message_id from old)
     )
     delete from pipeline.events where source_id = $1 and message_id in (select message_id from old) returning 1`,
    [sourceId, before]
  )
  return deleted.length
}
