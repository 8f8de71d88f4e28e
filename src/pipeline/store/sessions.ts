import { createHash, timingSafeEqual } from 'node:crypto'
import type { Queryable } from '../../database'
import { SESSION_DAYS, type Door } from '../../web'

const FIND = 'SELECT 1 FROM pipeline.sessions WHERE door = $1 AND digest = $2 AND expires_at > now()'
const FORGET_EXPIRED = 'DELETE FROM pipeline.sessions WHERE door = $1 AND expires_at <= now()'
const ADD = `INSERT INTO pipeline.sessions (door, digest, expires_at) VALUES ($1, $2, now() + $3 * interval '1 day')`
const REMOVE = 'DELETE FROM pipeline.sessions WHERE door = $1 AND digest = $2'
/** The pipeline has one admin key, whatever its sources. Another key ends the sessions of the one before. */
export function doorOf(database: Queryable, adminKey: string): Door<'admin'> {
  const door = digestOf(adminKey)
  return {
    part: 'pipeline',
    tenantOf: () => '',
    findByKey: async (key) => (timingSafeEqual(Buffer.from(digestOf(key)), Buffer.from(door)) ? 'admin' : undefined),
    findBySession: async ({ digest }) =>
      (await database.query(FIND, [door, digest])).length > 0 ? 'admin' : undefined,
    async addSession({ digest }) {
      await database.query(FORGET_EXPIRED, [door])
      await database.query(ADD, [door, digest, SESSION_DAYS])
    },
    removeSession: async ({ digest }) => void (await database.query(REMOVE, [door, digest]))
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
