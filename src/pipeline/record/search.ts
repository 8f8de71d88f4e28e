import type { Queryable } from '../../database'
import { kindOf, TURNED_STATES, type State } from '../outcomes'
import type { EventRow, EventsPage, EventsQuery } from '../read-api/shapes'
import { CALL_TYPES } from '../receive/validate'
import { digestsOf } from '../store/digests'
import type { MessageIds } from '../store/message-ids'
import { deliveriesAt, loadBatches, parseLine, toRow, type StoredBatch } from './stored'

/** Where a row stands in the record, newest first: by time, then by the number of its batch, then by its place in that. */
interface Mark {
  at: number
  id: number
  position: number
}

interface Marked extends Mark {
  row: EventRow
}

/** Batches that are looked up at a time: finding those of a key costs the same for one as for all. */
const MOST_CANDIDATES = 60

/** Batches that are unpacked at a time. */
const CHUNK = 10

/** Accepted events and calls that were not, as a query asks for them, newest first. */
export async function searchEvents(
  database: Queryable,
  ids: MessageIds,
  sourceId: string,
  query: EventsQuery
): Promise<EventsPage> {
  const limit = query.limit ?? 50
  const cursor = readCursor(query.cursor)
  const isTurned = query.state !== undefined && TURNED_STATES.includes(query.state)
  const accepted = isTurned ? [] : await acceptedEvents(database, ids, sourceId, query, cursor, limit + 1)
  const wantsTurned = query.mapping === undefined && (query.state === undefined || isTurned)
  const turned = wantsTurned ? await turnedCalls(database, sourceId, query, cursor, limit + 1) : []
  const found = [...accepted, ...turned].sort(newestFirst)
  const page = found.slice(0, limit)
  return {
    events: page.map(({ row }) => row),
    nextCursor: found.length > limit ? writeCursor(page[limit - 1]) : null
  }
}

function newestFirst(one: Mark, other: Mark): number {
  return other.at - one.at || other.id - one.id || other.position - one.position
}

function writeCursor({ at, id, position }: Mark): string {
  return `${at}-${id}-${position}`
}

/** Later than every time. */
const START = Infinity

const timeOf = (at: number) => (at === START ? 'infinity' : new Date(at))

/** A cursor that is none begins with the newest. */
function readCursor(cursor = ''): Mark {
  const [at, id, position] = /^\d+-\d+-\d+$/.test(cursor) ? cursor.split('-').map(Number) : [START, 0, 0]
  return { at, id, position }
}

interface Candidate {
  batchId: number
  receivedAt: Date
}

const BATCHES = `
  SELECT batch_id AS "batchId", received_at AS "receivedAt" FROM pipeline.batches AS batch
  WHERE source_id = $1 AND (received_at, batch_id) <= ($2, $3)`

const NEWEST = `ORDER BY received_at DESC, batch_id DESC LIMIT ${MOST_CANDIDATES}`

const WITH_DELIVERY = `
  EXISTS (
    SELECT FROM pipeline.deliveries AS delivery
    WHERE delivery.source_id = $1 AND delivery.batch_id = batch.batch_id
      AND ($4::text IS NULL OR delivery.state = $4) AND ($5::text IS NULL OR delivery.mapping_id = $5))`

const SELECT_NEWEST = `${BATCHES} AND $4::text IS NULL AND $5::text IS NULL ${NEWEST}`

const SELECT_BY_DELIVERY = `${BATCHES} AND ${WITH_DELIVERY} ${NEWEST}`

/** What stands in few deliveries is found from these; a batch may be in several. */
const SELECT_AMISS = `
  SELECT DISTINCT batch_id AS "batchId", received_at AS "receivedAt" FROM pipeline.deliveries
  WHERE source_id = $1 AND (received_at, batch_id) <= ($2, $3) AND state = $4
    AND ($5::text IS NULL OR mapping_id = $5)
  ${NEWEST.replaceAll('received_at', '"receivedAt"').replaceAll('batch_id', '"batchId"')}`

/** By key first, then by time: the other way round, a rare key would unpack the whole record. */
const SELECT_BY_KEY = `
  WITH batch AS MATERIALIZED (
    SELECT batch_id, received_at FROM pipeline.batches
    WHERE source_id = $1 AND (keys @> ARRAY[$6::text] OR batch_id = ANY($7::bigint[]))
  )
  SELECT batch_id AS "batchId", received_at AS "receivedAt" FROM batch
  WHERE (received_at, batch_id) <= ($2, $3) AND (($4::text IS NULL AND $5::text IS NULL) OR ${WITH_DELIVERY}) ${NEWEST}`

