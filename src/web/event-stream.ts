import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { webError } from './errors'
import type { SignIn } from './sign-in'

const HEARTBEAT_MS = 15_000
/** Streams of a server that are open at a time. Each is a connection, and most ask the database again and again. */
const MOST_STREAMS = 200

/** Server-sent events to one client. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface EventStream {
  /** Aborted once the client has gone, the session is over, or the server stops. */
  closed: AbortSignal
  /** Resolves when the client can take more, so that nothing piles up for a slow one. */
  send(message: { event: string; data: unknown; id?: string }): Promise<void>
}

export interface EventStreams {
  open(request: FastifyRequest, reply: FastifyReply): EventStream
  /** Ends the streams of those who are let in no more. */
  review(): Promise<void>
}

/** Opens streams for requests that were let in. A server that stops ends them; so does the end of a session, within a heartbeat. */
export function createEventStreams(app: FastifyInstance, signIn: SignIn<unknown>): EventStreams {
  const streams = new Map<AbortController, FastifyRequest>()
  app.addHook('preClose', async () => streams.forEach((_, stream) => stream.abort()))
  const check = (request: FastifyRequest, stream: AbortController) =>
    signIn.readerOf(request).then(
      () => undefined,
      ({ status }) => {
        if (status === 401) stream.abort()
      }
    )
  const review = async () => {
    await Promise.all([...streams].map(([stream, request]) => check(request, stream)))
  }

  const open = (request: FastifyRequest, reply: FastifyReply): EventStream => {
    if (streams.size >= MOST_STREAMS) throw webError('too_many_requests')
    const stream = new AbortController()
    const { raw: response } = reply
    reply.hijack()
    // A client that has gone already will not go once more.
    if (response.destroyed) stream.abort()
    else streams.set(stream, request)
    const beat = setInterval(() => {
      response.write(': still here\n\n')
      void check(request, stream)
    }, HEARTBEAT_MS)
    const end = () => {
      clearInterval(beat)
      streams.delete(stream)
      response.end()
    }
    response.once('close', () => stream.abort())
    stream.signal.addEventListener('abort', end, { once: true })
    if (stream.signal.aborted) end()
    else
      response.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'Content-Type': 'text/event-stream',
        // A connection that is kept alive after the stream would hold up a server that stops.
        Connection: 'close',
        'Cache-Control': 'no-store'
      })
    if (request.method === 'HEAD') stream.abort()
    if (!stream.signal.aborted) response.write(': what comes from now on\n\n')
    return {
      closed: stream.signal,
      async send({ event, data, id }) {
        const head = id === undefined ? '' : `id: ${id}\n`
        const isTaken = response.write(`${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
        if (!isTaken && !stream.signal.aborted) await drained()
      }
    }

    function drained(): Promise<void> {
      return new Promise((resolve) => {
        response.once('drain', resolve)
        stream.signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }
  return { open, review }
}
