import { deflateSync, inflateSync } from 'node:zlib'
import type { SegmentEvent } from '@segment/actions-core'
import type { Queryable } from '../../database'

/** A batch holds no more: whoever wants one event of it unpacks them all. */
export const BATCH_EVENTS = 1000
export const BATCH_BYTES = 1024 * 1024

/** Events that were accepted together. `lines` are their JSON, by position; a place may be empty. */
export interface Batch {
  sourceId: string
  batchId: number
  receivedAt: Date
  /** How many of the lines are events. */
  events: number
  /** What the events are found by: user id, anonymous id, name. */
  keys: string[]
  lines: string[]
  /** The change of its source that it is; the message ids of the lines, by position. */
  change: number
  digests: Buffer
}

const INSERT_BATCH = `
  INSERT INTO pipeline.batches (source_id, batch_id, segment, received_at, events, keys, body, change, digests)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

export async function insertBatch(transaction: Queryable, batch: Batch, segment: number): Promise<void> {
  const { sourceId, batchId, receivedAt, events, keys, lines, change, digests } = batch
  const values = [sourceId, batchId, segment, receivedAt, events, keys, pack(lines), change, digests]
  await transaction.query(INSERT_BATCH, values)
}

/** Packed quickly rather than small: events of one sender are alike, and shrink to a tenth all the same. */
export function pack(lines: readonly string[]): Buffer {
  return deflateSync(lines.join('\n'), { level: 1 })
}

/** What is not packed (it came with an upgrade) begins with an event, which a packed body cannot. */
const PACKED = 0x78

export function unpack(body: Uint8Array): string[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return (bytes[0] === PACKED ? inflateSync(bytes) : bytes).toString().split('\n')
}

export function keysOf(event: SegmentEvent): string[] {
  return [event.userId, event.anonymousId, event.event ?? event.name].flatMap((key) => textOf(key) ?? [])
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 256) : undefined
}

const SELECT_BODIES = `
  SELECT batch_id AS "batchId", body FROM pipeline.batches
  WHERE source_id = $1 AND batch_id = ANY($2::bigint[])`

/** The lines of batches, by their id; one that is forgotten is missing. */
export async function readBatches(
  database: Queryable,
  sourceId: string,
  batchIds: readonly number[]
): Promise<Map<number, string[]>> {
  if (batchIds.length === 0) return new Map()
  const ids = [...new Set(batchIds)]
  const rows = await database.query<{ batchId: number; body: Uint8Array }>(SELECT_BODIES, [sourceId, ids])
  return new Map(rows.map(({ batchId, body }) => [batchId, unpack(body)]))
}
