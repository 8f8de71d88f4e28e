import type { SegmentEvent } from '@segment/actions-core'
import type { Queryable } from '../../database'
import { outcomeReason } from '../outcomes'
import { readBatches } from './batches'
import { readPositions, writePositions } from './positions'

export type OpenState = 'waiting' | 'retrying'

/**
 * An event on its way, with its place in its batch. What is taken from the database waits as the text that is stored: thousands wait at a
 * time, and what is read of a text would be copied and gone through by every collection of garbage until they leave.
 */
export interface OpenEvent {
  position: number
  json: string
  /** Where this process has just accepted it, so that it need not be read again. The deliveries of all mappings share it. */
  event?: Readonly<SegmentEvent>
}

/** Open events of one batch for one mapping, held by this process until `leasedUntil`: a row of `deliveries`. */
export interface Delivery {
  sourceId: string
  batchId: number
  deliveryId: number
  mappingId: string
  events: OpenEvent[]
  bytes: number
  receivedAt: Date
  /** Attempts made so far. */
  attempts: number
  /** Times that it failed with its whole batch while the endpoint was well. */
  failures: number
  /** Start of the four hours of retries. */
  failingSince: Date | null
  leasedUntil: Date
}

/** A delivery as it is first written: open and due at `dueAt` (the end of a lease where it is `held`), or filtered. */
export interface NewDelivery {
  sourceId: string
  batchId: number
  deliveryId: number
  mappingId: string
  positions: readonly number[]
  receivedAt: Date
  state: { dueAt: Date; held: boolean } | { code: string; reason: string }
}

/** Into segment `$1`, the rows that `newRows` wrote to `$2`. */
export const INSERT_DELIVERIES = `
  INSERT INTO pipeline.deliveries (source_id, batch_id, delivery_id, segment, mapping_id, state, events, positions,
    received_at, due_at, held, code, reason, finished_at)
  SELECT s, b, d, $1, m, x, n, p, r, t, h, c, w, f
  FROM json_to_recordset($2::json) AS delivery (s text, b bigint, d bigint, m text, x text, n int, p text,
    r timestamptz, t timestamptz, h boolean, c text, w text, f timestamptz)`

export async function insertDeliveries(
  transaction: Queryable,
  deliveries: readonly NewDelivery[],
  segment: number
): Promise<void> {
  if (deliveries.length > 0) await transaction.query(INSERT_DELIVERIES, [segment, newRows(deliveries)])
}

export function newRows(deliveries: readonly NewDelivery[]): string {
  const rows = deliveries.map(({ sourceId, batchId, deliveryId, mappingId, positions, receivedAt, state }) => ({
    s: sourceId,
    b: batchId,
    d: deliveryId,
    m: mappingId,
    n: positions.length,
    p: writePositions(positions),
    r: receivedAt,
    ...('dueAt' in state
      ? { x: 'waiting', t: state.dueAt, h: state.held }
      : { x: 'filtered', h: false, c: state.code, w: state.reason, f: receivedAt })
  }))
  return JSON.stringify(rows)
}

/** A mapping that has deliveries which have fallen due. */
export interface DueLane {
  sourceId: string
  mappingId: string
}

const SELECT_DUE_LANES = `
  SELECT source_id AS "sourceId", mapping_id AS "mappingId" FROM pipeline.mappings AS mapping
  WHERE source_id = ANY($1::text[]) AND EXISTS (
    SELECT FROM pipeline.deliveries AS delivery
    WHERE delivery.source_id = mapping.source_id AND delivery.mapping_id = mapping.mapping_id
      AND delivery.state IN ('waiting', 'retrying') AND delivery.due_at <= $2)`

/** Looks at the first entry of each lane in the index, however many entries there are. */
export async function dueLanes(database: Queryable, sourceIds: readonly string[], now: Date): Promise<DueLane[]> {
  return database.query<DueLane>(SELECT_DUE_LANES, [sourceIds, now])
}

/** So many rows are looked at, at most, to fill a claim. */
const CLAIM_ROWS = 1000

