import type { FastifyInstance } from 'fastify'
import { migrate, openDatabase, type Database, type DatabaseLocation } from '../database'
import { checkAdminKey, checkWebOptions, closeInTime, listen, urlOf, type Address, type WebOptions } from '../web'
import { BOARD_SCHEMA } from './migrations'
import { bringUpToDate } from './proof/rebuild'
import { buildServer } from './server'
import { ensureBoard, type BoardOptions } from './store/boards'

export interface StartOptions extends WebOptions {
  /** Where the database is, or an open one, which then stays open when the board is closed. */
  database: DatabaseLocation | Database
  /** The boards that must exist. Others in the database are served too. */
  boards: readonly BoardOptions[]
  /** Make a board only in a database that has none: a process with keys of its own is to find its board, not to add one. */
  onlyFirst?: boolean
  /** The folder of the built page. Default: `page` beside this file. */
  page?: string
}

export interface RunningBoard {
  /** The base URL on this machine, without a slash at its end: of the page, of the read API and of the Events API. */
  url: string
  address: Address
  /** The boards that were asked for, in that order, with the Token ID that counts now: it may have been rotated. */
  boards: { name: string; tokenId: string }[]
  /** Answers what it has begun, then lets go of the port and the database, all in `drainSeconds`. Closing twice is closing once. */
  close(): Promise<void>
}

/**
 * Opens the database, brings its tables up to date, makes the boards that are missing and listens.
 *
 * @example
 * const board = await startBoard({
 *   database: { memory: true },
 *   port: 0,
 *   boards: [{ name: 'Acme', tokenId: 'a-token-id', adminKey: 'an-admin-key-of-16' }]
 * })
 * const answer = await fetch(`${board.url}/api/settings/integrations`, {
 *   headers: { authorization: 'Bearer an-admin-key-of-16' }
 * })
 * console.log(await answer.json()) // { token_id: 'a-token-id', name: 'Acme', number: 1 }
 * await board.close()
 *
 * @throws Error that says in one line what is in the way, such as a port in use or a short admin key
 */
export async function startBoard(options: StartOptions): Promise<RunningBoard> {
  checkWebOptions(options)
  for (const { adminKey } of options.boards) checkAdminKey(adminKey)
  const owned = !('query' in options.database)
  const database = 'query' in options.database ? options.database : await openDatabase(options.database, BOARD_SCHEMA)
  let app: FastifyInstance | undefined
  let closing: Promise<void> | undefined
  const close = () => (closing ??= closeInTime(options, app, [], async () => (owned ? database.close() : undefined)))
  try {
    await migrate(database, BOARD_SCHEMA)
    app = await buildServer({ ...options, database })
    await bringUpToDate(database, tellNowAndThen(app.log))
    const boards = []
    for (const board of options.boards) {
      const { name, tokenId } = await ensureBoard(database, board, !options.onlyFirst)
      boards.push({ name, tokenId })
    }
    const address = await listen(app, options)
    app.log.info({ url: urlOf(address) }, 'listening')
    return { url: urlOf(address), address, boards, close }
  } catch (error) {
    await close()
    throw error
  }
}

const TELL_EVERY_MS = 10_000

/** A large board takes minutes to be brought up to date, in which it serves nobody: whoever waits is told. */
function tellNowAndThen(log: FastifyInstance['log']) {
  let told = -Infinity
  return (board: number, done: number, total: number) => {
    if (Date.now() - told < TELL_EVERY_MS) return
    told = Date.now()
    log.warn({ board, done, total }, 'computing the state of a board anew from its events, once for this version')
  }
}
