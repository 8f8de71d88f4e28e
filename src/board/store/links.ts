import { randomBytes } from 'node:crypto'
import type { Queryable } from '../../database'
import { problem } from '../errors'
import { digest, isSameDigest, newSecret } from '../secrets'

/** A key that opens a board for reading alone. It names its board and its link, beside which its digest is kept. */
const KEY = /^read-(\d{1,9})-([0-9a-f]{12})-[0-9a-f]{48}$/

interface LinkRow {
  digest: string
  is_revoked: boolean
  is_noted: boolean
}

const FIND = `SELECT digest, revoked_at IS NOT NULL AS is_revoked, coalesce(used_at > now() - interval '1 minute', false) AS is_noted
  FROM board.read_links WHERE board_id = $1 AND link_id = $2`
const NOTE_USE = 'UPDATE board.read_links SET used_at = now() WHERE board_id = $1 AND link_id = $2'
const REVOKE = `UPDATE board.read_links SET revoked_at = now()
  WHERE board_id = $1 AND link_id = coalesce($2, link_id) AND revoked_at IS NULL RETURNING link_id`

export function newLink(boardId: number): { id: string; key: string } {
  const id = randomBytes(6).toString('hex')
  return { id, key: `read-${boardId}-${id}-${newSecret()}` }
}

/**
 * The link that a key belongs to, found by what the key names and compared in constant time.
 * @throws link_revoked
 */
export async function findByLinkKey(
  database: Queryable,
  key: string
): Promise<{ boardId: number; link: string } | undefined> {
  const [, board, link] = KEY.exec(key) ?? []
  if (link === undefined) return undefined
  const boardId = Number(board)
  const [row] = await database.query<LinkRow>(FIND, [boardId, link])
  if (!row || !isSameDigest(row.digest, digest(key))) return undefined
  await noteUse(database, boardId, link, row)
  return { boardId, link }
}

/**
 * Notes that a link is used, to the minute.
 * @throws link_revoked
 */
export async function checkLink(database: Queryable, boardId: number, link: string): Promise<void> {
  const [row] = await database.query<LinkRow>(FIND, [boardId, link])
  if (row) await noteUse(database, boardId, link, row)
}

async function noteUse(database: Queryable, boardId: number, link: string, row: LinkRow): Promise<void> {
  if (row.is_revoked) throw problem('link_revoked')
  if (!row.is_noted) await database.query(NOTE_USE, [boardId, link])
}

/** Revokes a link, or all of a board. Its sessions stay, so that whoever has one is told why it opens nothing. */
export async function revokeLinks(database: Queryable, boardId: number, link?: string): Promise<number> {
  const rows = await database.query(REVOKE, [boardId, link ?? null])
  return rows.length
}
