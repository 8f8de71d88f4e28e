import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { page, strictHeaders } from '../../web/page'
import type { KeySession } from '../../web/session'
import { problem } from '../errors'
import type { Sources } from '../sources'
import { destinationRoutes, type DestinationRoutes } from './destination-routes'
import { recordRoutes, type RecordRoutes } from './record-routes'

export type AdminOptions = DestinationRoutes &
  RecordRoutes & {
    sources: Sources
    session: KeySession
    /** The folder of the built page. */
    page: string
  }

/** The page and its API, for those who have the admin key. */
export async function adminRoutes(app: FastifyInstance, options: AdminOptions): Promise<void> {
  const { session, sources } = options
  await app.register(cookie)
  await app.register(helmet, strictHeaders)

  await app.register(
    async (api) => {
      api.addHook('onRequest', async (request, reply) => {
        void reply.header('Cache-Control', 'no-store')
        if (!session.isSignedIn(request)) throw problem('missing_admin_key')
      })
      api.delete('/session', (_request, reply) => {
        session.signOut(reply)
        return reply.code(204).send()
      })
      api.get('/sources', (request) => {
        const url = `${request.protocol}://${request.host}`
        return { sources: sources.all.map(({ id, name, writeKey }) => ({ id, name, writeKey, url })) }
      })
      await api.register(destinationRoutes, { ...options, prefix: '/sources/:source' })
      await api.register(recordRoutes, { ...options, prefix: '/sources/:source' })
    },
    { prefix: '/api' }
  )

  await app.register(page, {
    folder: options.page,
    isSignedIn: (request: FastifyRequest) => session.isSignedIn(request),
    signIn: session.signIn.bind(session),
    notFound: unknownRoute
  })
}

export function unknownRoute({ method, url }: FastifyRequest) {
  return problem('unknown_route', { method, path: url.split('?')[0].slice(0, 200) })
}
