import type { FastifyInstance } from 'fastify'
import { Database, DatabaseLocation, migrate, openDatabase } from '../database'
import { BoardOptions, ensureBoard } from './store/boards'
import { BOARD_SCHEMA } from './migrations'
import { buildServer } from './server'

export interface StartOptions {
  /** Where the database is, or an open one, which then stays open when the board is closed. */
  database: DatabaseLocation | Database
  /** Default: 127.0.0.1 */
  host?: string
  /** 0 for any free port. */
  port: number
  /** The boards that must exist. Others in the database are served too. */
  boards: readonly BoardOptions[]
  /** The folder of the built dashboard. Default: `page` beside this file. */
  page?: string
}

export interface RunningBoard {
  /** The base URL, without a slash at its end: of the dashboard, of the read API and of the Events API. */
  url: string
  address: { host: string; port: number }
  /** The boards that were asked for, in that order, with the Token ID that counts now: it may have been rotated. */
  boards: { name: string; tokenId: string }[]
  /** Answers what it has begun, then lets go of the port and the database. Closing twice is closing once. */
  close(): Promise<void>
}

/**
 * Opens the database, brings its tables up to date, makes the boards that are missing and listens.
 * @throws Error that says in one line what is in the way, such as a port in use
 */
export async function startBoard(options: StartOptions): Promise<RunningBoard> {
  const owned = !('query' in options.database)
  const database = 'query' in options.database ? options.database : await openDatabase(options.database, BOARD_SCHEMA)
  let app: FastifyInstance | undefined
  let closing: Promise<void> | undefined
  const close = () => (closing ??= stop(app, owned ? database : undefined))
  try {
    await migrate(database, BOARD_SCHEMA)
    const boards = []
    for (const board of options.boards) {
      const { name, tokenId } = await ensureBoard(database, board)
      boards.push({ name, tokenId })
    }
    app = await buildServer({ database, page: options.page })
    const address = await listen(app, options.host ?? '127.0.0.1', options.port)
    return { url: urlOf(address), address, boards, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function stop(app: FastifyInstance | undefined, database: Database | undefined): Promise<void> {
  await app?.close()
  await database?.close()
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<{ host: string; port: number }> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new Error(`The board's port ${port} on ${host} is in use: choose another one.`)
    throw new Error(`The board cannot listen on port ${port} of ${host}: ${message}`)
  }
  const bound = app.server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The board listens on no port.')
  return { host, port: bound.port }
}

function urlOf({ host, port }: { host: string; port: number }): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
