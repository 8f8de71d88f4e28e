import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Sources } from '../sources'
import { destinationRoutes, type DestinationRoutes } from './destination-routes'
import { recordRoutes, type RecordRoutes } from './record-routes'

export interface ReadApiOptions extends DestinationRoutes, RecordRoutes {
  sources: Sources
  /** Where others reach the server that a request was sent to. */
  originOf: (request: FastifyRequest) => string
}

/** The read API: what the page and scripts call, with the admin key or a session. Mounted at /api. */
export function readApi(options: ReadApiOptions) {
  const { signIn, sources, feed, originOf } = options
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', async (request, reply) => {
      void reply.header('Cache-Control', 'no-store')
      await signIn.readerOf(request)
    })
    app.addHook('preClose', async () => feed.close())
    app.delete('/session', async (request, reply) => {
      await signIn.signOut(request, reply)
      return reply.code(204).send()
    })
    app.get('/sources', (request) => ({
      sources: sources.all.map(({ id, name, writeKey }) => ({ id, name, writeKey, url: originOf(request) }))
    }))
    await app.register(destinationRoutes, { ...options, prefix: '/sources/:source' })
    await app.register(recordRoutes, { ...options, prefix: '/sources/:source' })
  }
}
