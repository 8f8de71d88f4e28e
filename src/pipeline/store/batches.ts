import { hash } from 'node:crypto'
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
}

const INSERT_BATCH = `
  INSERT INTO pipeline.batches (source_id, batch_id, segment, received_at, events, keys, body)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`

export async function insertBatch(transaction: Queryable, batch: Batch, segment: number): Promise<void> {
  const { sourceId, batchId, receivedAt, events, keys, lines } = batch
  await transaction.query(INSERT_BATCH, [sourceId, batchId, segment, receivedAt, events, keys, pack(lines)])
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

/** Where an event is stored. */
export interface Place {
  messageId: string
  batchId: number
  position: number
}

/** What a message id is known by: narrower than most, and of a fixed size. A UUID in hexadecimal. */
export function digestOf(messageId: string): string {
  return hash('sha256', messageId).slice(0, 32)
}

const FIND_PLACES = `
  SELECT replace(digest::text, '-', '') AS digest, batch_id AS "batchId", position FROM pipeline.message_ids
  WHERE source_id = $1 AND digest = ANY($2::uuid[])`

export async function findPlaces(
  database: Queryable,
  sourceId: string,
  messageIds: readonly string[]
): Promise<Place[]> {
  const byDigest = new Map(messageIds.map((messageId) => [digestOf(messageId), messageId]))
  const rows = await database.query<Omit<Place, 'messageId'> & { digest: string }>(FIND_PLACES, [
    sourceId,
    [...byDigest.keys()]
  ])
  return rows.map(({ digest, batchId, position }) => ({ messageId: byDigest.get(digest)!, batchId, position }))
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
