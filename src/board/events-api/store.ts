import { Queryable } from '../../database'
import { actorOf } from '../people/actor'
import { digest } from '../secrets'
import { AcceptedEvent } from './read-event'

/**
 * Stores the events that the board neither has nor had, and gives their ids. The ids of `events` are distinct. Must run
 * under the board's lock.
 */
export async function storeEvents(
  transaction: Queryable,
  boardId: number,
  events: readonly AcceptedEvent[]
): Promise<Set<string>> {
  const rows = events.map(({ event, json }) => {
    const { id, timestamp: time, type } = event
    // The event is JSON text already: building the row around it saves reading and writing it again.
    return `{"id":${JSON.stringify(id)},"time":"${time}","type":"${type}","actor":${JSON.stringify(actorOf(event))},"event":${json}}`
  })
  // One row with all ids: the embedded database takes longer to hand over a thousand rows.
  const [{ ids }] = await transaction.query<{ ids: string[] | null }>(
    `WITH stored AS (
       INSERT INTO board.events (board_id, id, time, type, actor, event)
       SELECT $1, id, time, type, actor, event
       FROM json_to_recordset($2::json) AS row (id text, time timestamptz, type text, actor text, event jsonb)
       ON CONFLICT DO NOTHING RETURNING id
     ) SELECT json_agg(id) AS ids FROM stored`,
    [boardId, `[${rows.join(',')}]`]
  )
  return new Set(ids)
}

/** Of these events, the ids of those that were stored once and then deleted with their person. */
export async function findDeleted(
  transaction: Queryable,
  boardId: number,
  events: readonly AcceptedEvent[]
): Promise<Set<string>> {
  const ids = new Map(events.map(({ event }) => [digest(event.id), event.id]))
  const rows = await transaction.query<{ digest: string }>(
    'SELECT digest FROM board.deleted_events WHERE board_id = $1 AND digest = ANY ($2::text[])',
    [boardId, [...ids.keys()]]
  )
  return new Set(rows.map((row) => ids.get(row.digest) ?? ''))
}

/** Of these events, those that are not what the board has stored under their ids. */
export async function findDiffering(
  transaction: Queryable,
  boardId: number,
  events: readonly AcceptedEvent[]
): Promise<Set<AcceptedEvent>> {
  if (events.length === 0) return new Set()
  const rows = events.map(
    ({ event, json }, index) => `{"index":${index},"id":${JSON.stringify(event.id)},"event":${json}}`
  )
  const [{ indexes }] = await transaction.query<{ indexes: number[] | null }>(
    `SELECT json_agg(given.index) AS indexes
     FROM json_to_recordset($2::json) AS given (index int, id text, event jsonb) CROSS JOIN LATERAL (
       SELECT event FROM board.events WHERE board_id = $1 AND events.id = given.id OFFSET 0) AS known
     WHERE known.event <> given.event`,
    [boardId, `[${rows.join(',')}]`]
  )
  return new Set((indexes ?? []).map((index) => events[index]))
}
