import type { SegmentEvent } from '@segment/actions-core'
import type { Prepared, Queryable } from '../../database'
import type { AcceptedEvent, RefusedEvent } from '../receive/accept'
import { BATCH_BYTES, BATCH_EVENTS, digestOf, findPlaces, keysOf, pack, readBatches } from './batches'
import { INSERT_DELIVERIES, newRows, type NewDelivery } from './deliveries'
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
 * All of a batch in one statement. A message id that an older segment has is put into that one, where it meets itself: what
 * is known breaks the unique key, and nothing of the batch is stored. The segment stands in the text so that the plan looks
 * at no other than the older ones.
 */
const acceptInto = (ids: number): Prepared => ({
  name: `accept ${ids}`,
  text: `
    WITH id AS (
      INSERT INTO pipeline.message_ids (source_id, digest, segment, batch_id, position)
      SELECT $3, digest, coalesce((
          SELECT known.segment FROM pipeline.message_ids AS known
          WHERE known.source_id = $3 AND known.digest = given.digest AND known.segment <> ${ids}), ${ids}), $4, place - 1
      FROM unnest($5::uuid[]) WITH ORDINALITY AS given (digest, place) WHERE digest IS NOT NULL
    ), batch AS (
      INSERT INTO pipeline.batches (source_id, batch_id, segment, received_at, events, keys, body)
      VALUES ($3, $4, $1, $6, $7, $8, $9)
    )
    ${INSERT_DELIVERIES}`
})

export async function insertAccepted(
  database: Queryable,
  { batch, deliveries }: Accepted,
  segments: { ids: number; record: number }
): Promise<void> {
  const { sourceId, batchId, events } = batch
  const present = events.filter((event) => event !== undefined)
  const keys = new Set<string>()
  for (const { event } of present) for (const key of keysOf(event)) keys.add(key)
  await database.query(acceptInto(segments.ids), [
    segments.record,
    newRows(deliveries),
    sourceId,
    batchId,
    `{${events.map((event) => (event ? digestOf(event.messageId) : 'NULL')).join()}}`,
    receivedAtOf(events),
    present.length,
    [...keys],
    pack(events.map((event) => event?.json ?? ''))
  ])
}

/** SQLSTATE: a unique key that is there already. */
const UNIQUE_VIOLATION = '23505'

/** Whether nothing was stored because a message id is known. */
export function meansRepeated(error: Error & { code?: unknown }): boolean {
  return error.code === UNIQUE_VIOLATION
}

/**
 * Takes out of batches what their source has had before.
 *
 * @returns what was taken out
 */
export async function takeOutKnown(database: Queryable, batches: readonly NewBatch[]): Promise<Repeated[]> {
  const repeated: Repeated[] = []
  for (const batch of batches) repeated.push(...(await takeOutOf(database, batch)))
  return repeated
}

async function takeOutOf(database: Queryable, { sourceId, events }: NewBatch): Promise<Repeated[]> {
  const ids = events.flatMap((event) => event?.messageId ?? [])
  const places = await findPlaces(database, sourceId, ids)
  const first = new Map(places.map((place) => [place.messageId, place]))
  const bodies = await readBatches(
    database,
    sourceId,
    places.map((place) => place.batchId)
  )
  const repeated: Repeated[] = []
  events.forEach((event, position) => {
    const place = event && first.get(event.messageId)
    if (!place) return
    const line = bodies.get(place.batchId)?.[place.position]
    const isSame = !line || saysTheSame(JSON.parse(line) as SegmentEvent, event.event)
    repeated.push({ sourceId, event, state: isSame ? 'duplicate' : 'conflict' })
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
