import type { Prepared, Queryable } from '../../database'
import type { Exchange } from '../deliver/exchange'
import type { Decision } from '../deliver/retry'
import type { Delivery } from './deliveries'
import type { Take } from './numbers'
import { writePositions } from './positions'

/** What became of some events of a delivery, all with the same decision. */
export interface Settled {
  positions: readonly number[]
  decision: Decision
  attemptId: number | null
  /** How often it was tried in this attempt. */
  tries: number
  failures: number
  failingSince: Date | null
}

export interface Settlement {
  delivery: Pick<Delivery, 'sourceId' | 'batchId' | 'deliveryId' | 'mappingId'>
  outcomes: readonly Settled[]
  at: Date
}

/** A call of the destination for some events of one mapping, as it is kept: bodies only of the first one that failed. */
export interface AttemptRecord {
  sourceId: string
  attemptId: number
  mappingId: string
  startedAt: Date
  milliseconds: number
  events: number
  exchanges: Exchange[]
  /** Where it did not deliver: which positions of which batches. */
  failed: [batchId: number, positions: string][] | null
}

const INSERT_ATTEMPTS = `
  INSERT INTO pipeline.attempts
    (source_id, attempt_id, segment, mapping_id, started_at, milliseconds, events, exchanges, failed)
  SELECT "sourceId", "attemptId", $1, "mappingId", "startedAt", milliseconds, events, exchanges, failed
  FROM json_to_recordset($2::json) AS attempt ("sourceId" text, "attemptId" bigint, "mappingId" text,
    "startedAt" timestamptz, milliseconds int, events int, exchanges json, failed json)`

/**
 * The first outcome of a delivery keeps its row, each other one gets a row of its own. What has come to an outcome elsewhere
 * in the meantime keeps that.
 */
const SETTLE: Prepared = {
  name: 'settle',
  text: `
  WITH made AS (${INSERT_ATTEMPTS}), outcome AS MATERIALIZED (
    SELECT * FROM json_to_recordset($3::json) AS outcome (s text, b bigint, d bigint, i bigint, x text, n int, p text,
      t timestamptz, a int, k int, since timestamptz, attempt bigint, c text, w text, f timestamptz)
  ), settled AS (
    UPDATE pipeline.deliveries AS delivery
    SET state = x, events = n, positions = p, due_at = t, held = false, attempts = attempts + a, failures = k,
      failing_since = outcome.since, attempt_id = coalesce(attempt, attempt_id), code = c, reason = w, finished_at = f
    FROM outcome
    WHERE i = d AND delivery.source_id = s AND delivery.batch_id = b AND delivery.delivery_id = d
      AND delivery.state IN ('waiting', 'retrying')
    RETURNING delivery.source_id, delivery.batch_id, delivery.delivery_id, delivery.segment, delivery.mapping_id,
      delivery.received_at, delivery.attempts - a AS attempts
  ), split AS (
    INSERT INTO pipeline.deliveries (source_id, batch_id, delivery_id, segment, mapping_id, state, events, positions,
      received_at, due_at, attempts, failures, failing_since, attempt_id, code, reason, finished_at)
    SELECT s, b, i, segment, mapping_id, x, n, p, received_at, t, settled.attempts + a, k, since, attempt, c, w, f
    FROM outcome JOIN settled ON source_id = s AND batch_id = b AND delivery_id = d
    WHERE i <> d
  )
  SELECT delivery_id AS "deliveryId" FROM settled`
}

/**
 * Writes what became of deliveries, and the attempts at it, in one statement. One number an outcome is enough.
 *
 * @param segment of the attempts
 * @returns the ids of those that were still open
 */
export async function settle(
  database: Queryable,
  attempts: readonly AttemptRecord[],
  settlements: readonly Settlement[],
  segment: number,
  takeNumber: Take
): Promise<Set<number>> {
  const rows = settlements.flatMap(({ delivery, outcomes, at }) =>
    outcomes.map(({ positions, decision, attemptId, tries, failures, failingSince }, index) => ({
      s: delivery.sourceId,
      b: delivery.batchId,
      d: delivery.deliveryId,
      i: index === 0 ? delivery.deliveryId : takeNumber(),
      x: decision.state,
      n: positions.length,
      p: writePositions(positions),
      t: 'dueAt' in decision ? decision.dueAt : undefined,
      a: tries,
      k: failures,
      since: failingSince,
      attempt: attemptId,
      ...('code' in decision && { c: decision.code, w: decision.reason }),
      f: 'dueAt' in decision ? undefined : at
    }))
  )
  const settled = await database.query<{ deliveryId: number }>(SETTLE, [
    segment,
    JSON.stringify(attempts),
    JSON.stringify(rows)
  ])
  return new Set(settled.map(({ deliveryId }) => deliveryId))
}
