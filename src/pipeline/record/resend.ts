import type { Database, Queryable } from '../../database'
import { routeEvent, type Routable } from '../match/route-event'
import { outcomeReason } from '../outcomes'
import type { DiscardInput, ResendInput } from '../read-api/shapes'
import { digestsOf } from '../store/digests'
import type { MessageIds } from '../store/message-ids'
import { insertDeliveries, type NewDelivery } from '../store/deliveries'
import type { Numbers, Take } from '../store/numbers'
import { readPositions, writePositions } from '../store/positions'
import { touchSegments } from '../store/segments'
import { deliveriesAt, loadBatches, parseLine } from './stored'

/** Which deliveries: all that fit, or of them those of one event. */
export type ResendFilter = ResendInput & { messageId?: string }

interface Row {
  batchId: number
  deliveryId: number
  segment: number
  positions: string
  mappingId: string
  receivedAt: Date
}

/** Rows that are sent again in one transaction. */
const PORTION = 200

const MEANT = `
  source_id = $1 AND state = $2 AND NOT held AND ($3::text IS NULL OR mapping_id = $3)
    AND ($4::text IS NULL OR code = $4) AND ($5::text IS NULL OR reason = $5)
    AND ($6::timestamptz IS NULL OR received_at >= $6) AND ($7::timestamptz IS NULL OR received_at < $7)
    AND ($8::bigint[] IS NULL OR batch_id = ANY($8)) AND (state <> 'retrying' OR due_at > $9)`

/** What is sent again and fails again has a higher number: it is not sent once more by the same wish. */
const SELECT_LAST = `SELECT coalesce(max(delivery_id), 0) AS last FROM pipeline.deliveries WHERE ${MEANT}`

interface Candidate {
  batchId: number
  deliveryId: number
  /** As text: the database is more exact than a `Date`. */
  at: string
}

const SELECT_CANDIDATES = `
  SELECT batch_id AS "batchId", delivery_id AS "deliveryId", received_at::text AS at FROM pipeline.deliveries
  WHERE ${MEANT} AND delivery_id <= $10 AND (received_at, delivery_id) > ($11, $12)
  ORDER BY received_at, delivery_id LIMIT ${PORTION}`

/** Of the candidates, those that nobody else has sent again meanwhile. */
const LOCK_ROWS = `
  SELECT batch_id AS "batchId", delivery_id AS "deliveryId", segment, positions, mapping_id AS "mappingId",
    received_at AS "receivedAt"
  FROM pipeline.deliveries
  WHERE ${MEANT} AND (batch_id, delivery_id) IN (SELECT * FROM unnest($10::bigint[], $11::bigint[]))
  ORDER BY delivery_id
  FOR UPDATE`

/**
 * Sends again what did not arrive: through its own mapping with four new hours of retries, or, where that is gone or there
 * was none, through the mappings of today that take it and have not had it. What is retrying is tried now.
 *
 * @returns how many events that were
 */
export async function resend(
  database: Database,
  numbers: Numbers,
  ids: MessageIds,
  source: Routable & { id: string },
  filter: ResendFilter,
  now: Date
): Promise<number> {
  const { state = 'discarded', mapping, code, reason, from, to, messageId } = filter
  const places = messageId === undefined ? [] : await ids.findNow(source.id, digestsOf([messageId]))
  const batchIds = messageId === undefined ? null : places.map(({ batchId }) => batchId)
  const isMeant = (row: Row, position: number) =>
    messageId === undefined || places.some((place) => place.batchId === row.batchId && place.position === position)
  const meant = [source.id, state, mapping, code, reason, from, to, batchIds, now].map((each) => each ?? null)
  const [{ last }] = await database.query<{ last: number }>(SELECT_LAST, meant)
  let sent = 0
  let before: Candidate = { batchId: 0, deliveryId: 0, at: '-infinity' }
  for (;;) {
    const parameters = [...meant, last, before.at, before.deliveryId]
    const candidates = await database.query<Candidate>(SELECT_CANDIDATES, parameters)
    if (candidates.length === 0) return sent
    // Before the transaction: an embedded database would answer the draw only after it.
    const takeNumber = await numbers.draw(PORTION * (1 + source.mappings.length) + 1)
    sent += await database.transaction(async (transaction) => {
      const rows = await transaction.query<Row>(LOCK_ROWS, [...meant, ...keysOf(candidates)])
      return resendRows(transaction, takeNumber, source, rows, isMeant, now)
    })
    before = candidates.at(-1)!
  }
}

