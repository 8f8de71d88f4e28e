import type { Queryable } from '../../database'

/** A place among the events of a board in the order in which they were stored: behind the one that was stored at this time under this id. */
export type Arrival = readonly [storedAt: string, id: string]

export const BEFORE_ALL: Arrival = ['-infinity', '']

export interface ArrivedEvent<Event> {
  id: string
  time: Date
  event: Event
  stored_at: Date
  /** `stored_at` to the microsecond: a Date would lose the place between two events. */
  position: string
}

const POSITION = `to_char(stored_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS position`

/** The events of one ingest were stored at one time. The index knows no more: all of them are found, and put in order by their ids. */
const NEXT = `
  SELECT id, time, event, stored_at, ${POSITION} FROM (
    SELECT id, time, event, stored_at FROM board.events
    WHERE board_id = $1 AND (stored_at, id) > ($2::timestamptz, $3)
    ORDER BY stored_at FETCH FIRST ($4) ROWS WITH TIES) AS next
  ORDER BY stored_at, id LIMIT $4`

const LAST = `
  SELECT ${POSITION}, id FROM (
    SELECT stored_at, id FROM board.events WHERE board_id = $1
    ORDER BY stored_at DESC FETCH FIRST 1 ROWS WITH TIES) AS last
  ORDER BY id DESC LIMIT 1`

/**
 * The next events in the order in which they were stored, and the place behind them. Ingests take turns, so that none appears before a
 * place that was reached.
 */
export async function readArrivals<Event>(
  database: Queryable,
  boardId: number,
  after: Arrival,
  limit: number
): Promise<{ rows: ArrivedEvent<Event>[]; end: Arrival }> {
  const rows = await database.query<ArrivedEvent<Event>>(NEXT, [boardId, ...after, limit])
  const last = rows.at(-1)
  return { rows, end: last ? [last.position, last.id] : after }
}

/** The place behind everything that is stored now. */
export async function lastArrival(database: Queryable, boardId: number): Promise<Arrival> {
  const [last] = await database.query<{ position: string; id: string }>(LAST, [boardId])
  return last ? [last.position, last.id] : BEFORE_ALL
}
