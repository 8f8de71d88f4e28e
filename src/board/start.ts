import type { FastifyInstance } from 'fastify'
import { migrate, openDatabase, type Database, type DatabaseLocation } from '../database'
import { checkAdminKey, checkWebOptions, closeInTime, listen, urlOf, type Address, type WebOptions } from '../web'
import { BOARD_SCHEMA } from './migrations'
import { findUpgrade, type Upgrade } from './proof/upgrade'
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
 * Opens the database, brings its tables up to date, makes the boards that are missing and listens. Boards whose figures are computed by
 * other rules than those of an earlier version answer 503 until they are.
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
  let upgrade: Upgrade | undefined
  let closing: Promise<void> | undefined
  const closeDatabase = async () => (owned ? database.close() : undefined)
  const close = () => (closing ??= closeInTime(options, app, [async () => upgrade?.end()], closeDatabase))
  try {
    await migrate(database, BOARD_SCHEMA)
    upgrade = await findUpgrade(database)
    app = await buildServer({ ...options, database, upgrade })
    const boards = []
    for (const board of options.boards) {
      const { name, tokenId } = await ensureBoard(database, board, !options.onlyFirst)
      boards.push({ name, tokenId })
    }
    const address = await listen(app, options)
    app.log.info({ url: urlOf(address) }, 'listening')
    upgrade.begin(app.log)
    return { url: urlOf(address), address, boards, close }
  } catch (error) {
    await close()
    throw error
  }
}
