import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Database } from '../../database'
import { Board } from '../store/boards'
import { isTimestamp } from '../time'
import { StreamPosition, endOfStream, listStoredAfter } from './events'
import type { StreamMessage } from './shapes'

/** How long an event that any process stored may take to show. */
const POLL_MS = 1_000
const HEARTBEAT_MS = 15_000
const MOST_EVENTS_A_MESSAGE = 200

/**
 * Sends the board's events as server-sent events while they are stored, until the client or the server ends it. Reads them
 * from the database, because another process may have stored them.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function streamEvents(
  database: Database,
  board: Board,
  request: FastifyRequest,
  reply: FastifyReply,
  stopping: AbortSignal
): Promise<void> {
  let position = readPosition(request.headers['last-event-id']) ?? (await endOfStream(database, board))
  reply.hijack()
  const response = reply.raw
  const closed = eitherSignal(stopping, reply)
  response.writeHead(200, {
    ...reply.getHeaders(),
    'Content-Type': 'text/event-stream',
    // A connection that is kept alive after the stream would hold up a server that stops.
    Connection: 'close',
    'Cache-Control': 'no-store'
  } as Record<string, string>)
  response.write(': the events that are stored from now on\n\n')
  let quietSince = Date.now()
  while (!closed.aborted) {
    // A database that is away for a while does not end the stream: the next look may succeed.
    const next = await listStoredAfter(database, board, position, MOST_EVENTS_A_MESSAGE).catch(() => undefined)
    if (next && next.events.length > 0) {
      position = next.position
      const message: StreamMessage = { events: next.events }
      if (!response.write(`id: ${position.join(' ')}\nevent: events\ndata: ${JSON.stringify(message)}\n\n`)) {
        await drained(response, closed)
      }
      quietSince = Date.now()
    } else if (Date.now() - quietSince >= HEARTBEAT_MS) {
      response.write(': still here\n\n')
      quietSince = Date.now()
    }
    await pause(POLL_MS, closed)
  }
  response.end()
}

/** Waits, unless the stream is closed meanwhile. */
function pause(milliseconds: number, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      closed.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    closed.addEventListener('abort', end)
  })
}

/** Waits until a slow client has taken what was written, so that nothing piles up for it. */
function drained(response: ServerResponse, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      response.off('drain', end)
      closed.removeEventListener('abort', end)
      resolve()
    }
    response.once('drain', end)
    closed.addEventListener('abort', end)
  })
}

/** Aborted when the server stops or the client goes. */
function eitherSignal(stopping: AbortSignal, reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  const abort = () => controller.abort()
  stopping.addEventListener('abort', abort, { once: true })
  reply.raw.once('close', () => {
    stopping.removeEventListener('abort', abort)
    abort()
  })
  return controller.signal
}

/** What the browser says it saw last when it connects again: our own `id`, or anything at all. */
function readPosition(header: string | string[] | undefined): StreamPosition | undefined {
  const [storedAt, ...id] = String(header ?? '').split(' ')
  return isTimestamp(storedAt) ? [storedAt, id.join(' ')] : undefined
}
