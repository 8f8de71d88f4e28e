import { Static, Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Database } from '../../database'
import { createEventStreams, type EventStreams, type SignIn } from '../../web'
import { Board, rotateToken } from '../store/boards'
import type { Reader } from '../store/sessions'
import { problem } from '../errors'
import { withBoardLock } from '../store/lock'
import { deletePerson } from '../people/remove'
import { idOf, isUser } from '../people/actor'
import { createAnswers } from './answers'
import { readAudiences } from './audiences'
import { loadCampaignSpend, saveCampaignSpend } from './campaign-spend'
import { readCampaigns } from './campaigns'
import { allPages, sendCsv, wantsCsv, type Column } from './csv'
import { describe, errors, security } from './describe'
import { EventsFilter, listEvents, loadCohort, totalEvents } from './events'
import { readFunnel } from './funnel'
import { linkRoutes } from './links'
import { readMetrics } from './metrics'
import { readRetention } from './retention'
import { Pipeline } from './neighbour'
import { hasSample, loadSample, removeSample } from './sample'
import * as shapes from './shapes'
import { loadSpend, saveSpend, tagOf } from './spend'
import { streamEvents } from './stream'
import * as tables from './tables'
import { listUsers, totalUsers } from './user-list'
import { findPerson, listIds, loadUsers } from './users'

/** The read API: what the dashboard and scripts call, with the admin key or the session's cookie. Mounted at /api. */
export function readApi(database: Database, signIn: SignIn<Reader>) {
  return async (app: FastifyInstance): Promise<void> => {
    const streams = createEventStreams(app, signIn)
    await app.register(sessionApi(signIn, streams))
    await app.register(boardApi(database, signIn, streams))
  }
}

/** A session is ended by whoever has it, also where it may only read. */
function sessionApi(signIn: SignIn<Reader>, streams: EventStreams) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get(
      '/session',
      describe('Which board the key opens, and whether for reading alone', {}, shapes.Session),
      async (request) => {
        const { name, link } = await signIn.readerOf(request)
        return { name, read_only: link !== undefined }
      }
    )

    app.delete(
      '/session',
      { schema: { summary: 'Sign out', security, response: { 204: Type.Null(), ...errors(403) } } },
      async (request, reply) => {
        await signIn.signOut(request, reply)
        await streams.review()
        return reply.code(204).send()
      }
    )
  }
}