const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT segment, batch_id, delivery_id, events, due_at FROM pipeline.deliveries
    WHERE source_id = $1 AND mapping_id = $2 AND state IN ('waiting', 'retrying') AND due_at <= $3
    ORDER BY due_at LIMIT ${CLAIM_ROWS}
    FOR UPDATE SKIP LOCKED
  ), filled AS (
    SELECT segment, batch_id, delivery_id, sum(events) OVER (ORDER BY due_at, batch_id, delivery_id) - events AS before
    FROM due
  )
  UPDATE pipeline.deliveries AS delivery SET due_at = $4, held = true
  FROM filled
  WHERE filled.before < $5 AND delivery.source_id = $1 AND delivery.segment = filled.segment
    AND delivery.batch_id = filled.batch_id AND delivery.delivery_id = filled.delivery_id
  RETURNING delivery.batch_id AS "batchId", delivery.delivery_id AS "deliveryId", delivery.positions,
    delivery.received_at AS "receivedAt", delivery.attempts, delivery.failures,
    delivery.failing_since AS "failingSince"`

type Claimed = Omit<Delivery, 'sourceId' | 'mappingId' | 'events' | 'bytes' | 'leasedUntil'> & { positions: string }

/** Takes due deliveries of a lane with about `limit` events, the oldest first; nobody else gets them before `leasedUntil`. */
export async function claim(
  database: Queryable,
  { sourceId, mappingId }: DueLane,
  limit: number,
  now: Date,
  leasedUntil: Date
): Promise<Delivery[]> {
  const rows = await database.query<Claimed>(CLAIM, [sourceId, mappingId, now, leasedUntil, limit])
  const bodies = await readBatches(
    database,
    sourceId,
    rows.map(({ batchId }) => batchId)
  )
  return rows
    .map(({ positions, ...row }) => ({
      ...row,
      ...readEvents(bodies.get(row.batchId) ?? [], readPositions(positions)),
      sourceId,
      mappingId,
      leasedUntil
    }))
    .sort((one, other) => one.batchId - other.batchId || one.deliveryId - other.deliveryId)
}

function readEvents(lines: readonly string[], positions: readonly number[]): Pick<Delivery, 'events' | 'bytes'> {
  let bytes = 0
  const events = positions.map((position) => {
    bytes += lines[position].length
    // A copy: a piece of a text keeps all of it in memory, and of a batch a rare mapping wants little.
    return { position, json: Buffer.from(lines[position]).toString() }
  })
  return { events, bytes }
}

const GIVE_BACK = `
  UPDATE pipeline.deliveries AS delivery SET due_at = $1, held = false
  FROM json_to_recordset($2::json) AS taken (s text, b bigint, d bigint)
  WHERE source_id = s AND batch_id = b AND delivery_id = d AND state IN ('waiting', 'retrying')`

/** Gives deliveries back that were taken and not tried: they are due again at once. */
export async function giveBack(database: Queryable, deliveries: readonly Delivery[], now: Date): Promise<void> {
  if (deliveries.length === 0) return
  const rows = deliveries.map(({ sourceId: s, batchId: b, deliveryId: d }) => ({ s, b, d }))
  await database.query(GIVE_BACK, [now, JSON.stringify(rows)])
}

const RECLAIM = `
  UPDATE pipeline.deliveries SET due_at = $2, held = false
  WHERE source_id = ANY($1::text[]) AND state IN ('waiting', 'retrying') AND held`

/** Makes every held delivery due again. Only for a database that no other process uses: nobody else holds one. */
export async function reclaimLeases(database: Queryable, sourceIds: readonly string[], now: Date): Promise<void> {
  await database.query(RECLAIM, [sourceIds, now])
}

const DISCARD_ORPHANS = `
  UPDATE pipeline.deliveries SET state = 'discarded', due_at = NULL, finished_at = $2, code = $3, reason = $4
  WHERE source_id = $1 AND state IN ('waiting', 'retrying') AND NOT held
    AND mapping_id NOT IN (SELECT mapping_id FROM pipeline.mappings WHERE source_id = $1)`

/**
 * Gives up what waits for a mapping that is deleted. What an attempt is being made of is left to that attempt: it may well be
 * delivered; if it is not, it is given up by the next call.
 */
export async function discardOrphans(database: Queryable, sourceId: string, now: Date): Promise<void> {
  const words = outcomeReason('MAPPING_DELETED')
  await database.query(DISCARD_ORPHANS, [sourceId, now, 'MAPPING_DELETED', words])
}

const PULL_FORWARD = `
  UPDATE pipeline.deliveries SET due_at = $2, held = false
  WHERE source_id = $1 AND state IN ('waiting', 'retrying') AND due_at > $2::timestamptz + $3 * interval '1 millisecond'`

/** A clock that ran ahead and was set back leaves deliveries due later than any wait: they are due now. */
export async function pullForward(database: Queryable, sourceId: string, now: Date, longest: number): Promise<void> {
  await database.query(PULL_FORWARD, [sourceId, now, longest])
}
