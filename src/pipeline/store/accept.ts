import type { SegmentEvent } from '@segment/actions-core'
import type { Queryable } from '../../database'
import type { AcceptedEvent, RefusedEvent } from '../receive/accept'
import { BATCH_BYTES, BATCH_EVENTS, findPlaces, insertBatch, keysOf, readBatches, type Batch } from './batches'
import type { Take } from './numbers'

/** A batch that is about to be stored, with its events by position; one that turns out to be known is taken out. */
export interface NewBatch {
  sourceId: string
  batchId: number
  events: (AcceptedEvent | undefined)[]
}

/** Puts accepted events into batches, in their order. One number an event is enough. */
export function planBatches(sourceId: string, events: readonly AcceptedEvent[], takeNumber: Take): NewBatch[] {
  const batches: NewBatch[] = []
  let bytes = Infinity
  for (const event of events) {
    bytes += event.json.length
    if (bytes > BATCH_BYTES || (batches.at(-1)?.events.length ?? 0) >= BATCH_EVENTS) {
      batches.push({ sourceId, batchId: takeNumber(), events: [] })
      bytes = event.json.length
    }
    batches.at(-1)!.events.push(event)
  }
  return batches
}

const INSERT_MESSAGE_IDS = `
  WITH inserted AS (
    INSERT INTO pipeline.message_ids (source_id, message_id, segment, batch_id, position)
    SELECT s, m, $1, b, p FROM unnest($2::text[], $3::text[], $4::bigint[], $5::int[]) AS given (s, m, b, p)
    WHERE NOT EXISTS (
      SELECT FROM pipeline.message_ids AS known
      WHERE known.source_id = s AND known.message_id = m AND known.segment <> $1)
    ON CONFLICT DO NOTHING
    RETURNING 1
  )
  SELECT count(*) AS count FROM inserted`

/** A call whose message id was stored before: the same again, or a different event under it. */
export interface Repeated {
  sourceId: string
  event: AcceptedEvent
  state: 'duplicate' | 'conflict'
}

/**
 * Stores the message ids of batches. What the source has had before is taken out of its batch.
 *
 * @returns what was taken out
 */
export async function insertMessageIds(
  transaction: Queryable,
  batches: readonly NewBatch[],
  segment: number
): Promise<Repeated[]> {
  const sources: string[] = []
  const ids: string[] = []
  const batchIds: number[] = []
  const positions: number[] = []
  for (const { sourceId, batchId, events } of batches) {
    events.forEach((event, position) => {
      sources.push(sourceId)
      ids.push(event!.messageId)
      batchIds.push(batchId)
      positions.push(position)
    })
  }
  const [{ count }] = await transaction.query<{ count: number }>(INSERT_MESSAGE_IDS, [
    segment,
    sources,
    ids,
    batchIds,
    positions
  ])
  if (count === ids.length) return []
  const repeated: Repeated[] = []
  for (const batch of batches) repeated.push(...(await takeOutKnown(transaction, batch)))
  return repeated
}

async function takeOutKnown(transaction: Queryable, { sourceId, batchId, events }: NewBatch): Promise<Repeated[]> {
  const ids = events.map((event) => event!.messageId)
  const places = (await findPlaces(transaction, sourceId, ids)).filter((place) => place.batchId !== batchId)
  const first = new Map(places.map((place) => [place.messageId, place]))
  const bodies = await readBatches(
    transaction,
    sourceId,
    places.map((place) => place.batchId)
  )
  const repeated: Repeated[] = []
  events.forEach((event, position) => {
    const place = first.get(event!.messageId)
    if (!place) return
    const line = bodies.get(place.batchId)?.[place.position]
    const isSame = !line || saysTheSame(JSON.parse(line) as SegmentEvent, event!.event)
    repeated.push({ sourceId, event: event!, state: isSame ? 'duplicate' : 'conflict' })
    events[position] = undefined
  })
  return repeated
}

const SAID = [
  'type',
  'event',
  'name',
  'userId',
  'anonymousId',
  'groupId',
  'previousId',
  'properties',
  'traits'
] as const

/** When and by which way a call came differs from one sending to the next; what it says does not. */
export function saysTheSame(one: SegmentEvent, other: SegmentEvent): boolean {
  return SAID.every((field) => JSON.stringify(sorted(one[field])) === JSON.stringify(sorted(other[field])))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]))
}

/** Stores batches that have events left. */
export async function insertBatches(
  transaction: Queryable,
  batches: readonly NewBatch[],
  segment: number
): Promise<void> {
  for (const batch of batches) {
    const stored = toStored(batch)
    if (stored) await insertBatch(transaction, stored, segment)
  }
}

/** A batch has the time of its last event; within one commit they are moments apart. */
export function receivedAtOf(events: NewBatch['events']): Date | undefined {
  return events.filter((event) => event !== undefined).at(-1)?.receivedAt
}

function toStored({ sourceId, batchId, events }: NewBatch): Batch | undefined {
  const present = events.filter((event) => event !== undefined)
  const receivedAt = receivedAtOf(present)
  if (!receivedAt) return undefined
  const keys = new Set<string>()
  for (const { event } of present) for (const key of keysOf(event)) keys.add(key)
  return {
    sourceId,
    batchId,
    receivedAt,
    events: present.length,
    keys: [...keys],
    lines: events.map((event) => event?.json ?? '')
  }
}

/** A row of the calls that were not accepted: refused, or known before. */
export interface Turned {
  sourceId: string
  receivedAt: Date
  state: 'refused' | 'duplicate' | 'conflict'
  messageId?: string
  type?: string
  name?: string
  userId?: string
  code: string
  reason: string
  event: string | null
}

export function turnedAway(sourceId: string, receivedAt: Date, { error, ...refusal }: RefusedEvent): Turned {
  return { ...refusal, sourceId, receivedAt, state: 'refused', code: error.code, reason: error.message }
}

const INSERT_REFUSALS = `
  INSERT INTO pipeline.refusals
    (source_id, refusal_id, segment, state, received_at, message_id, type, name, user_id, code, reason, event)
  SELECT "sourceId", id, $1, state, "receivedAt", "messageId", type, name, "userId", code, reason, event
  FROM json_to_recordset($2::json) AS refusal
    ("sourceId" text, id bigint, state text, "receivedAt" timestamptz, "messageId" text, type text, name text,
     "userId" text, code text, reason text, event text)`

/** Puts calls on record that were not accepted, so that somebody who misses an event finds out why. */
export async function insertRefusals(
  transaction: Queryable,
  refusals: readonly Turned[],
  segment: number,
  takeNumber: Take
): Promise<void> {
  if (refusals.length === 0) return
  const rows = refusals.map((refusal) => ({ ...refusal, id: takeNumber() }))
  await transaction.query(INSERT_REFUSALS, [segment, JSON.stringify(rows)])
}
