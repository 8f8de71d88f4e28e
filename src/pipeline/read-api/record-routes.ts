import type { FastifyInstance } from 'fastify'
import type { Database } from '../../database'
import { createEventStreams, type SignIn } from '../../web'
import { problem } from '../errors'
import { CountsQuery, EventsQuery, ResendInput, WhyQuery, type Why } from './shapes'
import { countStates } from '../record/counts'
import { eventPath } from '../record/path'
import { refusedPath } from '../record/refused-path'
import { resend } from '../record/resend'
import { searchEvents } from '../record/search'
import { explain } from '../record/why'
import type { Sources } from '../sources'
import { sourceOf } from './destination-routes'
import type { OutcomeFeed } from './outcome-feed'

export interface RecordRoutes {
  database: Database
  sources: Sources
  feed: OutcomeFeed
  signIn: SignIn<unknown>
  now: () => Date
}

type OfSource = { Params: { source: string } }
type OfEvent = { Params: { source: string; messageId: string } }

/** What came, what became of it, and sending it again. */
export async function recordRoutes(
  app: FastifyInstance,
  { database, sources, feed, signIn, now }: RecordRoutes
): Promise<void> {
  const openStream = createEventStreams(app, signIn)
  const of = ({ params }: { params: OfSource['Params'] }) => sourceOf(sources, params.source).id

  app.get<OfSource & { Querystring: EventsQuery }>('/events', { schema: { querystring: EventsQuery } }, (request) =>
    searchEvents(database, of(request), request.query)
  )
  app.get<OfEvent>('/events/:messageId', async (request) => {
    const { messageId } = request.params
    const source = of(request)
    const path = (await eventPath(database, source, messageId)) ?? (await refusedPath(database, source, messageId))
    if (!path) throw problem('unknown_event', { id: messageId })
    return path
  })
  app.post<OfEvent>('/events/:messageId/resend', async (request) => {
    const { messageId } = request.params
    return { resent: await resend(database, of(request), { messageId }, now()) }
  })
  app.post<OfSource & { Body: ResendInput }>('/resend', { schema: { body: ResendInput } }, async (request) => ({
    resent: await resend(database, of(request), request.body, now())
  }))
  app.get<OfSource & { Querystring: CountsQuery }>('/counts', { schema: { querystring: CountsQuery } }, (request) =>
    countStates(database, of(request), request.query.hours ?? 24, now())
  )
  app.get<OfSource & { Querystring: WhyQuery }>('/why', { schema: { querystring: WhyQuery } }, async (request) => {
    const { events } = await searchEvents(database, of(request), { query: request.query.query, limit: 20 })
    const answers = events.map(({ deliveries, ...event }): Why => ({ ...event, answer: explain({ deliveries }) }))
    return { answers }
  })
  app.get<OfSource>('/stream', async (request, reply) => feed.listen(of(request), openStream(request, reply)))
}
