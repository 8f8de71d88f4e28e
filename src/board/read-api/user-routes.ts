import type { Static } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { idOf, isUser } from '../people/actor'
import { deletePerson } from '../people/remove'
import { withBoardLock } from '../store/lock'
import { wantsCsv } from './csv'
import { describe } from './describe'
import { listEvents } from './events'
import * as shapes from './shapes'
import * as tables from './tables'
import { listUsers, totalUsers } from './user-list'
import { listIds, loadUsers } from './users'
import { askedInPages, type Context } from './context'

/** Persons: lists of them, one of them, what one did. */
export function userRoutes(app: FastifyInstance, { database, boardOf, keptOf, personOf }: Context): void {
  app.get<{ Querystring: Static<typeof shapes.UsersQuery> }>(
    '/users',
    describe('Persons: found, filtered, sorted', { querystring: shapes.UsersQuery }, shapes.Users),
    async (request, reply) => {
      const { cursor: _cursor, limit: _limit, ...filter } = request.query
      const known = await keptOf(request)
      // All pages of a table would drive out what is asked for again.
      const kept = wantsCsv(request) ? { ...known, query: database.query } : known
      return askedInPages(request, reply, 'users', tables.USER_COLUMNS, (page) =>
        listUsers(database, kept, boardOf(request), filter, page)
      )
    }
  )

  app.get<{ Querystring: Static<typeof shapes.UsersTotalQuery> }>(
    '/totals/users',
    describe(
      'How many persons a list has, and what they earned',
      { querystring: shapes.UsersTotalQuery },
      shapes.UsersTotal
    ),
    async (request) => totalUsers(await keptOf(request), boardOf(request), request.query)
  )

  app.get<{ Params: Static<typeof shapes.UserParams> }>(
    '/users/:id',
    describe('A person, by any id they ever had', { params: shapes.UserParams }, shapes.User, 404),
    async (request) => {
      const board = boardOf(request)
      const [user] = await loadUsers(database, board, [await personOf(board, request.params.id)])
      return user
    }
  )

  app.delete<{ Params: Static<typeof shapes.UserParams> }>(
    '/users/:id',
    describe('Delete a person and every event of theirs', { params: shapes.UserParams }, shapes.Deleted, 403, 404),
    async (request) => {
      const board = boardOf(request)
      const person = await personOf(board, request.params.id)
      const ids = isUser(person) ? { userId: idOf(person) } : { anonymousId: idOf(person) }
      const deleted = await withBoardLock(database, board.boardId, (transaction) =>
        deletePerson(transaction, board.boardId, ids)
      )
      return { deleted_events: deleted }
    }
  )

  app.get<{ Params: Static<typeof shapes.UserParams>; Querystring: Static<typeof shapes.PageQuery> }>(
    '/users/:id/ids',
    describe(
      'All ids of a person',
      { params: shapes.UserParams, querystring: shapes.PageQuery },
      shapes.PersonIds,
      404
    ),
    async (request, reply) => {
      const board = boardOf(request)
      const { id } = request.params
      const person = await personOf(board, id)
      return askedInPages(request, reply, 'ids', tables.ID_COLUMNS, (page) =>
        listIds(database, board, person, id, page)
      )
    }
  )

  app.get<{ Params: Static<typeof shapes.UserParams>; Querystring: Static<typeof shapes.PageQuery> }>(
    '/users/:id/timeline',
    describe(
      'What a person did, newest first',
      { params: shapes.UserParams, querystring: shapes.PageQuery },
      shapes.Events,
      404
    ),
    async (request, reply) => {
      const board = boardOf(request)
      const { id } = request.params
      const filter = { person: { key: await personOf(board, id), id } }
      return askedInPages(request, reply, 'events', tables.EVENT_COLUMNS, (page) =>
        listEvents(database, board, filter, page)
      )
    }
  )
}
