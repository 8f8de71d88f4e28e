import { Queryable } from '../../database'
import { Board } from '../store/boards'
import type { Actor } from '../people/actor'
import { readCursor, writeCursor } from './cursor'
import type { Events, StoredEvent } from './shapes'

/** Which events: all of the board, or those of a person's actors; of one type; from a day (included) to a day (excluded). */
export interface EventsFilter {
  actors?: readonly Actor[]
  type?: string
  from?: string
  to?: string
}

interface EventRow {
  id: string
  time: Date
  event: Omit<StoredEvent, 'stored_at'>
  stored_at: Date
}

/** The conditions beside board and actor, on $2 to $6. */
const CONDITIONS = `($2::text IS NULL OR type = $2) AND time >= $3::timestamptz AND time < $4::timestamptz
  AND (time, id) < ($5::timestamptz, $6::text)`
const ORDER = 'ORDER BY time DESC, id DESC LIMIT $7'

const BOARD_EVENTS = `SELECT id, time, event, stored_at FROM board.events WHERE board_id = $1 AND ${CONDITIONS} ${ORDER}`

/** Each actor's newest events come from the index; of these few the newest are the person's. */
const PERSON_EVENTS = `
  SELECT newest.* FROM unnest($8::text[]) AS person (actor) CROSS JOIN LATERAL (
    SELECT id, time, event, stored_at FROM board.events
    WHERE board_id = $1 AND events.actor = person.actor AND ${CONDITIONS} ${ORDER}) AS newest
  ${ORDER}`

/** A page of events, newest first by their own time. */
export async function listEvents(
  database: Queryable,
  board: Board,
  filter: EventsFilter,
  page: { cursor?: string; limit?: number }
): Promise<Events> {
  const { actors, type, from, to } = filter
  const [time, id] = readCursor<[string, string]>(board, { list: 'events', ...filter }, page.cursor) ?? ['infinity', '']
  const { limit = 50 } = page
  const range = [from ?? '-infinity', to ?? 'infinity'].map((day) =>
    day.includes('infinity') ? day : `${day}T00:00:00Z`
  )
  const rows = await database.query<EventRow>(actors ? PERSON_EVENTS : BOARD_EVENTS, [
    board.boardId,
    type ?? null,
    ...range,
    time,
    id,
    limit + 1,
    ...(actors ? [actors] : [])
  ])
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return {
    events: shown.map(toStoredEvent),
    next_cursor: hasMore ? writeCursor(board, { list: 'events', ...filter }, [last.time.toISOString(), last.id]) : null
  }
}

/** Where a stream of events is: after the event that was stored at this time under this id. */
export type StreamPosition = [storedAt: string, id: string]

/** The next events in the order in which they were stored. Ingests take turns, so that none appears before a position. */
export async function listStoredAfter(
  database: Queryable,
  board: Board,
  [storedAt, id]: StreamPosition,
  limit: number
) {
  const rows = await database.query<EventRow & { position: string }>(
    `SELECT id, time, event, stored_at, ${microseconds('stored_at')} AS position
     FROM board.events WHERE board_id = $1 AND (stored_at, id) > ($2::timestamptz, $3) ORDER BY stored_at, id LIMIT $4`,
    [board.boardId, storedAt, id, limit]
  )
  const last = rows.at(-1)
  const position: StreamPosition = last ? [last.position, last.id] : [storedAt, id]
  return { events: rows.map(toStoredEvent), position }
}

/** After everything that is stored now. */
export async function endOfStream(database: Queryable, board: Board): Promise<StreamPosition> {
  const [last] = await database.query<{ position: string; id: string }>(
    `SELECT ${microseconds('stored_at')} AS position, id FROM board.events
     WHERE board_id = $1 ORDER BY stored_at DESC, id DESC LIMIT 1`,
    [board.boardId]
  )
  return last ? [last.position, last.id] : ['-infinity', '']
}

/** A Date would lose the microseconds, and with them the place between two events. */
function microseconds(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

function toStoredEvent({ event, stored_at }: EventRow): StoredEvent {
  return { ...event, stored_at: stored_at.toISOString() }
}
