import type { SegmentEvent } from '@segment/actions-core'
import type { Queryable } from '../../database'
import type { EventRow } from '../read-api/shapes'
import { kindOf, userOf } from '../outcomes'
import { readBatches } from '../store/batches'
import { hasPosition } from '../store/positions'

/** A row of deliveries: how some events of a batch stand with one mapping. */
export interface StoredDelivery {
  batchId: number
  deliveryId: number
  positions: string
  mappingId: string | null
  mapping: string | null
  state: EventRow['deliveries'][number]['state']
  attempts: number
  attemptId: number | null
  code: string | null
  reason: string | null
  dueAt: Date | null
  finishedAt: Date | null
}

export interface StoredBatch {
  lines: string[]
  deliveries: StoredDelivery[]
}

const SELECT_DELIVERIES = `
  SELECT batch_id AS "batchId", delivery_id AS "deliveryId", positions, nullif(delivery.mapping_id, '') AS "mappingId",
    mapping.name AS mapping, state, attempts, attempt_id AS "attemptId", code, reason, due_at AS "dueAt",
    finished_at AS "finishedAt"
  FROM pipeline.deliveries AS delivery LEFT JOIN pipeline.mappings AS mapping USING (source_id, mapping_id)
  WHERE source_id = $1 AND batch_id = ANY($2::bigint[])
  ORDER BY mapping.position`

/** Batches with all that is on record of their events, by id. */
export async function loadBatches(
  database: Queryable,
  sourceId: string,
  batchIds: readonly number[]
): Promise<Map<number, StoredBatch>> {
  const bodies = await readBatches(database, sourceId, batchIds)
  const batches = new Map([...bodies].map(([id, lines]) => [id, { lines, deliveries: [] as StoredDelivery[] }]))
  const deliveries = await database.query<StoredDelivery>(SELECT_DELIVERIES, [sourceId, [...bodies.keys()]])
  for (const delivery of deliveries) batches.get(delivery.batchId)?.deliveries.push(delivery)
  return batches
}

export function deliveriesAt({ deliveries }: StoredBatch, position: number): StoredDelivery[] {
  return deliveries.filter(({ positions }) => hasPosition(positions, position))
}

export function parseLine(line: string): SegmentEvent {
  return JSON.parse(line) as SegmentEvent
}

export function toRow(event: SegmentEvent, deliveries: readonly StoredDelivery[]): EventRow {
  return {
    messageId: String(event.messageId),
    receivedAt: String(event.receivedAt),
    kind: kindOf({ type: event.type, event: event.event ?? event.name }),
    user: userOf(event),
    deliveries: deliveries.map(({ mappingId, mapping, state, attempts, code, reason }) => ({
      mappingId,
      mapping,
      state,
      attempts,
      code,
      reason
    }))
  }
}
