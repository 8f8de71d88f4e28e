import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Database } from '../database'
import { createServer, createSignIn, originOf, page, prepareForPages, type Metrics, type WebOptions } from '../web'
import { readApi, type ReadApiOptions } from './read-api/routes'
import { browserSdk } from './receive/browser-sdk'
import { trackingApi, type TrackingOptions } from './receive/routes'
import { doorOf } from './store/sessions'

export interface ServerOptions
  extends Omit<WebOptions, 'port'>, Omit<TrackingOptions, 'originOf'>, Omit<ReadApiOptions, 'originOf' | 'signIn'> {
  /** Migrated already. */
  database: Database
  metrics: Metrics
  /** Opens the page and its API. */
  adminKey: string
  /** The folder of the built page. Default: `page` beside this file. */
  page?: string
}

/** The pipeline as an HTTP application that does not listen yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { database, adminKey, pressure } = options
  const origin = originOf(options)
  const signIn = createSignIn(doorOf(database, adminKey), origin)
  const app = await createServer({
    ...options,
    part: 'pipeline',
    authorize: signIn.readerOf,
    describe: () => ({ queue: pressure.describe() })
  })
  await app.register(trackingApi({ ...options, originOf: origin }), { prefix: '/v1' })
  await app.register(browserSdk, options)
  await app.register(async (site) => {
    await prepareForPages(site)
    await site.register(readApi({ ...options, originOf: origin, signIn }), { prefix: '/api' })
    await site.register(page, { folder: options.page ?? path.join(__dirname, 'page'), signIn })
  })
  return app
}
