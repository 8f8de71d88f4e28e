import { Queryable, arrayOf } from '../../database'
import { actorOf } from '../people/actor'
import { digest } from '../secrets'
import { prepared } from '../store/statements'
import { AcceptedEvent } from './read-event'

const STORE = `
  INSERT INTO board.events (board_id, id, time, type, actor, event)
  SELECT $1::int, id, time, type, actor, event
  FROM unnest($2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::json[]) AS given (id, time, type, actor, event)`

const STORE_NEW = prepared(STORE)

/** One row with all ids: the embedded database takes longer to hand over a thousand rows. */
const STORE_UNKNOWN = `WITH stored AS (${STORE} ON CONFLICT DO NOTHING RETURNING id) SELECT json_agg(id) AS ids FROM stored`

/**
 * Stores events that the board neither has nor had, of distinct ids. Must run under the board's lock.
 * @throws what `isKnown` tells, where it has one of them
 */
export async function storeNew(transaction: Queryable, rows: EventRows): Promise<void> {
  await transaction.query(STORE_NEW, rows)
}

/**
 * Whether an error says that an event is known. PostgreSQL looks twice where it is told beforehand that one may be. The coordinator of a
 * Citus passes on a node's words under a code of its own.
 */
export const isKnown = (error: unknown): boolean =>
  (error as { code?: string }).code === UNIQUE_VIOLATION || /^duplicate key value/.test((error as Error).message)
const UNIQUE_VIOLATION = '23505'

/** As `storeNew`, of events that the board may have; gives the ids of those that it had not. */
export async function storeUnknown(transaction: Queryable, rows: EventRows): Promise<Set<string>> {
  const [{ ids }] = await transaction.query<{ ids: string[] | null }>(STORE_UNKNOWN, rows)
  return new Set(ids)
}

/** Events as the statements that store them take them. */
export type EventRows = readonly unknown[]

export function rowsOf(boardId: number, events: readonly AcceptedEvent[]): EventRows {
  return [
    boardId,
    arrayOf(
      'text',
      events.map(({ event }) => event.id)
    ),
    arrayOf(
      'timestamptz',
      events.map(({ time }) => time)
    ),
    arrayOf(
      'text',
      events.map(({ event }) => event.type)
    ),
    arrayOf(
      'text',
      events.map(({ event }) => actorOf(event))
    ),
    arrayOf(
      'json',
      events.map(({ json }) => json)
    )
  ]
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
  const ids = events.map(({ event }) => event.id)
  const jsons = events.map(({ json }) => json)
  const [{ numbers }] = await transaction.query<{ numbers: number[] | null }>(
    `SELECT json_agg(given.number) AS numbers
     FROM unnest($2::text[], $3::json[]) WITH ORDINALITY AS given (id, event, number) CROSS JOIN LATERAL (
       SELECT event FROM board.events WHERE board_id = $1 AND events.id = given.id OFFSET 0) AS known
     WHERE known.event::jsonb <> given.event::jsonb`,
    [boardId, arrayOf('text', ids), arrayOf('json', jsons)]
  )
  return new Set((numbers ?? []).map((number) => events[number - 1]))
}
