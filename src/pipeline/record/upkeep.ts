import type { Database, Queryable } from '../../database'
import { RETRY_WINDOW_MS } from '../deliver/retry'
import { insertBatch, unpack, type Batch } from '../store/batches'
import { discardOrphans, pullForward } from '../store/deliveries'
import { parseLine } from './stored'
import { pullLanesForward } from '../store/lanes'
import { readPositions } from '../store/positions'
import { digestsOf } from '../store/digests'
import { countChange } from '../store/message-ids'
import { pause } from '../store/pause'
import { dropSegment, touchSegments, type Segment, type Segments } from '../store/segments'

/**
 * How long and how much is kept of what was delivered or filtered, and for how long what was not: it stays until it is
 * delivered, discarded by hand, or older than `undeliveredDays`.
 */
export interface Keep {
  days: number
  events: number
  undeliveredDays: number
}

export const DEFAULT_KEEP: Keep = { days: 7, events: 1_000_000, undeliveredDays: 90 }

/** So long before undelivered events are forgotten, a warning says so. */
export const WARNING_DAYS = 7

const DAY = 86_400_000

/** @throws Error in one line where a retention contradicts itself */
export function checkKeep({ days, events, undeliveredDays }: Keep): void {
  const isPositive = [days, events, undeliveredDays].every((value) => Number.isFinite(value) && value > 0)
  if (!isPositive) throw new Error('What is kept must be a number of days and of events above 0.')
  if (undeliveredDays < days) {
    throw new Error(
      `Undelivered events cannot be forgotten (after ${undeliveredDays} days) before delivered ones (after ${days} days).`
    )
  }
}

const INTERVAL_MS = 60_000

/** Runs `work` every minute. What goes wrong is told and tried again the next time. */
export function startUpkeep(work: () => Promise<void>, onError: (error: Error) => void) {
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(work).catch(onError)
  }, INTERVAL_MS)
  return {
    async close(): Promise<void> {
      clearInterval(timer)
      await running
    }
  }
}

/** Forgets what is too old or too much, segment by segment, and opens new ones. */
export async function keepUp(
  database: Database,
  segments: Segments,
  sourceIds: readonly string[],
  keep: Keep,
  now: Date
): Promise<void> {
  for (const sourceId of sourceIds) {
    await discardOrphans(database, sourceId, now)
    await pullForward(database, sourceId, now, RETRY_WINDOW_MS)
    await pullLanesForward(database, sourceId, now, RETRY_WINDOW_MS)
  }
  await segments.settled()
  const all = await segments.refresh()
  await keepIds(segments, all[0], now)
  await keepRecord(database, segments, all, keep, now)
}

/** Message ids are known for this long at least, whatever is kept of the record; and as long as what they are of is on record. */
const IDS_SPAN = 2 * DAY

async function keepIds({ ids }: Segments, oldest: Segment, now: Date): Promise<void> {
  await ids.forget(new Date(Math.min(oldest.openedAt.getTime(), now.getTime() - IDS_SPAN)))
}

const age = ({ openedAt }: Segment, now: Date): number => now.getTime() - openedAt.getTime()

const COUNT_EVENTS = `SELECT coalesce(sum(events), 0) AS events FROM pipeline.batches WHERE segment = $1`

const UNDELIVERED = `
  segment = $1 AND received_at >= $2
  AND (state IN ('waiting', 'retrying') OR (state = 'discarded' AND code <> 'DISCARDED_BY_HAND'))`

const COUNT_UNDELIVERED = `
  SELECT coalesce(sum(events), 0) AS undelivered, coalesce(bool_or(held), false) AS held
  FROM pipeline.deliveries WHERE ${UNDELIVERED}`

async function keepRecord(
  database: Database,
  segments: Segments,
  record: readonly Segment[],
  keep: Keep,
  now: Date
): Promise<void> {
  const oldest = new Date(now.getTime() - keep.undeliveredDays * DAY)
  let newer = 0
  for (let index = record.length - 1; index >= 0; index--) {
    const { segment } = record[index]
    const [{ events }] = await database.query<{ events: number }>(COUNT_EVENTS, [segment])
    const endedAt = record[index + 1]?.openedAt
    const isOld = endedAt !== undefined && now.getTime() - endedAt.getTime() >= keep.days * DAY
    // Another process may be one behind in what it writes to: the newest two stay.
    const isForgotten = index < record.length - 2 && (isOld || newer + events > keep.events)
    if (isForgotten) await forget(database, segments, { segment, events }, oldest)
    else newer += events
  }
  const newest = record.at(-1)!
  const isLong = age(newest, now) >= DAY || age(newest, now) >= (keep.days * DAY) / 8
  if (isLong) await segments.next()
}

