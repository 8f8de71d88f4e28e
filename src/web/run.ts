import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { drainSecondsOf, type WebOptions } from './options'

/** A part of the time that closing may take is for the database. */
const SHARE_OF_REQUESTS = 0.75

/** Where a server listens. */
export interface Address {
  host: string
  port: number
}

/**
 * Listens, and says in one line what is in the way.
 * @throws Error that names the port
 */
export async function listen(app: FastifyInstance, { host = '127.0.0.1', port }: WebOptions): Promise<Address> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new Error(`Port ${port} on ${host} is in use: choose another one.`)
    throw new Error(`Port ${port} of ${host} cannot be listened on: ${message}.`)
  }
  const bound = app.server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The server listens on no port.')
  return { host, port: bound.port }
}

export function urlOf({ host, port }: Address): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * Closes a server: takes nothing new, finishes what is in hand, then lets go of the database. What does not end in time (a client
 * that sends no end, an endpoint that does not answer) is left: nothing that was answered as stored is lost by it.
 * @param workers are closed along with the server
 */
export async function closeInTime(
  options: Pick<WebOptions, 'drainSeconds'>,
  app: FastifyInstance | undefined,
  workers: readonly (() => Promise<void>)[],
  closeDatabase: () => Promise<void>
): Promise<void> {
  const milliseconds = drainSecondsOf(options) * 1000
  const cut = () => app?.server.closeAllConnections()
  const requests = Promise.all([app?.close(), ...workers.map((close) => close())])
  if (!(await endsWithin(milliseconds * SHARE_OF_REQUESTS, requests))) cut()
  await endsWithin(milliseconds * (1 - SHARE_OF_REQUESTS), closeDatabase())
}

/** Whether the work ends in time. What fails later is nobody's business any more. */
async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController()
  const late = sleep(milliseconds, false, { signal: timer.signal }).catch(() => false)
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    timer.abort()
    work.catch(() => undefined)
  }
}
