import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import type {} from '@fastify/swagger'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest
} from 'fastify'
import { unavailability, type Database } from '../database'
import { answerClientError } from './client-errors'
import { COMPRESSION } from './compression'
import { CatalogueError, RETRY_AFTER_SECONDS, webError } from './errors'
import { HEADERS_TIMEOUT_MS, MOST_CONNECTIONS, REQUEST_TIMEOUT_MS, TIMEOUT_CHECK_MS } from './limits'
import { logging } from './log'
import { measureRequests, measureRoom, type Metrics } from './metrics'
import type { WebOptions } from './options'
import { Outage } from './outage'
import { validatorCompiler } from './validation'

/** A database or a disk that takes longer than this is not ready. */
const PROBE_TIMEOUT_MS = 3_000
/** As much of an unknown address as an answer repeats. */
const LONGEST_PATH = 200

interface WebServerOptions extends Omit<WebOptions, 'port'> {
  /** What the lines of the log name. */
  part: 'board' | 'pipeline'
  metrics: Metrics
  database: Database
  /** Rejects a request of somebody who has no key, and thus may not read the metrics. */
  authorize(request: FastifyRequest): Promise<unknown>
  /** What the part says of itself in `GET /readyz`, for everybody to read. */
  describe?(): object
}

/**
 * What both servers are built on, listening to nothing yet: limits, errors, log, health. A part adds its routes.
 *
 * `GET /healthz` answers 200 while the process answers, `GET /readyz` 200 or 503 by what the server needs, `GET /metrics` what
 * Prometheus reads.
 */
export async function createServer(options: WebServerOptions): Promise<FastifyInstance> {
  const { part, trustProxy = false, database, metrics } = options
  const outage = new Outage(database)
  const app: FastifyInstance = fastify({
    logger: logging(part, options, outage),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy,
    clientErrorHandler: answerClientError,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_CHECK_MS },
    // Keys that would reach an object's prototype are no data of anyone.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    // A server that stops answers what it has begun and keeps no connection of an idle client.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1024 }
  })
  app.server.maxConnections = MOST_CONNECTIONS
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(() => (body) => JSON.stringify(body))
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const answer = prepareAnswer(error, request, reply)
    return reply.code(answer.status).send(answer.body)
  })
  app.setNotFoundHandler((request) => {
    throw notFound(request)
  })
  outage.watch(app)
  measureRequests(app, metrics)
  measureRoom(database, metrics)

  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true } }, async () => {
    const late = sleep(PROBE_TIMEOUT_MS, undefined, { ref: false }).then(() => {
      throw webError('unavailable')
    })
    await Promise.race([checkDatabase(database), late])
    return { status: 'ready', ...options.describe?.() }
  })
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!options.metricsOpen) await options.authorize(request)
    return reply.type(metrics.contentType).send(await metrics.text())
  })
  return app
}

/** Where others reach the server that this request was sent to, such as `https://events.example.com`. */
export function originOf(options: Pick<WebOptions, 'publicUrl'>) {
  const origin = options.publicUrl && new URL(options.publicUrl).origin
  return (request: FastifyRequest): string => origin ?? `${request.protocol}://${request.host}`
}

export function notFound({ method, url }: FastifyRequest): CatalogueError {
  return webError('not_found', { what: `${method} ${url.split('?')[0].slice(0, LONGEST_PATH)}` })
}

/** What a page and its API need of an app: the session's cookie, headers that let in nothing of elsewhere, answers that are compressed. */
export async function prepareForPages(app: FastifyInstance): Promise<void> {
  await app.register(helmet, STRICT_HEADERS)
  await app.register(cookie)
  await app.register(compress, COMPRESSION)
  app.addHook('onSend', async (_request, reply) => {
    if (/^application\/json\b/.test(String(reply.getHeader('content-type')))) forNoDocument(reply)
  })
}

/** A browser heeds these on a document alone; with each answer that is none they are as much again as a small one. */
const OF_DOCUMENTS = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection'
]

/** Takes away what only a document needs, before the answer is sent. */
export function forNoDocument(reply: FastifyReply): void {
  for (const name of OF_DOCUMENTS) reply.raw.removeHeader(name)
}

async function checkDatabase(database: Database): Promise<void> {
  await database.query('SELECT 1')
  const room = await database.room()
  if (room && room.free < room.reserve) throw webError('no_room')
}

const UNAVAILABLE = { away: 'unavailable', busy: 'busy', full: 'no_room' } as const

/** What to answer an error with: it is in the log and the answer's headers are set, but for its status and body. */
export function prepareAnswer(error: FastifyError, request: FastifyRequest, reply: FastifyReply): CatalogueError {
  const answer = toCatalogueError(error, request)
  const { status } = answer
  const route = request.routeOptions.url
  if (status === 503) request.log.warn({ err: error, route }, answer.code)
  else if (status >= 500) request.log.error({ err: error, route }, 'failed')
  if (status >= 500) void reply.header('X-Request-Id', request.id)
  if (status === 429 || status === 503) void reply.header('Retry-After', RETRY_AFTER_SECONDS)
  return answer
}

/** Any error in the words of the catalogue. */
function toCatalogueError(error: FastifyError, { raw, routeOptions }: FastifyRequest): CatalogueError {
  if (error instanceof CatalogueError) return error
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return webError('too_large', { limit: routeOptions.bodyLimit ?? 0 })
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return webError('unsupported_media_type')
  // Nobody reads the answer to a request that was aborted; only the log must not take it for a failure of ours.
  if (raw.destroyed && !raw.complete) return webError('invalid_request', { detail: 'it breaks off' })
  const unavailable = unavailability(error)
  if (unavailable) return webError(UNAVAILABLE[unavailable])
  // Broken JSON, broken gzip, a length that does not match: the client's fault, told by the status or by zlib's code.
  const isOfClient = (error.statusCode ?? 500) < 500 || error.code?.startsWith('Z_')
  return isOfClient ? webError('invalid_request', { detail: BODY }) : webError('internal_error')
}

const BODY = 'the body must be JSON, plain or gzip-encoded'

/** Scripts, styles, fonts and images are the page's own. */
const STRICT_HEADERS = {
  enableCSPNonces: true,
  hsts: false,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"]
    }
  }
}
