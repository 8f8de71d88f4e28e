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