function keysOf(rows: readonly Pick<Row, 'batchId' | 'deliveryId'>[]): [batchIds: number[], deliveryIds: number[]] {
  return [rows.map(({ batchId }) => batchId), rows.map(({ deliveryId }) => deliveryId)]
}

const REMOVE = `
  DELETE FROM pipeline.deliveries
  WHERE source_id = $1 AND (batch_id, delivery_id) IN (SELECT * FROM unnest($2::bigint[], $3::bigint[]))`

const SHRINK = `
  UPDATE pipeline.deliveries SET events = n, positions = p
  FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::text[]) AS rest (b, d, n, p)
  WHERE source_id = $1 AND batch_id = b AND delivery_id = d`

/** Takes events out of their rows, and puts them into new ones that are open. */
async function resendRows(
  transaction: Queryable,
  takeNumber: Take,
  source: Routable & { id: string },
  rows: readonly Row[],
  isMeant: (row: Row, position: number) => boolean,
  now: Date
): Promise<number> {
  const batches = await loadBatches(
    transaction,
    source.id,
    rows.map(({ batchId }) => batchId)
  )
  const opened = new Map<number, Map<string, NewDelivery & { positions: number[] }>>()
  const emptied: Row[] = []
  const shrunk: (Row & { left: number[] })[] = []
  let sent = 0
  for (const row of rows) {
    const batch = batches.get(row.batchId)!
    const isOwn = source.mappings.some(({ id }) => id === row.mappingId)
    const taken = readPositions(row.positions).filter((position) => {
      if (!isMeant(row, position)) return false
      const had = deliveriesAt(batch, position).map(({ mappingId }) => mappingId)
      const targets = isOwn
        ? [row.mappingId]
        : routeEvent(parseLine(batch.lines[position]), source)
            .mappings.map(({ id }) => id)
            .filter((id) => !had.includes(id))
      for (const mappingId of targets) open(row, mappingId, position)
      return targets.length > 0
    })
    const left = readPositions(row.positions).filter((position) => !taken.includes(position))
    if (left.length === 0) emptied.push(row)
    else if (taken.length > 0) shrunk.push({ ...row, left })
    sent += taken.length
  }
  await transaction.query(REMOVE, [source.id, ...keysOf(emptied)])
  await transaction.query(SHRINK, [
    source.id,
    ...keysOf(shrunk),
    shrunk.map(({ left }) => left.length),
    shrunk.map(({ left }) => writePositions(left))
  ])
  for (const [segment, deliveries] of opened) await insertDeliveries(transaction, [...deliveries.values()], segment)
  await touchSegments(transaction, [...opened.keys()])
  return sent

  function open({ batchId, segment, receivedAt }: Row, mappingId: string, position: number): void {
    const ofSegment = opened.get(segment) ?? new Map<string, NewDelivery & { positions: number[] }>()
    opened.set(segment, ofSegment)
    const key = `${batchId} ${mappingId}`
    const state = { dueAt: now, held: false }
    const delivery = ofSegment.get(key) ?? {
      sourceId: source.id,
      batchId,
      deliveryId: takeNumber(),
      mappingId,
      positions: [],
      receivedAt,
      state
    }
    delivery.positions.push(position)
    delivery.positions.sort((one, other) => one - other)
    ofSegment.set(key, delivery)
  }
}

const DISCARD_BY_HAND = `
  WITH discarded AS (
    UPDATE pipeline.deliveries SET state = 'discarded', due_at = NULL, finished_at = $5, code = 'DISCARDED_BY_HAND', reason = $6
    WHERE source_id = $1 AND state = $2 AND NOT held AND ($3::text IS NULL OR mapping_id = $3)
      AND ($4::text IS NULL OR code = $4) AND ($7::text IS NULL OR reason = $7)
      AND ($8::timestamptz IS NULL OR received_at >= $8)
    RETURNING segment, events
  ), touched AS (
    UPDATE pipeline.segments SET revision = revision + 1 WHERE segment IN (SELECT segment FROM discarded)
  )
  SELECT coalesce(sum(events), 0) AS count FROM discarded`

/** Gives up what did not arrive: it is forgotten like what was delivered. */
export async function discardByHand(
  database: Queryable,
  sourceId: string,
  { state, mapping, code, reason, from }: DiscardInput,
  now: Date
): Promise<number> {
  const words = outcomeReason('DISCARDED_BY_HAND')
  const parameters = [sourceId, state, mapping, code, now, words, reason, from].map((each) => each ?? null)
  const [{ count }] = await database.query<{ count: number }>(DISCARD_BY_HAND, parameters)
  return count
}
