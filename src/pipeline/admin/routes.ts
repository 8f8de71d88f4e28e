import cookie from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import type { KeySession } from '../../web/session'
import { safeHeaders, sendPage, servePageFiles } from '../../web/page'
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
  const { session, page, sources } = options
  await app.register(cookie)
  await servePageFiles(app, page)

  await app.register(
    async (api) => {
      api.addHook('onRequest', async (request, reply) => {
        void reply.headers({ ...safeHeaders, 'Cache-Control': 'no-store' })
        if (!session.isSignedIn(request)) throw problem('missing_admin_key')
      })
      api.delete('/session', (_request, reply) => {
        session.signOut(reply)
        return reply.code(204).send()
      })
      api.get('/sources', (request) => ({
        sources: sources.all.map(({ id, name, writeKey }) => ({
          id,
          name,
          writeKey,
          url: `${request.protocol}://${request.host}`
        }))
      }))
      await api.register(destinationRoutes, { ...options, prefix: '/sources/:source' })
      await api.register(recordRoutes, { ...options, prefix: '/sources/:source' })
    },
    { prefix: '/api' }
  )

  // Every other address is the page's own. The key leaves the address at once: it stays in no history and no referrer.
  app.get<{ Params: { '*': string }; Querystring: { key?: string } }>('/*', (request, reply) => {
    const { key, ...rest } = request.query
    if (/^(v1|api)(\/|$)/.test(request.params['*'])) return reply.callNotFound()
    if (key === undefined) return sendPage(reply, page)
    if (!session.signIn(reply, key)) throw problem('missing_admin_key')
    const parameters = new URLSearchParams(rest).toString()
    const target = `/${request.params['*'].replace(/^[/\\]+/, '')}${parameters && `?${parameters}`}`
    return reply.headers({ ...safeHeaders, 'Cache-Control': 'no-store' }).redirect(target, 303)
  })
}