const SELECT_UNDELIVERED = `
  SELECT DISTINCT source_id AS "sourceId", batch_id AS "batchId" FROM pipeline.deliveries WHERE ${UNDELIVERED}`

/** What is undelivered is taken along into the newest segment, unless the old one holds little else or some of it is on its way this moment. */
async function forget(
  database: Database,
  segments: Segments,
  { segment, events }: { segment: number; events: number },
  oldest: Date
): Promise<void> {
  const count = async (queryable: Queryable) => {
    const [counts] = await queryable.query<{ undelivered: number; held: boolean }>(COUNT_UNDELIVERED, [segment, oldest])
    return counts
  }
  const { undelivered, held } = await count(database)
  if (held || undelivered * 2 > events) return
  for (const batch of await database.query<BatchKey>(SELECT_UNDELIVERED, [segment, oldest])) {
    await moveUndelivered(database, segments, segment, batch, oldest)
    await pause()
  }
  // What a segment alone knows of message ids goes with it.
  await segments.ids.seal()
  await dropSegment(database, segment, async (transaction) => (await count(transaction)).undelivered === 0)
}

interface BatchKey {
  sourceId: string
  batchId: number
}

const SELECT_BATCH = `
  SELECT received_at AS "receivedAt", keys, body FROM pipeline.batches
  WHERE segment = $1 AND source_id = $2 AND batch_id = $3`

const LOCK_DELIVERIES = `
  SELECT delivery_id AS "deliveryId", positions, held FROM pipeline.deliveries
  WHERE ${UNDELIVERED} AND source_id = $3 AND batch_id = $4 FOR UPDATE`

const MOVE_DELIVERIES = `
  UPDATE pipeline.deliveries SET segment = $5
  WHERE segment = $1 AND source_id = $2 AND batch_id = $3 AND delivery_id = ANY($4::bigint[])`

/** Moves what of a batch is undelivered, with its events alone; nothing where some of it is on its way. */
async function moveUndelivered(
  database: Database,
  { ids, current }: Segments,
  segment: number,
  { sourceId, batchId }: BatchKey,
  oldest: Date
): Promise<void> {
  type Row = Pick<Batch, 'receivedAt' | 'keys'> & { body: Uint8Array }
  const key = [segment, sourceId, batchId]
  const [{ receivedAt, keys, body }] = await database.query<Row>(SELECT_BATCH, key)
  const moved = await database.transaction(async (transaction) => {
    const rows = await transaction.query<{ deliveryId: number; positions: string; held: boolean }>(LOCK_DELIVERIES, [
      segment,
      oldest,
      sourceId,
      batchId
    ])
    if (rows.length === 0 || rows.some(({ held }) => held)) return undefined
    const kept = new Set(rows.flatMap(({ positions }) => readPositions(positions)))
    const lines = unpack(body).map((line, position) => (kept.has(position) ? line : ''))
    const digests = digestsOf(lines.map((line) => (line === '' ? undefined : parseLine(line).messageId!)))
    const change = await countChange(transaction, sourceId)
    const batch = { sourceId, batchId, receivedAt, keys, lines, events: kept.size, change, digests }
    await insertBatch(transaction, batch, current)
    const deliveryIds = rows.map(({ deliveryId }) => deliveryId)
    await transaction.query(MOVE_DELIVERIES, [...key, deliveryIds, current])
    await touchSegments(transaction, [segment, current])
    return batch
  })
  // Else this process would have to learn of its own change before it may store anything.
  if (moved && moved.change === ids.changesOf(sourceId) + 1) ids.note(sourceId, moved.change, moved)
}

const SELECT_AGING = `
  SELECT coalesce(sum(events), 0) AS count FROM (
    SELECT events FROM pipeline.deliveries
    WHERE source_id = $1 AND received_at < $2 AND state IN ('waiting', 'retrying')
    UNION ALL
    SELECT events FROM pipeline.deliveries
    WHERE source_id = $1 AND received_at < $2 AND state = 'discarded' AND code <> 'DISCARDED_BY_HAND') AS undelivered`

/** How many undelivered events will be forgotten within a week. An index leads to either kind. */
export async function countAging(database: Queryable, sourceId: string, keep: Keep, now: Date): Promise<number> {
  const before = new Date(now.getTime() - (keep.undeliveredDays - WARNING_DAYS) * DAY)
  const [{ count }] = await database.query<{ count: number }>(SELECT_AGING, [sourceId, before])
  return count
}
