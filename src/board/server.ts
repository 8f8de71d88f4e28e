import { join } from 'node:path'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { Database } from '../database'
import {
  createMetrics,
  createServer,
  createSignIn,
  measureQueries,
  originOf,
  page,
  prepareForPages,
  type WebOptions
} from '../web'
import { ErrorAnswer } from './error-answers'
import { eventsApi } from './events-api/routes'
import { OPENAPI } from './openapi-info'
import type { Upgrade } from './proof/upgrade'
import { proofApi } from './proof/routes'
import { RecentChanges } from './people/changed'
import { readApi } from './read-api/routes'
import { doorOf } from './store/sessions'

export interface ServerOptions extends Omit<WebOptions, 'port'> {
  /** Migrated already. */
  database: Database
  /** Which boards are brought up to date. Default: none. */
  upgrade?: Pick<Upgrade, 'check'>
  /** The folder of the built page. Default: `page` beside this file. */
  page?: string
}

/** The board as an HTTP application that does not listen yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const metrics = createMetrics()
  const database = measureQueries(options.database, metrics)
  const { check } = options.upgrade ?? { check: () => undefined }
  const recentChanges = new RecentChanges()
  const signIn = createSignIn(doorOf(database), originOf(options))
  const app = await createServer({
    ...options,
    part: 'board',
    metrics,
    database,
    authorize: signIn.ownerOf
  })
  await app.register(swagger, { openapi: OPENAPI, refResolver: { buildLocalReference: ({ $id }) => $id as string } })
  app.addSchema(ErrorAnswer)
  await app.register(eventsApi(database, metrics, recentChanges, check))
  await app.register(async (site) => {
    await prepareForPages(site)
    await site.register(readApi(database, signIn, recentChanges, check), { prefix: '/api' })
    await site.register(proofApi(database, signIn, check), { prefix: '/api' })
    await site.register(page, { folder: options.page ?? join(__dirname, 'page'), signIn })
  })
  return app
}
