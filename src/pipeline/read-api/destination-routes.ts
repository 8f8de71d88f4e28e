import type { FastifyInstance } from 'fastify'
import { problem } from '../errors'
import {
  CompareInput,
  DestinationInput,
  MappingInput,
  PreviewInput,
  SettingsTest,
  SubscriptionsFile,
  TesterInput,
  type TestAnswer
} from './shapes'
import { acceptCall } from '../receive/accept'
import type { Rollups } from '../record/rollups'
import type { LoadedSource, Sources } from '../sources'
import { updateSettings } from '../store/sources'
import { changeSettings, destinationCard } from './destination-card'
import { Mappings } from './mappings'
import { preview } from './preview'
import { samples } from './samples'
import { compare, testEvent, type TesterOptions } from './tester'

export type DestinationRoutes = TesterOptions & { sources: Sources; rollups: Rollups; catalogId: string }

interface OfSource {
  Params: { source: string }
}
interface OfMapping {
  Params: { source: string; id: string }
}

/** Settings, mappings, and ways to try them. */
export async function destinationRoutes(app: FastifyInstance, options: DestinationRoutes): Promise<void> {
  const { database, sources, rollups, engine, catalogId, now } = options
  const { definition } = engine
  const mappings = new Mappings({ database, rollups, sources, definition, now })
  const card = (source: LoadedSource) => destinationCard(definition, catalogId, source)
  const of = ({ params }: { params: OfSource['Params'] }) => sourceOf(sources, params.source)

  app.get<OfSource>('/destination', (request) => card(of(request)))
  app.put<OfSource & { Body: DestinationInput }>(
    '/destination',
    { schema: { body: DestinationInput } },
    async (request) => {
      const source = of(request)
      const settings = changeSettings(definition, source.settings, request.body.settings ?? {})
      await updateSettings(database, source.id, settings, request.body.enabled ?? source.enabled)
      await sources.refresh()
      return card(of(request))
    }
  )
  app.post<OfSource & { Body: SettingsTest }>(
    '/destination/test',
    { schema: { body: SettingsTest } },
    async (request): Promise<TestAnswer> => {
      const settings = changeSettings(definition, of(request).settings, request.body.settings ?? {})
      const message = await engine.testAuthentication(settings)
      return message === undefined ? { ok: true } : { ok: false, message }
    }
  )

  app.get<OfSource>('/mappings', async (request) => ({ mappings: await mappings.list(of(request)) }))
  app.post<OfSource & { Body: MappingInput }>('/mappings', { schema: { body: MappingInput } }, (request) =>
    mappings.create(of(request), request.body)
  )
  app.put<OfMapping & { Body: MappingInput }>('/mappings/:id', { schema: { body: MappingInput } }, (request) =>
    mappings.update(of(request), request.params.id, request.body, request.headers['if-match'])
  )
  app.delete<OfMapping>('/mappings/:id', async (request, reply) => {
    await mappings.remove(of(request), request.params.id)
    return reply.code(204).send()
  })
  app.get<OfMapping>('/mappings/:id/history', async (request) => ({
    versions: await mappings.history(of(request), request.params.id)
  }))
  app.post<OfMapping>('/mappings/:id/duplicate', (request) => mappings.duplicate(of(request), request.params.id))
  app.post<OfMapping>('/mappings/:id/reset', (request) => mappings.reset(of(request), request.params.id))
  app.get<OfSource>('/mappings/export', (request) => ({ subscriptions: mappings.export(of(request)) }))
  app.post<OfSource & { Body: SubscriptionsFile }>(
    '/mappings/import',
    { schema: { body: SubscriptionsFile } },
    async (request) => {
      await mappings.import(of(request), request.body.subscriptions)
      return { mappings: await mappings.list(of(request)) }
    }
  )

  app.get<OfSource>('/samples', () => ({ samples }))
  app.post<OfSource & { Body: PreviewInput }>('/preview', { schema: { body: PreviewInput } }, (request) => {
    const { event, mapping } = request.body
    const accepted = acceptCall({ messageId: 'preview', ...event }, { receivedAt: now().getTime(), channel: 'server' })
    return preview(engine, of(request).settings, mapping, accepted.event)
  })
  app.post<OfSource & { Body: CompareInput }>('/compare', { schema: { body: CompareInput } }, (request) =>
    compare(options, of(request), request.body)
  )
  app.post<OfSource & { Body: TesterInput }>('/tester', { schema: { body: TesterInput } }, (request) =>
    testEvent(options, of(request), request.body)
  )
}

export function sourceOf(sources: Sources, id: string): LoadedSource {
  const source = sources.byId(id)
  if (!source) throw problem('unknown_source', { id })
  return source
}
