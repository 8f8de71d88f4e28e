import { Static, Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { problem } from '../errors'
import { digest } from '../secrets'
import { storable } from '../storable'
import { withBoardLock } from '../store/lock'
import { newLink, revokeLinks } from '../store/links'
import { isoTime } from '../time'
import { describe } from './describe'
import * as shapes from './shapes'
import * as tables from './tables'
import { asked, type Context } from './context'

/** Links of a board that work at a time. */
const MOST_LINKS = 100

const COLUMNS = ['made_at', 'used_at'].map((column) => `${isoTime(column)} AS ${column}`).join(', ')
const LIST = `SELECT link_id AS id, name, ${COLUMNS} FROM board.read_links
  WHERE board_id = $1 AND revoked_at IS NULL ORDER BY read_links.made_at DESC, link_id`
const ADD = `INSERT INTO board.read_links (board_id, link_id, digest, name) VALUES ($1, $2, $3, $4)
  RETURNING link_id AS id, name, ${COLUMNS}`

const Params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) })

/** Read-only links: made, listed and revoked by who has the admin key. */
export function linkRoutes(app: FastifyInstance, { database, streams, boardOf }: Context): void {
  app.get(
    '/settings/links',
    describe('The read-only links that work', {}, shapes.Links, 403),
    async (request, reply) => {
      const links = await database.query<shapes.Link>(LIST, [boardOf(request).boardId])
      return asked(request, reply, { links }, 'links', () => tables.LINK_COLUMNS, links)
    }
  )

  app.post<{ Body: shapes.NewLink }>(
    '/settings/links',
    describe('Make a read-only link; its key is told this once', { body: shapes.NewLink }, shapes.MadeLink, 403, 409),
    async (request): Promise<shapes.MadeLink> => {
      const { boardId } = boardOf(request)
      const { id, key } = newLink(boardId)
      const name = storable(request.body.name).trim()
      return withBoardLock(database, boardId, async (transaction) => {
        const links = await transaction.query(LIST, [boardId])
        if (links.length >= MOST_LINKS) throw problem('too_many_links', { most: MOST_LINKS })
        const [made] = await transaction.query<shapes.Link>(ADD, [boardId, id, digest(key), name])
        return { ...made, key }
      })
    }
  )

  app.delete<{ Params: Static<typeof Params> }>(
    '/settings/links/:id',
    describe('Revoke a read-only link: it opens nothing from now on', { params: Params }, shapes.Links, 403, 404),
    async (request): Promise<shapes.Links> => {
      const { boardId } = boardOf(request)
      const { id } = request.params
      if ((await revokeLinks(database, boardId, id)) === 0) throw problem('not_found', { what: `link ${id}` })
      await streams.review()
      return { links: await database.query<shapes.Link>(LIST, [boardId]) }
    }
  )
}
