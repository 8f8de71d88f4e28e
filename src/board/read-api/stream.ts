import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { Database, Queryable } from '../../database'
import type { EventStream } from '../../web'
import { Board } from '../store/boards'
import { isTimestamp } from '../time'
import { toStoredEvent, type EventRow } from './event-filter'
import type { StreamMessage } from './shapes'

/** How long an event that any process stored may take to show. */
const POLL_MS = 1_000
const MOST_EVENTS_A_MESSAGE = 200

/**
 * Sends the board's events while they are stored, until the stream is closed. Reads them from the database, because another
 * process may have stored them.
 * @param open opens the stream, once it is known where it begins
 */
export async function streamEvents(
  database: Database,
  board: Board,
  request: FastifyRequest,
  open: () => EventStream
): Promise<void> {
  let position = readPosition(request.headers['last-event-id']) ?? (await endOfStream(database, board))
  const stream = open()
  while (!stream.closed.aborted) {
    // A database that is away for a while does not end the stream: the next look may succeed.
    const next = await listStoredAfter(database, board, position, MOST_EVENTS_A_MESSAGE).catch(() => undefined)
    if (next && next.events.length > 0) {
      position = next.position
      const data: StreamMessage = { events: next.events }
      await stream.send({ event: 'events', data, id: position.join(' ') })
    }
    await sleep(POLL_MS, undefined, { signal: stream.closed }).catch(() => undefined)
  }
}

/** What the browser says it saw last when it connects again: our own `id`, or anything at all. */
function readPosition(header: string | string[] | undefined): StreamPosition | undefined {
  const [storedAt, ...id] = String(header ?? '').split(' ')
  return isTimestamp(storedAt) ? [storedAt, id.join(' ')] : undefined
}

/** Where a stream of events is: after the event that was stored at this time under this id. */
type StreamPosition = [storedAt: string, id: string]

/** The next events in the order in which they were stored. Ingests take turns, so that none appears before a position. */
async function listStoredAfter(database: Queryable, board: Board, [storedAt, id]: StreamPosition, limit: number) {
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
async function endOfStream(database: Queryable, board: Board): Promise<StreamPosition> {
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