async function acceptedEvents(
  database: Queryable,
  ids: MessageIds,
  sourceId: string,
  query: EventsQuery,
  cursor: Mark,
  limit: number
): Promise<Marked[]> {
  const found: Marked[] = []
  const places = query.query ? await ids.findNow(sourceId, digestsOf([query.query])) : []
  let before = cursor
  for (;;) {
    const candidates = await candidatesOf(database, sourceId, query, before, [
      ...new Set(places.map((place) => place.batchId))
    ])
    for (let start = 0; start < candidates.length; start += CHUNK) {
      const chunk = candidates.slice(start, start + CHUNK)
      const batches = await loadBatches(
        database,
        sourceId,
        chunk.map(({ batchId }) => batchId)
      )
      for (const { batchId, receivedAt } of chunk) {
        const mark = { at: receivedAt.getTime(), id: batchId }
        const batch = batches.get(batchId)
        if (batch) found.push(...matching(batch, mark, query).filter((each) => newestFirst(cursor, each) < 0))
        if (found.length >= limit) return found
      }
    }
    const last = candidates.at(-1)
    if (!last || candidates.length < MOST_CANDIDATES) return found
    // The next one is the one just before.
    before = { at: last.receivedAt.getTime(), id: last.batchId - 1, position: 0 }
  }
}

function candidatesOf(
  database: Queryable,
  sourceId: string,
  { query, state, mapping }: EventsQuery,
  { at, id }: Mark,
  batchIds: readonly number[]
): Promise<Candidate[]> {
  const time = timeOf(at)
  const common = [sourceId, time, id, state ?? null, mapping ?? null]
  if (query && !isCallType(query)) return database.query<Candidate>(SELECT_BY_KEY, [...common, query, batchIds])
  if (state !== undefined && state !== 'delivered') return database.query<Candidate>(SELECT_AMISS, common)
  if (state === undefined && mapping === undefined) return database.query<Candidate>(SELECT_NEWEST, common)
  return database.query<Candidate>(SELECT_BY_DELIVERY, common)
}

const isCallType = (query: string) => (CALL_TYPES as readonly string[]).includes(query)

/** The events of a batch that a query asks for, the last one first. */
function matching(batch: StoredBatch, mark: Omit<Mark, 'position'>, { query, state, mapping }: EventsQuery): Marked[] {
  const found: Marked[] = []
  for (let position = batch.lines.length - 1; position >= 0; position--) {
    const line = batch.lines[position]
    // Most lines are passed over without being parsed.
    if (line === '' || (query && !line.includes(JSON.stringify(query).slice(1, -1)))) continue
    const deliveries = deliveriesAt(batch, position)
    const fits = (delivery: { state: State; mappingId: string | null }) =>
      (state === undefined || delivery.state === state) && (mapping === undefined || delivery.mappingId === mapping)
    if ((state !== undefined || mapping !== undefined) && !deliveries.some(fits)) continue
    const event = parseLine(line)
    const { messageId, userId, anonymousId, name, type } = event
    const texts = [messageId, userId, anonymousId, event.event ?? name, type].map((text) => String(text ?? ''))
    if (query && !texts.includes(query)) continue
    found.push({ ...mark, position, row: toRow(event, deliveries) })
  }
  return found
}

interface StoredCall {
  id: number
  messageId: string | null
  receivedAt: Date
  type: string | null
  name: string | null
  user: string | null
  state: State
  code: string
  reason: string
}

const SELECT_TURNED = `
  SELECT refusal_id AS id, message_id AS "messageId", received_at AS "receivedAt", type, name, user_id AS "user", state,
    code, reason
  FROM pipeline.refusals
  WHERE source_id = $1 AND (received_at, refusal_id) < ($2, $3) AND ($4::text IS NULL OR state = $4)
    AND ($5::text IS NULL OR message_id = $5 OR user_id = $5 OR name = $5 OR type = $5)
  ORDER BY received_at DESC, refusal_id DESC LIMIT $6`

async function turnedCalls(
  database: Queryable,
  sourceId: string,
  { query, state }: EventsQuery,
  cursor: Mark,
  limit: number
): Promise<Marked[]> {
  const time = timeOf(cursor.at)
  const parameters = [sourceId, time, cursor.id, state ?? null, query || null, limit]
  const calls = await database.query<StoredCall>(SELECT_TURNED, parameters)
  return calls.map(({ id, messageId, receivedAt, type, name, user, ...delivery }) => ({
    at: receivedAt.getTime(),
    id,
    position: 0,
    row: {
      messageId,
      receivedAt: receivedAt.toISOString(),
      kind: kindOf({ type: type ?? 'unknown', event: name ?? type }),
      user: user ?? '',
      deliveries: [{ ...delivery, mappingId: null, mapping: null, attempts: 0 }]
    }
  }))
}
