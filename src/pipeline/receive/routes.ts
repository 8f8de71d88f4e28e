import cors from '@fastify/cors'
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { CatalogueError, found, limitRequests, notFound, prepareAnswer, type Metrics } from '../../web'
import { problem } from '../errors'
import type { LoadedSource, Sources } from '../sources'
import { acceptCall, MOST_BATCH_EVENTS, refuse, type Envelope } from './accept'
import { MOST_REQUEST_BYTES, parseBody } from './body'
import { writeKeyOf } from './credentials'
import { PIXEL, readPixel } from './pixel'
import type { Pressure } from './pressure'
import type { Received, Receiver } from './receiver'
import { settingsDocument } from './settings-document'
import { readTime } from './time'
import { CALL_TYPES, checkTime, isObject, validateObject, type CallType, type RawCall } from './validate'

/** Requests that are worked on at a time; their events are committed together. */
const MOST_REQUESTS = 512

export interface TrackingOptions {
  sources: Sources
  receiver: Receiver
  pressure: Pressure
  metrics: Metrics
  /** Where others reach the server that a request was sent to. */
  originOf: (request: FastifyRequest) => string
  now: () => Date
}

/** What came in, for the routes. */
interface Tracking extends TrackingOptions {
  count: (received: Received) => void
}

/** Segment's Tracking API and the routes of its browser SDK. Mounted at `/v1`. */
export function trackingApi(options: TrackingOptions) {
  const events = options.metrics.counter('received_events', 'Events that came in, by what became of them', ['result'])
  const count = ({ accepted, refused }: Received) => {
    events.inc({ result: 'accepted' }, accepted.length)
    events.inc({ result: 'refused' }, refused.length)
  }
  return (app: FastifyInstance): Promise<void> => trackingRoutes(app, { ...options, count })
}

async function trackingRoutes(app: FastifyInstance, options: Tracking): Promise<void> {
  answerAsSegment(app)
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'POST'],
    maxAge: 86_400
  })
  limitRequests(app, MOST_REQUESTS, async ({ method }) => {
    if (method !== 'POST') return
    options.pressure.check()
    await options.receiver.untilRoom()
  })
  app.removeAllContentTypeParsers()
  // JSON it is, whatever it calls itself: the browser SDK says `text/plain`, and curl says it is a form.
  app.addHook('onRequest', async ({ headers }) => {
    headers['content-type'] = JSON_TYPE
  })
  const limit = { parseAs: 'buffer', bodyLimit: MOST_REQUEST_BYTES } as const
  app.addContentTypeParser(JSON_TYPE, limit, async (request: FastifyRequest, body: Buffer) =>
    parseBody(body, request.headers['content-encoding'])
  )

  for (const type of CALL_TYPES) {
    // The browser SDK calls `/v1/t` for a track, and so on.
    app.post(`/${type}`, (request) => receiveCall(request, options, { type, channel: 'server' }))
    app.post(`/${type[0]}`, (request) => receiveCall(request, options, { type, channel: 'client' }))
    app.get<{ Querystring: { data?: unknown } }>(`/pixel/${type}`, async (request, reply) => {
      options.pressure.check()
      request.body = await readPixel(request.query.data)
      await receiveCall(request, options, { type, channel: 'client' })
      return reply.header('Cache-Control', 'no-store').type('image/gif').send(PIXEL)
    })
  }
  app.post('/batch', (request) => receiveBatch(request, options, 'server'))
  app.post('/import', (request) => receiveBatch(request, options, 'server'))
  app.post('/b', (request) => receiveBatch(request, options, 'client'))
  // The browser SDK's own performance metrics.
  app.post('/m', () => SUCCESS)

  app.get<{ Params: { writeKey: string } }>('/projects/:writeKey/settings', (request) => {
    const { writeKey } = request.params
    if (!options.sources.byWriteKey(writeKey)) throw problem('unknown_write_key')
    return settingsDocument(writeKey, options.originOf(request))
  })
}

const JSON_TYPE = 'application/json'
const SUCCESS = { success: true }

/** SDKs look at `success`, and are told a body that is too large with 400. */
function answerAsSegment(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = prepareAnswer(error, request, reply)
    const answer = known.code === 'too_large' ? problem('request_too_large') : known
    return reply.code(answer.status).send({ success: false, ...answer.body })
  })
  app.setNotFoundHandler((request) => {
    throw notFound(request)
  })
}

async function receiveCall(
  request: FastifyRequest,
  { sources, receiver, now, count }: Tracking,
  { type, channel }: { type: CallType; channel: Envelope['channel'] }
) {
  const { source, body } = open(request, sources)
  const received = judge(source, [body], { receivedAt: now().getTime(), type, channel, ip: request.ip })
  await receiver.receive(received)
  count(received)
  if (received.refused.length > 0) throw received.refused[0].error
  return SUCCESS
}

async function receiveBatch(
  request: FastifyRequest,
  { sources, receiver, now, count }: Tracking,
  channel: Envelope['channel']
) {
  const { source, body } = open(request, sources)
  const { batch } = body
  if (!Array.isArray(batch)) throw problem('invalid_batch', { found: found(batch) }, 'batch')
  if (batch.length > MOST_BATCH_EVENTS) throw problem('too_many_events', { count: batch.length }, 'batch')
  checkTime(body, 'sentAt')
  validateObject(body, 'context')
  validateObject(body, 'integrations')
  const received = judge(source, batch, {
    receivedAt: now().getTime(),
    channel,
    ip: request.ip,
    sentAt: readTime(body.sentAt),
    context: (body.context ?? undefined) as RawCall | undefined,
    integrations: (body.integrations ?? undefined) as RawCall | undefined
  })
  if (batch.length > 0) await receiver.receive(received)
  count(received)
  // An SDK that is answered an error sends everything again or drops everything: the good events count, and the bad
  // ones are on record.
  return SUCCESS
}

/** Finds out whose request it is, before anything is said about its content. */
function open(request: FastifyRequest, sources: Sources): { source: LoadedSource; body: RawCall } {
  const writeKey = writeKeyOf(request.headers.authorization, request.body)
  if (writeKey === undefined) throw problem('missing_write_key')
  const source = sources.byWriteKey(writeKey)
  if (!source) throw problem('unknown_write_key')
  if (!isObject(request.body)) throw problem('invalid_body', { found: found(request.body) })
  return { source, body: request.body }
}

/** Decides on every call by itself. */
function judge(source: LoadedSource, calls: readonly unknown[], envelope: Envelope): Received {
  const received: Received = { source, at: new Date(envelope.receivedAt), accepted: [], refused: [] }
  for (const call of calls) {
    try {
      received.accepted.push(acceptCall(call, envelope))
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error
      received.refused.push(refuse(call, envelope.type, error as CatalogueError))
    }
  }
  return received
}
