import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { BOARD_SCHEMA, buildServer } from '../../src/board'
import { ensureBoard } from '../../src/board/store/boards'
import { Database, DatabaseLocation, openDatabase } from '../../src/database'

/** An event as a sender writes it; some tests write what is not acceptable. */
export type WireEvent = {
  id: string
  type: string
  timestamp: string
  user_id?: string
  anonymous_id?: string
  [field: string]: unknown
}

export const basic = (tokenId: string) => `Basic ${Buffer.from(`${tokenId}:`).toString('base64')}`

/** A database with a board's tables, for any number of test boards. */
export async function openBoardDatabase(location: DatabaseLocation = { memory: true }): Promise<Database> {
  const database = await openDatabase(location, BOARD_SCHEMA)
  return database
}

/** A new, empty board in a database, with a server that does not listen. */
export class TestBoard {
  private constructor(
    readonly app: FastifyInstance,
    readonly database: Database,
    readonly boardId: number,
    readonly tokenId: string,
    readonly adminKey: string
  ) {}

  static async create(database: Database, app?: FastifyInstance, page?: string): Promise<TestBoard> {
    const [tokenId, adminKey] = [`token-${randomUUID()}`, `key-${randomUUID()}`]
    const { boardId } = await ensureBoard(database, { tokenId, adminKey, name: 'Test' })
    return new TestBoard(app ?? (await buildServer({ database, page })), database, boardId, tokenId, adminKey)
  }

  /** A call of the Events API. */
  call(options: InjectOptions) {
    return this.app.inject({ ...options, headers: { authorization: basic(this.tokenId), ...options.headers } })
  }

  /** Sends events and gives their results. */
  async send(events: readonly unknown[]): Promise<{ status: number; error?: { code: string; message: string } }[]> {
    const response = await this.call({ method: 'POST', url: '/v1/events', payload: { events } })
    if (response.statusCode >= 300) throw new Error(`${response.statusCode} ${response.body}`)
    return response.json().results
  }

  /** A call of the read API, with its status. */
  request(method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) {
    return this.app.inject({ method, url, payload, headers: { authorization: `Bearer ${this.adminKey}` } })
  }

  /** What the read API answers with 200. */
  async get<Answer = any>(url: string): Promise<Answer> {
    const response = await this.request('GET', url)
    if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${response.body}`)
    return response.json()
  }

  close(): Promise<void> {
    return this.app.close()
  }
}

/** Gives each test of a suite a new, empty board, on one database and one server that the suite opens and closes. */
export function boardForEachTest(
  take: (its: { database: Database; board: TestBoard }) => void,
  open: () => Promise<Database> = openBoardDatabase
): void {
  let database: Database
  let app: FastifyInstance
  beforeAll(async () => {
    database = await open()
    app = await buildServer({ database })
  })
  beforeEach(async () => take({ database, board: await TestBoard.create(database, app) }))
  afterAll(async () => {
    await app.close()
    await database.close()
  })
}
