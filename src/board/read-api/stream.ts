import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { Database } from '../../database'
import type { EventStream } from '../../web'
import { Board } from '../store/boards'
import { isTimestamp } from '../time'
import { StreamPosition, endOfStream, listStoredAfter } from './events'
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
