import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import type { Database } from '../../database'
import type { EventStream } from '../../web'
import { lastArrival, readArrivals, type Arrival } from '../store/arrivals'
import { Board } from '../store/boards'
import { isTimestamp } from '../time'
import { toStoredEvent, type EventRow } from './event-filter'
import type { StreamMessage } from './shapes'

/** How long an event that any process stored may take to show. */
const POLL_MS = 1_000
/** Of a message. */
const MOST_EVENTS = 200

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
  let position = readPosition(request.headers['last-event-id']) ?? (await lastArrival(database, board.boardId))
  const stream = open()
  while (!stream.closed.aborted) {
    // A database that is away for a while does not end the stream: the next look may succeed.
    const next = await readArrivals<EventRow['event']>(database, board.boardId, position, MOST_EVENTS).catch(() => {})
    if (next && next.rows.length > 0) {
      position = next.end
      const data: StreamMessage = { events: next.rows.map(toStoredEvent) }
      await stream.send({ event: 'events', data, id: position.join(' ') })
    }
    await sleep(POLL_MS, undefined, { signal: stream.closed }).catch(() => undefined)
  }
}

/** What the browser says it saw last when it connects again: our own `id`, or anything at all. */
function readPosition(header: string | string[] | undefined): Arrival | undefined {
  const [storedAt, ...id] = String(header ?? '').split(' ')
  return isTimestamp(storedAt) ? [storedAt, id.join(' ')] : undefined
}
