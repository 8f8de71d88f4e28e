import type { SegmentEvent } from '@segment/actions-core'
import type { Queryable } from '../../database'
import type { Decision } from '../deliver/retry'
import type { Attempt } from '../deliver/engine'

/** An open delivery of one event to one mapping, held by this process until `leasedUntil`. */
export type Delivery = {
  sourceId: string
  messageId: string
  mappingId: string
  event: SegmentEvent
  /** Attempts made so far. */
  attempts: number
  /** Start of the four hours of retries: when the event was accepted, or sent again. */
  since: Date
  leasedUntil: Date
}

export type OpenState = 'waiting' | 'retrying'

/** A mapping with deliveries of one state that have fallen due. */
export type DueLane = { sourceId: string; mappingId: string; state: OpenState }

/** Looks at the first entry of each lane in the index, however many entries there are. */
export async function dueLanes(database: Queryable, sourceIds: readonly string[], now: Date): Promise<DueLane[]> {
  return database.query<DueLane>(
    `select mapping.source_id as "sourceId", mapping.mapping_id as "mappingId", lane.state
     from pipeline.mappings mapping
     cross join (values ('waiting'), ('retrying')) as lane (state)
     where mapping.source_id = any($1::text[]) and exists (
       select from pipeline.deliveries delivery
       where delivery.source_id = mapping.source_id and delivery.mapping_id = mapping.mapping_id
         and delivery.state = lane.state and delivery.state in ('waiting', 'retrying') and delivery.due_at <= $2)`,
    [sourceIds, now]
  )
}

/** Takes up to `limit` due deliveries of a lane; nobody else gets them before `leasedUntil`. */
export async function claim(
  database: Queryable,
  { sourceId, mappingId, state }: DueLane,
  limit: number,
  now: Date,
  leasedUntil: Date
): Promise<Delivery[]> {
  const rows = await database.query<Omit<Delivery, 'sourceId' | 'mappingId' | 'leasedUntil'>>(
    `with due as materialized (
       select message_id from pipeline.deliveries
       where source_id = $1 and mapping_id = $2 and state = $3 and state in ('waiting', 'retrying') and due_at <= $4
       order by due_at limit $6
       for update skip locked
     ), taken as (
       update pipeline.deliveries set due_at = $5, held = true
       where source_id = $1 and mapping_id = $2 and message_id in (select message_id from due)
       returning message_id, attempts, since
     )
     select message_id as "messageId", attempts, since, event
     from taken join pipeline.events using (message_id) where source_id = $1`,
    [sourceId, mappingId, state, now, leasedUntil, limit]
  )
  return rows.map((row) => ({ ...row, sourceId, mappingId, leasedUntil }))
}

/** One attempt's outcome for some of its deliveries, all with the same decision. */
export type Settlement = {
  sourceId: string
  mappingId: string
  messageIds: string[]
  decision: Decision
  /** Absent where nothing was tried, as for an event that its mapping no longer matches. */
  attemptId?: string
  at: Date
}

/** Writes what became of deliveries. One that has come to an outcome elsewhere in the meantime keeps it. */
export async function settle(transaction: Queryable, settlement: Settlement): Promise<void> {
  const { sourceId, mappingId, messageIds, decision, attemptId, at } = settlement
  const open = decision.state === 'retrying'
  await transaction.query(
    `update pipeline.deliveries
     set state = $4, due_at = $5, held = false, code = $6, reason = $7, finished_at = $8,
       attempts = attempts + $10, attempt_ids = case when $9::text is null then attempt_ids else attempt_ids || $9 end
     where source_id = $1 and mapping_id = $2 and message_id = any($3::text[]) and state in ('waiting', 'retrying')`,
    [
      sourceId,
      mappingId,
      messageIds,
      decision.state,
      open ? decision.dueAt : null,
      decision.state === 'delivered' ? null : decision.code,
      decision.state === 'delivered' ? null : decision.reason,
      open ? null : at,
      attemptId ?? null,
      attemptId ? 1 : 0
    ]
  )
}

export type AttemptRecord = Attempt & { sourceId: string; attemptId: string; mappingId: string; events: number }

export async function insertAttempt(transaction: Queryable, attempt: AttemptRecord): Promise<void> {
  const { sourceId, attemptId, mappingId, startedAt, milliseconds, events, exchanges } = attempt
  await transaction.query(
    `insert into pipeline.attempts (source_id, attempt_id, mapping_id, started_at, milliseconds, events, exchanges)
     values ($1, $2, $3, $4, $5, $6, $7::text::json)`,
    [sourceId, attemptId, mappingId, startedAt, milliseconds, events, JSON.stringify(exchanges)]
  )
}

/** Gives deliveries back that were taken and not tried: they are due again at once. */
export async function giveBack(database: Queryable, deliveries: readonly Delivery[], now: Date): Promise<void> {
  const rows = deliveries.map(({ sourceId: s, messageId: m, mappingId: p }) => ({ s, m, p }))
  await database.query(
    `update pipeline.deliveries set due_at = $2, held = false
     from json_to_recordset($1::json) as taken (s text, m text, p text)
     where source_id = s and message_id = m and mapping_id = p and state in ('waiting', 'retrying')`,
    [JSON.stringify(rows), now]
  )
}

/** Makes every held delivery due again. Only for a database that no other process uses: nobody else holds one. */
export async function reclaimLeases(database: Queryable, sourceIds: readonly string[], now: Date): Promise<void> {
  await database.query(
    `update pipeline.deliveries set due_at = $2, held = false
     where source_id = any($1::text[]) and state in ('waiting', 'retrying') and held`,
    [sourceIds, now]
  )
}
