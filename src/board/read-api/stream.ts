import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Database } from '../../database'
import { Board } from '../boards'
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
  const closed = AbortSignal.any([stopping, closing(request)])
  response.writeHead(200, {
    ...reply.getHeaders(),
    'Content-Type': 'text/event-stream',
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
        await once(response, 'drain', { signal: closed }).catch(() => undefined)
      }
      quietSince = Date.now()
    } else if (Date.now() - quietSince >= HEARTBEAT_MS) {
      response.write(': still here\n\n')
      quietSince = Date.now()
    }
    await sleep(POLL_MS, undefined, { signal: closed }).catch(() => undefined)
  }
  response.end()
}

function closing(request: FastifyRequest): AbortSignal {
  const controller = new AbortController()
  request.raw.once('close', () => controller.abort())
  return controller.signal
}

/** What the browser says it saw last when it connects again: our own `id`, or anything at all. */
function readPosition(header: string | string[] | undefined): StreamPosition | undefined {
  const [storedAt, ...id] = String(header ?? '').split(' ')
  return isTimestamp(storedAt) ? [storedAt, id.join(' ')] : undefined
}
