import type { SegmentEvent } from '@segment/actions-core'
import type { Prepared, Queryable } from '../../database'
import type { AcceptedEvent, RefusedEvent } from '../receive/accept'
import { BATCH_BYTES, BATCH_EVENTS, keysOf, pack, readBatches } from './batches'
import { INSERT_DELIVERIES, newRows, type NewDelivery } from './deliveries'
import { DIGEST_BYTES, digestsOf } from './digests'
import type { MessageIds } from './message-ids'
import type { Take } from './numbers'

/** A batch that is about to be stored, with its events and their message ids by position; one that is known is taken out. */
export interface NewBatch {
  sourceId: string
  batchId: number
  events: (AcceptedEvent | undefined)[]
  digests: Buffer
}

/** Puts accepted events into batches, in their order. One number an event is enough. */
export function planBatches(sourceId: string, events: readonly AcceptedEvent[], takeNumber: Take): NewBatch[] {
  const batches: { sourceId: string; batchId: number; events: AcceptedEvent[] }[] = []
  let bytes = Infinity
  for (const event of events) {
    bytes += event.json.length
    if (bytes > BATCH_BYTES || (batches.at(-1)?.events.length ?? 0) >= BATCH_EVENTS) {
      batches.push({ sourceId, batchId: takeNumber(), events: [] })
      bytes = event.json.length
    }
    batches.at(-1)!.events.push(event)
  }
  return batches.map((batch) => ({ ...batch, digests: digestsOf(batch.events.map(({ messageId }) => messageId)) }))
}

/** A call whose message id was stored before: the same again, or a different event under it. */
export interface Repeated {
  sourceId: string
  event: AcceptedEvent
  state: 'duplicate' | 'conflict'
}

/** A batch with the rows of deliveries that its events begin with. */
export interface Accepted {
  batch: NewBatch
  deliveries: readonly NewDelivery[]
}

/**
 * All of a batch in one statement, and nothing of it where the segment is none of the newest two, or the source not any more as it was:
 * every change is counted, and the message ids were compared with those of the change before.
 * https://www.postgresql.org/docs/18/queries-with.html
 */
const ACCEPT: Prepared = {
  name: 'accept',
  text: `
    WITH change AS (
      UPDATE pipeline.locks SET changes = changes + 1
      WHERE source_id = $3 AND changes = $4 AND $1 >= (SELECT max(segment) - 1 FROM pipeline.segments)
      RETURNING changes
    ), batch AS (
      INSERT INTO pipeline.batches (source_id, batch_id, segment, received_at, events, keys, body, change, digests)
      SELECT $3, $5::bigint, $1::int, $6::timestamptz, $7::int, $8::text[], $9::bytea, changes, $10::bytea FROM change
    ), delivery AS (
      ${INSERT_DELIVERIES} CROSS JOIN change
    )
    SELECT changes FROM change`
}

/** Other processes have changed the source meanwhile, or opened segments: nothing was stored. */
export class BehindError extends Error {}

/**
 * Stores a batch as the change of its source that follows `after`, and gives the number of that.
 *
 * @throws {BehindError} where that is another one already
 */
export async function insertAccepted(
  database: Queryable,
  { batch, deliveries }: Accepted,
  segment: number,
  after: number
): Promise<number> {
  const { sourceId, batchId, events, digests } = batch
  const present = events.filter((event) => event !== undefined)
  const keys = new Set<string>()
  for (const { event } of present) for (const key of keysOf(event)) keys.add(key)
  const [change] = await database.query<{ changes: number }>(ACCEPT, [
    segment,
    newRows(deliveries),
    sourceId,
    after,
    batchId,
    receivedAtOf(events),
    present.length,
    [...keys],
    pack(events.map((event) => event?.json ?? '')),
    digests
  ])
  if (!change) throw new BehindError()
  return change.changes
}

/**
 * Takes out of batches what their source has had before.
 *
 * @returns what was taken out
 */
export async function takeOutKnown(
  database: Queryable,
  ids: MessageIds,
  batches: readonly NewBatch[]
): Promise<Repeated[]> {
  const repeated: Repeated[] = []
  for (const batch of batches) repeated.push(...(await takeOutOf(database, ids, batch)))
  return repeated
}

async function takeOutOf(
  database: Queryable,
  ids: MessageIds,
  { sourceId, events, digests }: NewBatch
): Promise<Repeated[]> {
  const places = await ids.find(database, sourceId, digests)
  const bodies = await readBatches(
    database,
    sourceId,
    places.map(({ batchId }) => batchId)
  )
  return places.map(({ index, batchId, position }) => {
    const event = events[index]!
    const line = bodies.get(batchId)?.[position]
    const isSame = !line || saysTheSame(JSON.parse(line) as SegmentEvent, event.event)
    events[index] = undefined
    digests.fill(0, index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES)
    return { sourceId, event, state: isSame ? 'duplicate' : 'conflict' }
  })
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

/** A batch has the time of its last event; within one commit they are moments apart. */
export function receivedAtOf(events: NewBatch['events']): Date | undefined {
  return events.filter((event) => event !== undefined).at(-1)?.receivedAt
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
  SELECT "sourceId", id, (SELECT max(segment) FROM pipeline.segments), state, "receivedAt", "messageId", type, name,
    "userId", code, reason, event
  FROM json_to_recordset($1::json) AS refusal
    ("sourceId" text, id bigint, state text, "receivedAt" timestamptz, "messageId" text, type text, name text,
     "userId" text, code text, reason text, event text)`

/** Puts calls on record that were not accepted, into the newest segment, so that somebody who misses an event finds out why. */
export async function insertRefusals(
  transaction: Queryable,
  refusals: readonly Turned[],
  takeNumber: Take
): Promise<void> {
  if (refusals.length === 0) return
  const rows = refusals.map((refusal) => ({ ...refusal, id: takeNumber() }))
  await transaction.query(INSERT_REFUSALS, [JSON.stringify(rows)])
}
