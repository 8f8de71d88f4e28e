import type { FastifyInstance } from 'fastify'
import type { Database } from '../../database'
import { createEventStreams, type SignIn } from '../../web'
import { problem } from '../errors'
import { CountsQuery, DiscardInput, EventsQuery, ResendInput, WhyQuery, type LaneStatus, type Why } from './shapes'
import type { Engine } from '../deliver/engine'
import { countStates } from '../record/counts'
import { eventPath } from '../record/path'
import { healthOf } from '../record/health'
import { reasonsOf } from '../record/reasons'
import { refusedPath } from '../record/refused-path'
import { discardByHand, resend, type ResendFilter } from '../record/resend'
import type { Rollups } from '../record/rollups'
import { searchEvents } from '../record/search'
import type { Keep } from '../record/upkeep'
import { explain } from '../record/why'
import type { LoadedSource, Sources } from '../sources'
import { hasten, selectLanes } from '../store/lanes'
import type { MessageIds } from '../store/message-ids'
import type { Numbers } from '../store/numbers'
import { sourceOf } from './destination-routes'
import type { OutcomeFeed } from './outcome-feed'
import { remakeOf } from './preview'

export interface RecordRoutes {
  database: Database
  numbers: Numbers
  ids: MessageIds
  rollups: Rollups
  engine: Engine
  sources: Sources
  feed: OutcomeFeed
  signIn: SignIn<unknown>
  keep: Keep
  now: () => Date
}

interface OfSource {
  Params: { source: string }
}
interface OfEvent {
  Params: { source: string; messageId: string }
}

/** What came, what became of it, and sending it again. */
export async function recordRoutes(
  app: FastifyInstance,
  { database, numbers, ids, rollups, engine, sources, feed, signIn, keep, now }: RecordRoutes
): Promise<void> {
  const { open: openStream } = createEventStreams(app, signIn)
  const loaded = ({ params }: { params: OfSource['Params'] }) => sourceOf(sources, params.source)
  const of = (request: { params: OfSource['Params'] }) => loaded(request).id
  const sendAgain = async (source: LoadedSource, filter: ResendFilter) => {
    const routable = { ...source, name: engine.definition.name }
    const resent = await resend(database, numbers, ids, routable, filter, now())
    if (filter.state === 'retrying') await hasten(database, source.id, filter.mapping ?? null, now())
    return resent
  }

  app.get<OfSource & { Querystring: EventsQuery }>('/events', { schema: { querystring: EventsQuery } }, (request) =>
    searchEvents(database, ids, of(request), request.query)
  )
  app.get<OfEvent>('/events/:messageId', async (request) => {
    const { messageId } = request.params
    const source = loaded(request)
    const path =
      (await eventPath(database, ids, source.id, messageId, remakeOf(engine, source))) ??
      (await refusedPath(database, source.id, messageId))
    if (!path) throw problem('unknown_event', { id: messageId })
    return path
  })
  app.post<OfEvent>('/events/:messageId/resend', async (request) => {
    const { messageId } = request.params
    let resent = 0
    for (const state of ['discarded', 'filtered', 'retrying'] as const) {
      resent += await sendAgain(loaded(request), { messageId, state })
    }
    return { resent }
  })
  app.post<OfSource & { Body: ResendInput }>('/resend', { schema: { body: ResendInput } }, async (request) => ({
    resent: await sendAgain(loaded(request), request.body)
  }))
  app.post<OfSource & { Body: DiscardInput }>('/discard', { schema: { body: DiscardInput } }, async (request) => ({
    discarded: await discardByHand(database, of(request), request.body, now())
  }))
  app.get<OfSource & { Querystring: CountsQuery }>(
    '/reasons',
    { schema: { querystring: CountsQuery } },
    async (request) => ({
      reasons: await reasonsOf(database, rollups, loaded(request), request.query.hours ?? 24, now())
    })
  )
  app.get<OfSource & { Querystring: CountsQuery }>('/health', { schema: { querystring: CountsQuery } }, (request) =>
    healthOf(database, rollups, of(request), request.query.hours ?? 24, keep, now())
  )
  app.get<OfSource>('/lanes', async (request) => {
    const lanes = await selectLanes(database, [of(request)])
    return {
      lanes: lanes.flatMap(({ mappingId, state, since, until, code, reason }): LaneStatus[] =>
        state === 'open'
          ? []
          : [{ mappingId, state, since: since.toISOString(), until: until.toISOString(), code, reason }]
      )
    }
  })
  app.get<OfSource & { Querystring: CountsQuery }>('/counts', { schema: { querystring: CountsQuery } }, (request) =>
    countStates(rollups, of(request), request.query.hours ?? 24, now())
  )
  app.get<OfSource & { Querystring: WhyQuery }>('/why', { schema: { querystring: WhyQuery } }, async (request) => {
    const { events } = await searchEvents(database, ids, of(request), { query: request.query.query, limit: 20 })
    const answers = events.map(({ deliveries, ...event }): Why => ({
      ...event,
      states: deliveries.map(({ state }) => state),
      answer: explain({ deliveries })
    }))
    return { answers }
  })
  app.get<OfSource>('/stream', async (request, reply) => feed.listen(of(request), openStream(request, reply)))
}
