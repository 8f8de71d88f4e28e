import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { webError } from './errors'

/** Open connections of a server at most. */
export const MOST_CONNECTIONS = 1_000
/** A request must have come in whole within this time. */
export const REQUEST_TIMEOUT_MS = 60_000
/** Its headers within this one. */
export const HEADERS_TIMEOUT_MS = 10_000
/** How often a server looks for requests that take too long. */
export const TIMEOUT_CHECK_MS = 5_000

/** Bytes of bodies that are still coming in at most, so that many large ones do not exhaust the memory. */
const MOST_INCOMING_BYTES = 128 * 1024 * 1024

/**
 * Limits the requests in hand of the routes that `app` gets from now on: what is too many is answered 429. A request is in hand
 * while `admit` looks who sends it, and while its handler runs. In between its body comes in: who sends slowly, or goes away, keeps
 * nobody out, but the bytes that are there count.
 * @param most requests in hand at a time; more of them would only pile up before the database
 */
export function limitRequests(
  app: FastifyInstance,
  most: number,
  admit: (request: FastifyRequest, reply: FastifyReply) => Promise<void> = async () => undefined
): void {
  let inHand = 0
  const incoming = new Map<object, { socket: Socket; before: number }>()
  const incomingBytes = () => {
    let bytes = 0
    for (const { socket, before } of incoming.values()) bytes += socket.bytesRead - before
    return bytes
  }
  // No event of a connection gives a place back, because a client that goes away may have seen to it that none comes.
  const inPlace = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    if (inHand >= most) throw webError('too_many_requests')
    inHand++
    try {
      return await work()
    } finally {
      inHand--
    }
  }

  app.addHook('onRequest', async (request, reply) => {
    if (incomingBytes() > MOST_INCOMING_BYTES) throw webError('too_many_requests')
    await inPlace(() => admit(request, reply))
    const { raw } = request
    if (reply.raw.destroyed) return
    incoming.set(raw, { socket: raw.socket, before: raw.socket.bytesRead })
    reply.raw.once('close', () => incoming.delete(raw))
  })
  app.addHook('onRoute', (route) => {
    const { handler } = route
    route.handler = async function (request, reply) {
      incoming.delete(request.raw)
      return inPlace(() => handler.call(this, request, reply))
    }
  })
}
