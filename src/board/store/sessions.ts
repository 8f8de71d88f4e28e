import type { Queryable } from '../../database'
import { SESSION_DAYS, type Door } from '../../web'
import { findByAdminKey, findById, type Board } from './boards'

const FIND = 'SELECT 1 FROM board.sessions WHERE board_id = $1 AND digest = $2 AND expires_at > now()'
const FORGET_EXPIRED = 'DELETE FROM board.sessions WHERE board_id = $1 AND expires_at <= now()'
const ADD = `INSERT INTO board.sessions (board_id, digest, expires_at) VALUES ($1, $2, now() + $3 * interval '1 day')`
const REMOVE = 'DELETE FROM board.sessions WHERE board_id = $1 AND digest = $2'
/** The boards of a database: each has its admin key, and keeps its sessions beside itself. */
export function doorOf(database: Queryable): Door<Board> {
  return {
    part: 'board',
    tenantOf: ({ boardId }) => String(boardId),
    findByKey: (key) => findByAdminKey(database, key),
    async findBySession({ tenant, digest }) {
      const boardId = readId(tenant)
      const rows = boardId === undefined ? [] : await database.query(FIND, [boardId, digest])
      return rows.length > 0 ? findById(database, boardId!) : undefined
    },
    async addSession({ tenant, digest }) {
      await database.query(FORGET_EXPIRED, [Number(tenant)])
      await database.query(ADD, [Number(tenant), digest, SESSION_DAYS])
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
