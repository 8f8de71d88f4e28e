import type { Static } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { describe, security } from './describe'
import type { EventsFilter } from './event-filter'
import { totalEvents } from './event-totals'
import { listEvents, loadCohort } from './events'
import * as shapes from './shapes'
import { streamEvents } from './stream'
import * as tables from './tables'
import { findPerson } from './users'
import { askedInPages, type Context } from './context'

const NO_EVENTS: shapes.Events = { events: [], next_cursor: null }

/** Events of the board, in pages and as they come. */
export function eventRoutes(app: FastifyInstance, { database, streams, boardOf, keptOf }: Context): void {
  /** Nothing where the user is not known: then there are no events. */
  const filterOf = async (
    request: FastifyRequest,
    { user, cohort: month, ...plain }: Static<typeof shapes.EventsTotalQuery>
  ): Promise<EventsFilter | undefined> => {
    const board = boardOf(request)
    const actors = month === undefined ? [] : await loadCohort(await keptOf(request), board, month)
    const filter = month === undefined ? plain : { ...plain, cohort: { month, actors } }
    if (user === undefined) return filter
    const key = await findPerson(database, board, user)
    return key === undefined ? undefined : { ...filter, person: { key, id: user } }
  }

  app.get<{ Querystring: Static<typeof shapes.EventsQuery> }>(
    '/events',
    describe('Events, newest first', { querystring: shapes.EventsQuery }, shapes.Events),
    async (request, reply) => {
      const { cursor: _cursor, limit: _limit, ...query } = request.query
      const filter = await filterOf(request, query)
      return askedInPages(request, reply, 'events', tables.EVENT_COLUMNS, async (page) =>
        filter ? listEvents(database, boardOf(request), filter, page) : NO_EVENTS
      )
    }
  )

  app.get<{ Querystring: Static<typeof shapes.EventsTotalQuery> }>(
    '/totals/events',
    describe('How many events a list has, and their sum', { querystring: shapes.EventsTotalQuery }, shapes.EventsTotal),
    async (request) => {
      const filter = await filterOf(request, request.query)
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
}