function boardApi(database: Database, signIn: SignIn<Reader>, streams: EventStreams) {
  return async (app: FastifyInstance): Promise<void> => {
    const answers = createAnswers(database)
    const boards = new WeakMap<FastifyRequest, Board>()
    const pipelines = new Map<number, Pipeline>()
    const boardOf = (request: FastifyRequest) => boards.get(request) as Board
    app.addHook('onRequest', async (request, reply) => {
      void reply.header('Cache-Control', 'no-store')
      // What is below /settings holds keys.
      const isSettings = request.routeOptions.url?.startsWith('/api/settings/')
      boards.set(request, await (isSettings ? signIn.ownerOf(request) : signIn.readerOf(request)))
    })
    const keptOf = (request: FastifyRequest) => answers.of(boardOf(request))
    linkRoutes(app, database, boardOf, streams)

    const personOf = async (board: Board, id: string) => {
      const person = await findPerson(database, board, id)
      if (!person) throw problem('not_found', { what: `person with the id ${id}` })
      return person
    }

    /** Nothing where the user is not known: then there are no events. */
    const filterOf = async (
      board: Board,
      { user, cohort: month, ...plain }: Static<typeof shapes.EventsTotalQuery>
    ): Promise<EventsFilter | undefined> => {
      const actors = month === undefined ? [] : await loadCohort(await answers.of(board), board, month)
      const filter = month === undefined ? plain : { ...plain, cohort: { month, actors } }
      if (user === undefined) return filter
      const key = await findPerson(database, board, user)
      return key === undefined ? undefined : { ...filter, person: { key, id: user } }
    }
    const eventsOf = (
      request: FastifyRequest,
      reply: FastifyReply,
      board: Board,
      filter: EventsFilter,
      page: { cursor?: string; limit?: number }
    ) => {
      if (!wantsCsv(request)) return listEvents(database, board, filter, page)
      const next = async (cursor: string | undefined) => {
        const { events, next_cursor } = await listEvents(database, board, filter, { cursor, limit: CSV_PAGE })
        return { rows: events, next_cursor }
      }
      return sendCsv(reply, 'events', tables.EVENT_COLUMNS, allPages(next))
    }

    app.get<{ Querystring: Static<typeof shapes.MetricsQuery> }>(
      '/metrics',
      describe('Metrics of a range, by period and as a whole', { querystring: shapes.MetricsQuery }, shapes.Metrics),
      async (request, reply) => {
        const metrics = await readMetrics(await keptOf(request), boardOf(request), request.query, Date.now())
        return asked(request, reply, metrics, 'metrics', tables.periodColumns(metrics), metrics.periods)
      }
    )

    app.get<{ Querystring: Static<typeof shapes.RangeQuery> }>(
      '/retention',
      describe(
        'Who stayed active and what they earned, by signup month',
        { querystring: shapes.RangeQuery },
        shapes.Retention
      ),
      async (request, reply) => {
        const retention = await readRetention(await keptOf(request), boardOf(request), request.query, Date.now())
        return asked(request, reply, retention, 'cohorts', tables.cohortColumns(retention), retention.cohorts)
      }
    )

    app.get<{ Querystring: Static<typeof shapes.RangeQuery> }>(
      '/funnel',
      describe('From the first visit to the first payment', { querystring: shapes.RangeQuery }, shapes.Funnel),
      async (request, reply) => {
        const funnel = await readFunnel(await keptOf(request), boardOf(request), request.query, Date.now())
        return asked(request, reply, funnel, 'funnel', tables.STEP_COLUMNS, funnel.steps)
      }
    )

    app.get<{ Querystring: Static<typeof shapes.RangeQuery> }>(
      '/campaigns',
      describe('Signups by the campaign that brought them', { querystring: shapes.RangeQuery }, shapes.Campaigns),
      async (request, reply) => {
        const campaigns = await readCampaigns(await keptOf(request), boardOf(request), request.query, Date.now())
        return asked(request, reply, campaigns, 'campaigns', tables.campaignColumns(campaigns), campaigns.campaigns)
      }
    )

    app.get(
      '/audiences',
      describe('Attributes that are true or false', {}, shapes.Audiences),
      async (request, reply) => {
        const audiences = await readAudiences(await keptOf(request), boardOf(request))
        return asked(request, reply, audiences, 'audiences', tables.audienceColumns(audiences), audiences.audiences)
      }
    )

    app.get<{ Querystring: Static<typeof shapes.UsersQuery> }>(
      '/users',
      describe('Persons: found, filtered, sorted', { querystring: shapes.UsersQuery }, shapes.Users),
      async (request, reply) => {
        const { cursor, limit, ...filter } = request.query
        const board = boardOf(request)
        if (!wantsCsv(request)) {
          return listUsers(database, await keptOf(request), board, filter, { cursor, limit })
        }
        const page = async (next: string | undefined) => {
          const { users, next_cursor } = await listUsers(database, database, board, filter, {
            cursor: next,
            limit: CSV_PAGE
          })
          return { rows: users, next_cursor }
        }
        return sendCsv(reply, 'users', tables.USER_COLUMNS, allPages(page))
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
      async (request, reply) => {
        const board = boardOf(request)
        const { id } = request.params
        const filter = { person: { key: await personOf(board, id), id } }
        return eventsOf(request, reply, board, filter, request.query)
      }
    )

    app.get<{ Querystring: Static<typeof shapes.EventsQuery> }>(
      '/events',
      describe('Events, newest first', { querystring: shapes.EventsQuery }, shapes.Events),
      async (request, reply) => {
        const board = boardOf(request)
        const { cursor, limit, ...query } = request.query
        const filter = await filterOf(board, query)
        if (filter === undefined) return { events: [], next_cursor: null }
        return eventsOf(request, reply, board, filter, { cursor, limit })
      }
    )

    app.get<{ Querystring: Static<typeof shapes.EventsTotalQuery> }>(
      '/totals/events',
      describe(
        'How many events a list has, and their sum',
        { querystring: shapes.EventsTotalQuery },
        shapes.EventsTotal
      ),
      async (request) => {
        const filter = await filterOf(boardOf(request), request.query)
        return filter === undefined
          ? { count: 0, sums: {} }
          : totalEvents(await keptOf(request), boardOf(request), filter)
      }
    )

    app.get(
      '/events/stream',
      {
        schema: {
          summary: 'Events as they are stored, as server-sent events',
          security,
          produces: ['text/event-stream']
        }
      },
      (request, reply) => streamEvents(database, boardOf(request), request, () => streams.open(request, reply))
    )

    app.get('/spend', describe('The acquisition spend entered', {}, shapes.Spend), async (request, reply) => {
      const spend = await loadSpend(database, boardOf(request))
      void reply.header('ETag', tagOf(spend))
      return asked(request, reply, spend, 'spend', tables.SPEND_COLUMNS, tables.spendRows(spend))
    })

    app.get(
      '/spend/campaigns',
      describe('The spend entered by campaign', {}, shapes.CampaignSpend),
      async (request, reply) => {
        const spend = await loadCampaignSpend(database, boardOf(request))
        void reply.header('ETag', tagOf(spend))
        return asked(request, reply, spend, 'campaign-spend', tables.CAMPAIGN_SPEND_COLUMNS, spend)
      }
    )

    app.put<{ Body: shapes.CampaignSpend }>(
      '/spend/campaigns',
      describe(
        'Replace the spend by campaign; with If-Match only what was read',
        { body: shapes.CampaignSpend },
        shapes.CampaignSpend,
        403,
        409
      ),
      async (request, reply) => {
        const spend = await saveCampaignSpend(database, boardOf(request), request.body, request.headers['if-match'])
        void reply.header('ETag', tagOf(spend))
        return spend
      }
    )

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
      describe('The Token ID, for Segment and other senders', {}, shapes.Integrations, 403),
      async (request) => ({ ...integrations(boardOf(request)), pipeline: pipelines.get(boardOf(request).boardId) })
    )

    app.put<{ Body: Pipeline }>(
      '/settings/pipeline',
      describe(
        'Say which pipeline runs beside the board, as long as this process does',
        { body: Pipeline },
        Pipeline,
        403
      ),
      async (request) => {
        pipelines.set(boardOf(request).boardId, request.body)
        return request.body
      }
    )

    app.get('/sample', describe('Whether there are sample data', {}, shapes.Sample), async (request) => ({
      present: await hasSample(database, boardOf(request))
    }))

    app.post(
      '/sample',
      describe('Load sample data through the pipeline', {}, shapes.Sample, 403, 409),
      async (request) => {
        const board = boardOf(request)
        const events = await loadSample(database, board, pipelines.get(board.boardId), new Date())
        return { present: true, events }
      }
    )

    app.delete('/sample', describe('Remove the sample data', {}, shapes.Sample, 403), async (request) => ({
      present: false,
      events: await removeSample(database, boardOf(request), new Date())
    }))

    app.post(
      '/settings/integrations/rotate',
      describe('A new Token ID; the old one stops working at once', {}, shapes.Integrations, 403),
      async (request) => integrations(await rotateToken(database, boardOf(request)))
    )
  }
}

/** As many rows are read at a time for a table. */
const CSV_PAGE = 200

/** The answer as JSON, or as a table where the client asks for one. */
function asked<Row>(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: object,
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[]
): object | Promise<FastifyReply> {
  return wantsCsv(request) ? sendCsv(reply, name, columns, rows) : answer
}

function integrations({ tokenId, name, boardId }: Board): shapes.Integrations {
  return { token_id: tokenId, name, number: boardId }
}
