import { Static, TSchema, Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Database } from '../../database'
import { createEventStreams, type SignIn } from '../../web'
import { Board, rotateToken } from '../store/boards'
import { problem } from '../errors'
import { withBoardLock } from '../store/lock'
import { deletePerson } from '../people/remove'
import { idOf, isUser } from '../people/actor'
import { listEvents } from './events'
import { readMetrics } from './metrics'
import { readRetention } from './retention'
import * as shapes from './shapes'
import { loadSpend, saveSpend, tagOf } from './spend'
import { streamEvents } from './stream'
import { listUsers } from './user-list'
import { findPerson, listIds, loadUsers } from './users'

/** The read API: what the dashboard and scripts call, with the admin key or the session's cookie. Mounted at /api. */
export function readApi(database: Database, signIn: SignIn<Board>) {
  return async (app: FastifyInstance): Promise<void> => {
    const boards = new WeakMap<FastifyRequest, Board>()
    const boardOf = (request: FastifyRequest) => boards.get(request) as Board
    app.addHook('onRequest', async (request, reply) => {
      void reply.header('Cache-Control', 'no-store')
      boards.set(request, await signIn.readerOf(request))
    })

    const personOf = async (board: Board, id: string) => {
      const person = await findPerson(database, board, id)
      if (!person) throw problem('not_found', { what: `person with the id ${id}` })
      return person
    }

    app.get<{ Querystring: Static<typeof shapes.MetricsQuery> }>(
      '/metrics',
      describe('Metrics of a range, by period and as a whole', { querystring: shapes.MetricsQuery }, shapes.Metrics),
      (request) => readMetrics(database, boardOf(request), request.query)
    )

    app.get<{ Querystring: Static<typeof shapes.RetentionQuery> }>(
      '/retention',
      describe('Who stayed active, by signup month', { querystring: shapes.RetentionQuery }, shapes.Retention),
      (request) => readRetention(database, boardOf(request), request.query)
    )

    app.get<{ Querystring: Static<typeof shapes.UsersQuery> }>(
      '/users',
      describe('Persons: found, filtered, sorted', { querystring: shapes.UsersQuery }, shapes.Users),
      (request) => {
        const { cursor, limit, ...filter } = request.query
        return listUsers(database, boardOf(request), filter, { cursor, limit })
      }
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
      async (request) => {
        const board = boardOf(request)
        const { id } = request.params
        return listIds(database, board, await personOf(board, id), id, request.query)
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
      async (request) => {
        const board = boardOf(request)
        const { id } = request.params
        return listEvents(database, board, { person: { key: await personOf(board, id), id } }, request.query)
      }
    )

    app.get<{ Querystring: Static<typeof shapes.EventsQuery> }>(
      '/events',
      describe('Events, newest first', { querystring: shapes.EventsQuery }, shapes.Events),
      async (request) => {
        const board = boardOf(request)
        const { cursor, limit, user, ...filter } = request.query
        if (user === undefined) return listEvents(database, board, filter, { cursor, limit })
        const key = await findPerson(database, board, user)
        if (key === undefined) return { events: [], next_cursor: null }
        return listEvents(database, board, { ...filter, person: { key, id: user } }, { cursor, limit })
      }
    )

    const openStream = createEventStreams(app, signIn)
    app.get(
      '/events/stream',
      {
        schema: {
          summary: 'Events as they are stored, as server-sent events',
          security,
          produces: ['text/event-stream']
        }
      },
      (request, reply) => streamEvents(database, boardOf(request), request, () => openStream(request, reply))
    )

    app.get('/spend', describe('The acquisition spend entered', {}, shapes.Spend), async (request, reply) => {
      const spend = await loadSpend(database, boardOf(request))
      void reply.header('ETag', tagOf(spend))
      return spend
    })

    app.put(
      '/spend',
      {
        ...describe(
          'Replace the acquisition spend; with If-Match only what was read',
          { body: shapes.Spend },
          shapes.Spend,
          403,
          409
        ),
        // `saveSpend` names the month and the currency that are wrong, which a schema cannot.
        validatorCompiler: () => () => true
      },
      async (request, reply) => {
        const spend = await saveSpend(database, boardOf(request), request.body, request.headers['if-match'])
        void reply.header('ETag', tagOf(spend))
        return spend
      }
    )

    app.get(
      '/settings/integrations',
      describe('The Token ID, for Segment and other senders', {}, shapes.Integrations),
      async (request) => integrations(boardOf(request))
    )

    app.post(
      '/settings/integrations/rotate',
      describe('A new Token ID; the old one stops working at once', {}, shapes.Integrations, 403),
      async (request) => integrations(await rotateToken(database, boardOf(request)))
    )

    app.delete(
      '/session',
      { schema: { summary: 'Sign out', security, response: { 204: Type.Null(), ...errors(401, 403, 429) } } },
      async (request, reply) => {
        await signIn.signOut(request, reply)
        return reply.code(204).send()
      }
    )
  }
}

const security = [{ adminKey: [] }]

function describe(
  summary: string,
  accepts: { querystring?: TSchema; params?: TSchema; body?: TSchema },
  answer: TSchema,
  ...more: number[]
) {
  return {
    schema: { summary, security, ...accepts, response: { 200: answer, ...errors(400, 401, ...more, 429, 503) } }
  }
}

function errors(...statuses: number[]) {
  return Object.fromEntries(statuses.map((status) => [status, shapes.ErrorAnswer]))
}

function integrations({ tokenId, name }: Board): shapes.Integrations {
  return { token_id: tokenId, name }
}
