import type { Queryable } from '../../database'
import type { AcceptedEvent, RefusedEvent } from '../receive/accept'
import { randomUUID } from 'node:crypto'

/** A delivery as it is first written: open and due at `dueAt` (the end of a lease where it is `held`), or filtered with a code and a reason. */
export type NewDelivery =
  { mappingId: string; dueAt: Date; held: boolean } | { mappingId: ''; code: string; reason: string }

export type NewEvent = AcceptedEvent & { sourceId: string; deliveries: NewDelivery[] }

/**
 * Stores events and their deliveries. An event whose message id the source has had before is left out, with its
 * deliveries: it came twice.
 *
 * @returns the keys (`keyOf`) of the events that are new
 */
export async function insertEvents(transaction: Queryable, events: readonly NewEvent[]): Promise<Set<string>> {
  const rows = await transaction.query<{ source_id: string; message_id: string }>(insertEventsSql, [
    `[${events.map(eventRow).join(',')}]`,
    JSON.stringify(events.flatMap(deliveryRows))
  ])
  return new Set(rows.map((row) => keyOf(row.source_id, row.message_id)))
}

export function keyOf(sourceId: string, messageId: string): string {
  return `${sourceId} ${messageId}`
}

const insertEventsSql = `
  with inserted as (
    insert into pipeline.events (source_id, message_id, received_at, type, name, user_id, anonymous_id, event)
    select s, m, r, t, n, u, a, e
    from json_to_recordset($1::json) as event (s text, m text, r timestamptz, t text, n text, u text, a text, e json)
    on conflict (source_id, message_id) do nothing
    returning source_id, message_id
  ), queued as (
    insert into pipeline.deliveries
      (source_id, message_id, mapping_id, state, since, due_at, held, code, reason, finished_at)
    select s, m, p, x, r, d, coalesce(h, false), c, w, f
    from json_to_recordset($2::json) as delivery
      (s text, m text, p text, x text, r timestamptz, d timestamptz, h boolean, c text, w text, f timestamptz)
    join inserted on source_id = s and message_id = m
  )
  select source_id, message_id from inserted`

/** The event's JSON is written already; it goes in as it is. */
function eventRow({ sourceId, messageId, receivedAt, event, json }: NewEvent): string {
  const row = {
    s: sourceId,
    m: messageId,
    r: receivedAt,
    t: event.type,
    n: textOf(event.event ?? event.name),
    u: textOf(event.userId),
    a: textOf(event.anonymousId)
  }
  return `${JSON.stringify(row).slice(0, -1)},"e":${json}}`
}

function deliveryRows({ sourceId, messageId, receivedAt, deliveries }: NewEvent) {
  return deliveries.map((delivery) => ({
    s: sourceId,
    m: messageId,
    p: delivery.mappingId,
    r: receivedAt,
    ...('dueAt' in delivery
      ? { x: 'waiting', d: delivery.dueAt, h: delivery.held }
      : { x: 'filtered', c: delivery.code, w: delivery.reason, f: receivedAt })
  }))
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 256) : undefined
}

/** Puts refused calls on record, so that somebody who misses an event finds out why. */
export async function insertRefusals(
  transaction: Queryable,
  sourceId: string,
  receivedAt: Date,
  refusals: readonly RefusedEvent[]
): Promise<void> {
  const rows = refusals.map(({ error, ...refusal }) => ({
    ...refusal,
    id: randomUUID(),
    code: error.code,
    reason: error.message
  }))
  await transaction.query(
    `insert into pipeline.refusals
       (source_id, refusal_id, received_at, message_id, type, name, user_id, code, reason, event)
     select $1, id, $2, "messageId", type, name, "userId", code, reason, event
     from json_to_recordset($3::json) as refusal
       (id text, "messageId" text, type text, name text, "userId" text, code text, reason text, event text)`,
    [sourceId, receivedAt, JSON.stringify(rows)]
  )
}
