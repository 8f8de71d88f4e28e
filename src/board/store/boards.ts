import { Database, Queryable } from '../../database'
import { digest, isSameDigest, newSecret } from '../secrets'
import { STATE } from './lock'
import { prepared } from './statements'

/** A board as the calls on it need it. */
export interface Board {
  boardId: number
  name: string
  tokenId: string
  /** Signs the cursors of its pages: secret, and the same in every process. */
  cursorKey: string
}

/** What a board is opened with. Its Token ID may have been rotated since: the stored one counts. */
export interface BoardOptions {
  tokenId: string
  adminKey: string
  name: string
}

interface BoardRow {
  board_id: number
  name: string
  token_id: string
  token_digest: string
  admin_digest: string
}

const COLUMNS = 'board_id, name, token_id, token_digest, admin_digest'

/** A lock of its own, so that two processes which start at a time do not both make the board. */
export const CREATION_LOCK = 7_305_912

/**
 * Finds the board that has this admin key, or makes it.
 * @param mayAdd whether it may be made where the database has others already
 * @throws Error where the Token ID is a board's that has another admin key: no process takes another's board by accident
 */
export async function ensureBoard(database: Database, options: BoardOptions, mayAdd = true): Promise<Board> {
  const tokenDigest = digest(options.tokenId)
  const adminDigest = digest(options.adminKey)
  return database.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [CREATION_LOCK])
    const [known] = await transaction.query<BoardRow>(
      `SELECT ${COLUMNS} FROM board.boards WHERE admin_digest = $1 OR token_digest = $2
       ORDER BY admin_digest = $1 DESC, board_id LIMIT 1`,
      [adminDigest, tokenDigest]
    )
    if (known) {
      if (known.admin_digest !== adminDigest) {
        throw new Error(
          'The board of this Token ID has another admin key. Give that one, or make a new one with "tractionboard boards rotate-key".'
        )
      }
      return toBoard(known)
    }
    if (!mayAdd) {
      const [other] = await transaction.query('SELECT 1 FROM board.boards LIMIT 1')
      if (other) {
        throw new Error(
          'The database has boards, but none of this admin key. Give the key of one, or make a board with "tractionboard boards add".'
        )
      }
    }
    const [made] = await transaction.query<BoardRow>(
      `INSERT INTO board.boards (name, token_id, token_digest, admin_digest) VALUES ($1, $2, $3, $4)
       RETURNING ${COLUMNS}`,
      [options.name, options.tokenId, tokenDigest, adminDigest]
    )
    await transaction.query('INSERT INTO board.locks (board_id, state) VALUES ($1, $2)', [made.board_id, STATE])
    return toBoard(made)
  })
}

const FIND_BY_TOKEN = prepared(`SELECT ${COLUMNS} FROM board.boards WHERE token_digest = $1`)

/** The board that a Token ID belongs to. It is found by a digest and compared in constant time. */
export async function findByToken(database: Queryable, tokenId: string): Promise<Board | undefined> {
  const wanted = digest(tokenId)
  const [row] = await database.query<BoardRow>(FIND_BY_TOKEN, [wanted])
  return row && isSameDigest(row.token_digest, wanted) ? toBoard(row) : undefined
}

/** The board that an admin key opens. It is found by a digest and compared in constant time. */
export async function findByAdminKey(database: Queryable, adminKey: string): Promise<Board | undefined> {
  const wanted = digest(adminKey)
  const [row] = await database.query<BoardRow>(`SELECT ${COLUMNS} FROM board.boards WHERE admin_digest = $1`, [wanted])
  return row && isSameDigest(row.admin_digest, wanted) ? toBoard(row) : undefined
}

/** Gives the board a new Token ID; the old one stops working at once. */
export async function rotateToken(database: Queryable, board: Pick<Board, 'boardId'>): Promise<Board> {
  const tokenId = newSecret()
  const [row] = await database.query<BoardRow>(
    `UPDATE board.boards SET token_id = $2, token_digest = $3 WHERE board_id = $1 RETURNING ${COLUMNS}`,
    [board.boardId, tokenId, digest(tokenId)]
  )
  return toBoard(row)
}

function toBoard(row: BoardRow): Board {
  return { boardId: row.board_id, name: row.name, tokenId: row.token_id, cursorKey: row.admin_digest }
}

export async function findById(database: Queryable, boardId: number): Promise<Board | undefined> {
  const [row] = await database.query<BoardRow>(`SELECT ${COLUMNS} FROM board.boards WHERE board_id = $1`, [boardId])
  return row && toBoard(row)
}
