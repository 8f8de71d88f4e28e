import type { Queryable } from '../../database'
import { SESSION_DAYS, type Door } from '../../web'
import { findByAdminKey, findById, type Board } from './boards'
import { findByLinkKey, checkLink } from './links'

const FIND = 'SELECT link_id FROM board.sessions WHERE board_id = $1 AND digest = $2 AND expires_at > now()'
const FORGET_EXPIRED = 'DELETE FROM board.sessions WHERE board_id = $1 AND expires_at <= now()'
const ADD = `INSERT INTO board.sessions (board_id, digest, link_id, expires_at)
  VALUES ($1, $2, $3, now() + $4 * interval '1 day')`
const REMOVE = 'DELETE FROM board.sessions WHERE board_id = $1 AND digest = $2'

/** The board that a request is let in to. */
export interface Reader extends Board {
  /** The link that it came by, which opens for reading alone. Undefined where it came by the admin key. */
  link?: string
}

/** The boards of a database: each has its admin key and its links, and keeps its sessions beside itself. */
export function doorOf(database: Queryable): Door<Reader> {
  const byLink = async ({ boardId, link }: { boardId: number; link: string }): Promise<Reader | undefined> => {
    const board = await findById(database, boardId)
    return board && { ...board, link }
  }
  return {
    part: 'board',
    tenantOf: ({ boardId }) => String(boardId),
    isReadOnly: ({ link }) => link !== undefined,
    async findByKey(key) {
      const found = await findByLinkKey(database, key)
      return found ? byLink(found) : findByAdminKey(database, key)
    },
    async findBySession({ tenant, digest }) {
      const boardId = readId(tenant)
      if (boardId === undefined) return undefined
      const [session] = await database.query<{ link_id: string | null }>(FIND, [boardId, digest])
      if (!session) return undefined
      if (session.link_id === null) return findById(database, boardId)
      await checkLink(database, boardId, session.link_id)
      return byLink({ boardId, link: session.link_id })
    },
    async addSession({ tenant, digest }, { link }) {
      await database.query(FORGET_EXPIRED, [Number(tenant)])
      await database.query(ADD, [Number(tenant), digest, link ?? null, SESSION_DAYS])
    },
    async removeSession({ tenant, digest }) {
      const boardId = readId(tenant)
      if (boardId !== undefined) await database.query(REMOVE, [boardId, digest])
    }
  }
}

/** Of a cookie, which may say anything. */
function readId(tenant: string): number | undefined {
  return /^\d{1,9}$/.test(tenant) ? Number(tenant) : undefined
}
