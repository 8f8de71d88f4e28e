import type { Queryable } from '../../database'
import { kindOf } from '../outcomes'
import type { EventRow, EventsPage, EventsQuery } from '../read-api/shapes'

type Stored = {
  messageId: string | null
  receivedAt: Date
  type: string | null
  name: string | null
  user: string | null
  deliveries: EventRow['deliveries']
}

/** Accepted events and refused calls that a query asks for, newest first. */
export async function searchEvents(database: Queryable, sourceId: string, query: EventsQuery): Promise<EventsPage> {
  const limit = query.limit ?? 50
  const cursor = readCursor(query.cursor)
  const accepted = query.state === 'refused' ? [] : await acceptedEvents(database, sourceId, query, cursor, limit + 1)
  const wantsRefused = query.mapping === undefined && (query.state === undefined || query.state === 'refused')
  const refused = wantsRefused ? await refusedCalls(database, sourceId, query.query, cursor, limit + 1) : []
  const found = [...accepted, ...refused].sort((one, other) => other.receivedAt.getTime() - one.receivedAt.getTime())
  const page = found.slice(0, limit)
  // Times are milliseconds, and many events may share one: whatever shares the last one comes along.
  const last = page.at(-1)?.receivedAt.getTime()
  const rest = found.slice(limit).filter(({ receivedAt }) => receivedAt.getTime() === last)
  return {
    events: [...page, ...rest].map(toRow),
    nextCursor: found.length > limit && last !== undefined ? new Date(last).toISOString() : null
  }
}

async function acceptedEvents(
  database: Queryable,
  sourceId: string,
  { query, state, mapping }: EventsQuery,
  before: Date | null,
  limit: number
): Promise<Stored[]> {
  return database.query<Stored>(
    `with page as (
       select message_id, received_at, type, name, coalesce(user_id, anonymous_id) as "user"
       from pipeline.events event
       where source_id = $1 and ($2::timestamptz is null or received_at < $2)
         and ($3::text is null or message_id = $3 or user_id = $3 or anonymous_id = $3 or name = $3 or type = $3)
         and (($4::text is null and $5::text is null) or exists (
           select from pipeline.deliveries delivery
           where delivery.source_id = $1 and delivery.message_id = event.message_id
             and ($4::text is null or delivery.state = $4) and ($5::text is null or delivery.mapping_id = $5)))
       order by received_at desc fetch first $6 rows with ties
     )
     select message_id as "messageId", received_at as "receivedAt", type, name, "user",
       (select json_agg(json_build_object('mappingId', nullif(delivery.mapping_id, ''), 'mapping', mapping.name, 'state', delivery.state,
          'attempts', delivery.attempts, 'code', delivery.code, 'reason', delivery.reason))
        from pipeline.deliveries delivery
        left join pipeline.mappings mapping using (source_id, mapping_id)
        where delivery.source_id = $1 and delivery.message_id = page.message_id) as deliveries
     from page order by received_at desc`,
    [sourceId, before, query || null, state ?? null, mapping ?? null, limit]
  )
}

async function refusedCalls(
  database: Queryable,
  sourceId: string,
  query: string | undefined,
  before: Date | null,
  limit: number
): Promise<Stored[]> {
  return database.query<Stored>(
    `select message_id as "messageId", received_at as "receivedAt", type, name, user_id as "user",
       json_build_array(json_build_object('mappingId', null, 'mapping', null, 'state', 'refused', 'attempts', 0,
         'code', code, 'reason', reason)) as deliveries
     from pipeline.refusals
     where source_id = $1 and ($2::timestamptz is null or received_at < $2)
       and ($3::text is null or message_id = $3 or user_id = $3 or name = $3 or type = $3)
     order by received_at desc fetch first $4 rows with ties`,
    [sourceId, before, query || null, limit]
  )
}

function toRow({ messageId, receivedAt, type, name, user, deliveries }: Stored): EventRow {
  return {
    messageId,
    receivedAt: receivedAt.toISOString(),
    kind: kindOf({ type: type ?? 'unknown', event: name ?? type }),
    user: user ?? '',
    deliveries: deliveries ?? []
  }
}

function readCursor(cursor: string | undefined): Date | null {
  const date = new Date(cursor ?? '')
  return Number.isNaN(date.getTime()) ? null : date
}
