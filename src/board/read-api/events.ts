import { Queryable } from '../../database'
import { EVENT_TYPES } from '../events-api/schemas'
import type { Actor } from '../people/actor'
import { Board } from '../store/boards'
import { readCursor, writeCursor } from './cursor'
import type { Events, StoredEvent } from './shapes'

/** Which events: all of the board, or those of a person; of one type; from a day (included) to a day (excluded). */
export interface EventsFilter {
  /** The person's key, with the id that was asked for, which a cursor belongs to whoever it is by then. */
  person?: { key: Actor; id: string }
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

/** $2: types, $3, $4: from and to, $5, $6: position, $7: limit. Each type's newest events come from the index. */
const newest = (condition: string) => `
  SELECT id, time, event, stored_at FROM board.events
  WHERE board_id = $1 AND ${condition} AND time >= $3::timestamptz AND time < $4::timestamptz
    AND (time, id) < ($5::timestamptz, $6::text)
  ORDER BY time DESC, id DESC LIMIT $7`

const BOARD_EVENTS = `
  SELECT newest.* FROM unnest($2::text[]) AS wanted (type) CROSS JOIN LATERAL (${newest('events.type COLLATE "C" = wanted.type')}) AS newest
  ORDER BY time DESC, id DESC LIMIT $7`

/**
 * $8: the person. Of actors that were last seen before the position only the $9 count that were seen last: each has an event of that
 * time. `reach` is how far back they reach.
 */
const PERSON_EVENTS = `
  WITH position AS (SELECT least($4::timestamptz, $5::timestamptz) AS time), acting AS (
    SELECT sole AS actor, NULL::timestamptz AS last_time FROM board.persons
    WHERE board_id = $1 AND person = $8 AND sole IS NOT NULL
    UNION ALL (
      SELECT actor, last_time FROM board.actors
      WHERE board_id = $1 AND person = $8 AND last_time >= $3::timestamptz AND last_time <= (SELECT time FROM position)
      ORDER BY last_time DESC FETCH FIRST ($9::int) ROWS WITH TIES)
    UNION ALL
    SELECT actor, NULL FROM board.actors
    WHERE board_id = $1 AND person = $8 AND last_time > (SELECT time FROM position)
      AND first_time <= (SELECT time FROM position)
  )
  SELECT newest.*, (SELECT min(last_time) FROM acting) AS reach
  FROM acting CROSS JOIN unnest($2::text[]) AS wanted (type)
  CROSS JOIN LATERAL (${newest('events.actor = acting.actor AND events.type = wanted.type')}) AS newest
  ORDER BY time DESC, id DESC LIMIT $7`

const LOOK_FURTHER = 20
const ALL_ACTORS = 2_000_000_000

/** A page of events, newest first by their own time. */
export async function listEvents(
  database: Queryable,
  board: Board,
  { person, type, from, to }: EventsFilter,
  { cursor, limit = 50 }: { cursor?: string; limit?: number }
): Promise<Events> {
  const asked = { list: 'events', id: person?.id, type, from, to }
  const [time, id] = readCursor<[string, string]>(board, asked, cursor) ?? ['infinity', '']
  const parameters = [
    board.boardId,
    type ? [type] : EVENT_TYPES,
    from ? `${from}T00:00:00Z` : '-infinity',
    to ? `${to}T00:00:00Z` : 'infinity',
    time,
    id,
    limit + 1
  ]
  const rows = person
    ? await readPersonEvents(database, parameters, person.key, limit + 1)
    : await database.query<EventRow>(BOARD_EVENTS, parameters)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return {
    events: shown.map(toStoredEvent),
    next_cursor: hasMore ? writeCursor(board, asked, [last.time.toISOString(), last.id]) : null
  }
}

async function readPersonEvents(database: Queryable, parameters: unknown[], person: Actor, count: number) {
  const ask = (actors: number) =>
    database.query<EventRow & { reach: Date | null }>(PERSON_EVENTS, [...parameters, person, actors])
  for (const actors of [count, count * LOOK_FURTHER, ALL_ACTORS]) {
    const rows = await ask(actors)
    const reach = rows.at(0)?.reach
    const last = rows.at(count - 1)
    // Of one type those seen last may have less, or older ones, than someone who was not looked at.
    const isCertain = reach === null || (reach !== undefined && last !== undefined && last.time >= reach)
    if (isCertain || actors === ALL_ACTORS) return rows
  }
  return []
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
