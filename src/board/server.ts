import { join } from 'node:path'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import { Value } from '@sinclair/typebox/value'
import type { TSchema } from '@sinclair/typebox'
import fastify, { FastifyError, FastifyInstance } from 'fastify'
import { Database } from '../database'
import { page, strictHeaders } from '../web/page'
import { BoardError, ErrorCode, isUnavailable, RETRY_AFTER_SECONDS } from './errors'
import { eventsApi } from './events-api/routes'
import { OPENAPI } from './openapi-info'
import { readApi } from './read-api/routes'
import { findReader, sessionApi, signIn } from './read-api/session'
import { validator } from './validation'

export interface ServerOptions {
  /** Migrated already. */
  database: Database
  /** The folder of the built dashboard. Default: `page` beside this file. */
  page?: string
  /** Is told of errors that are the board's own. Default: they are written to standard error. */
  onError?: (error: Error) => void
}

/** The board as an HTTP application that does not listen yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { database, onError = console.error } = options
  const app = fastify({
    // Keys that would reach an object's prototype are no data of anyone.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    // A stopping board answers what it has begun and keeps no connection of an idle client.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1024 }
  })
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const { check, problem } = validator(schema as TSchema)
    const isQuery = httpPart === 'querystring'
    return (raw: unknown) => {
      const value = isQuery ? Value.Convert(schema as TSchema, raw) : raw
      if (check(value)) return { value }
      return {
        error: new BoardError(httpPart === 'body' ? 'invalid_request' : 'invalid_parameter', `${problem(value)}.`)
      }
    }
  })
  app.setSerializerCompiler(() => (body) => JSON.stringify(body))
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const answer = toBoardError(error)
    if (answer.code === 'internal_error') onError(error)
    if (answer.status === 429 || answer.status === 503) void reply.header('Retry-After', RETRY_AFTER_SECONDS)
    return reply.code(answer.status).send(answer.body)
  })
  app.setNotFoundHandler(() => {
    throw new BoardError('not_found')
  })
  await app.register(swagger, { openapi: OPENAPI })
  await app.register(helmet, strictHeaders)
  await app.register(cookie)
  await app.register(eventsApi(database))
  await app.register(readApi(database), { prefix: '/api' })
  await app.register(sessionApi(database), { prefix: '/api' })
  await app.register(page, {
    folder: options.page ?? join(__dirname, 'page'),
    isSignedIn: async (request) => (await findReader(database, request)) !== undefined,
    signIn: (reply, key) => signIn(database, reply, key),
    notFound: () => new BoardError('not_found')
  })
  return app
}

/** What Fastify itself refuses, in the words of the contract. */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type'
}

function toBoardError(error: FastifyError): BoardError {
  if (error instanceof BoardError) return error
  if (error.code in FASTIFY_CODES) return new BoardError(FASTIFY_CODES[error.code])
  if (isUnavailable(error)) return new BoardError('unavailable')
  // Broken JSON, broken gzip, a length that does not match: the client's fault, told by the status or by zlib's code.
  if ((error.statusCode ?? 500) < 500 || error.code?.startsWith('Z_')) return new BoardError('invalid_request')
  return new BoardError('internal_error')
}
