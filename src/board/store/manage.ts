import { Database, Queryable } from '../../database'
import { STATE_TABLES } from '../proof/tables'
import { digest, newSecret } from '../secrets'
import { CREATION_LOCK } from './boards'
import { revokeLinks } from './links'
import { STATE } from './lock'

/** A board as those who run it see it. The admin key is kept as a digest only, so that nobody can read it. */
export interface BoardSummary {
  boardId: number
  name: string
  tokenId: string
  events: number
  users: number
}

export interface NewKeys {
  boardId: number
  name: string
  tokenId: string
  adminKey: string
}

/** Everything else of a board than what follows from its events. */
const OTHER_TABLES = [
  'events',
  'deleted_events',
  'sessions',
  'read_links',
  'spend',
  'campaign_spend',
  'replays',
  'locks',
  'boards'
]

export async function listBoards(database: Queryable): Promise<BoardSummary[]> {
  const [events, users] = [await countRows(database, 'events'), await countRows(database, 'persons')]
  const rows = await database.query<{ board_id: number; name: string; token_id: string }>(
    'SELECT board_id, name, token_id FROM board.boards ORDER BY board_id'
  )
  return rows.map(({ board_id: boardId, name, token_id: tokenId }) => {
    return { boardId, name, tokenId, events: events.get(boardId) ?? 0, users: users.get(boardId) ?? 0 }
  })
}

/** How many rows of a table each board has. */
async function countRows(database: Queryable, table: 'events' | 'persons'): Promise<Map<number, number>> {
  const rows = await database.query<{ board_id: number; count: number }>(
    `SELECT board_id, count(*) AS count FROM board.${table} GROUP BY board_id`
  )
  return new Map(rows.map(({ board_id, count }) => [board_id, count]))
}

/**
 * The board meant by a number or a name, a number where it is both; the only one where nothing is said.
 * @throws Error that lists what there is
 */
export async function pickBoard(database: Queryable, wanted: string | undefined): Promise<BoardSummary> {
  const boards = await listBoards(database)
  const byNumber = boards.filter(({ boardId }) => String(boardId) === wanted)
  const named = boards.filter(({ name }) => wanted === undefined || name === wanted)
  const meant = byNumber.length > 0 ? byNumber : named
  if (meant.length === 1) return meant[0]
  const known = boards.map(({ boardId, name }) => `${boardId} (${name})`).join(', ') || 'none'
  if (wanted === undefined) throw new Error(`Say which board, by its number or its name. There are: ${known}.`)
  const problem =
    meant.length > 1 ? `Several boards are named ${wanted}: say which by its number` : `There is no board ${wanted}`
  throw new Error(`${problem}. There are: ${known}.`)
}

/** Makes a board with keys of its own. The admin key is told this once. */
export async function addBoard(database: Database, name: string): Promise<NewKeys> {
  return database.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [CREATION_LOCK])
    return makeBoard(transaction, name, STATE)
  })
}

/** @param state by which rules what follows from its events was computed */
export async function makeBoard(transaction: Queryable, name: string, state: number): Promise<NewKeys> {
  const keys = { name, tokenId: newSecret(), adminKey: newSecret() }
  const [{ board_id: boardId }] = await transaction.query<{ board_id: number }>(
    `INSERT INTO board.boards (name, token_id, token_digest, admin_digest) VALUES ($1, $2, $3, $4) RETURNING board_id`,
    [name, keys.tokenId, digest(keys.tokenId), digest(keys.adminKey)]
  )
  await transaction.query('INSERT INTO board.locks (board_id, state) VALUES ($1, $2)', [boardId, state])
  return { boardId, ...keys }
}

export async function renameBoard(database: Queryable, boardId: number, name: string): Promise<void> {
  await database.query('UPDATE board.boards SET name = $2 WHERE board_id = $1', [boardId, name])
}

/** Gives the board a new admin key. The old one, every session and every link that was made with it stop working at once. */
export async function rotateAdminKey(database: Database, boardId: number): Promise<{ adminKey: string; old: string }> {
  const adminKey = newSecret()
  return database.transaction(async (transaction) => {
    const [{ old }] = await transaction.query<{ old: string }>(
      'SELECT admin_digest AS old FROM board.boards WHERE board_id = $1 FOR UPDATE',
      [boardId]
    )
    await transaction.query('UPDATE board.boards SET admin_digest = $2 WHERE board_id = $1', [
      boardId,
      digest(adminKey)
    ])
    await transaction.query('DELETE FROM board.sessions WHERE board_id = $1', [boardId])
    await revokeLinks(transaction, boardId)
    return { adminKey, old }
  })
}

/** Removes a board and all that is its. */
export async function removeBoard(database: Database, boardId: number): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query('SET LOCAL statement_timeout = 0')
    await transaction.query('SELECT FROM board.locks WHERE board_id = $1 FOR UPDATE', [boardId])
    for (const table of [...STATE_TABLES, ...OTHER_TABLES]) {
      await transaction.query(`DELETE FROM board.${table} WHERE board_id IN ($1, -$1::int)`, [boardId])
    }
  })
}
