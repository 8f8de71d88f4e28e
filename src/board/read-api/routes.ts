import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Database } from '../../database'
import { createEventStreams, type EventStreams, type SignIn } from '../../web'
import type { RecentChanges } from '../people/changed'
import type { Reader } from '../store/sessions'
import { errorAnswers } from '../error-answers'
import { describe, security } from './describe'
import * as shapes from './shapes'
import { createContext, isSettings, letIn } from './context'
import { readAhead } from './ahead'
import { eventRoutes } from './event-routes'
import { linkRoutes } from './link-routes'
import { reportRoutes } from './report-routes'
import { settingsRoutes } from './settings-routes'
import { spendRoutes } from './spend-routes'
import { userRoutes } from './user-routes'

/** The read API: what the dashboard and scripts call, with the admin key or the session's cookie. Mounted at /api. */
export function readApi(
  database: Database,
  signIn: SignIn<Reader>,
  recentChanges: RecentChanges,
  check: (boardId: number) => void
) {
  return async (app: FastifyInstance): Promise<void> => {
    const streams = createEventStreams(app, signIn)
    await app.register(sessionApi(signIn, streams))
    await app.register(boardApi(database, signIn, streams, recentChanges, check))
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
      { schema: { summary: 'Sign out', security, response: { 204: Type.Null(), ...errorAnswers(403) } } },
      async (request, reply) => {
        await signIn.signOut(request, reply)
        await streams.review()
        return reply.code(204).send()
      }
    )
  }
}

function boardApi(
  database: Database,
  signIn: SignIn<Reader>,
  streams: EventStreams,
  recentChanges: RecentChanges,
  check: (boardId: number) => void
) {
  return async (app: FastifyInstance): Promise<void> => {
    const readers = new WeakMap<FastifyRequest, Reader>()
    const context = createContext(database, streams, readers, recentChanges)
    app.addHook('onReady', () => readAhead(context))
    app.addHook('onRequest', async (request, reply) => {
      void reply.header('Cache-Control', 'no-store')
      const reader = await letIn(signIn, request)
      if (!isSettings(request)) check(reader.boardId)
      readers.set(request, reader)
    })
    for (const routes of [reportRoutes, userRoutes, eventRoutes, spendRoutes, settingsRoutes, linkRoutes]) {
      routes(app, context)
    }
  }
}
