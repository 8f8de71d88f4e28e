import cors from '@fastify/cors'
import { Destination, defaultValues } from '@segment/actions-core'
import type { JSONObject } from '@segment/actions-core'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { AnyDefinition } from '../destination'
import { exchangesOf } from './exchanges'
import { failureOf, fieldErrorsOf } from './failure'

const SEGMENT_APPS = [
  'https://app.segment.com',
  'https://eu1.app.segment.com',
  'https://app.segment.build',
  'https://eu1.app.segment.build'
]

/** Any other name in a request means that a page elsewhere had it resolve to this machine. */
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** As large as Segment's largest batch of events. */
const BODY_LIMIT = 5 * 1024 * 1024

/** What a call of an action holds; all of it may be left out. An array of payloads is a batch. */
interface ActionCall {
  payload?: JSONObject | JSONObject[]
  mapping?: JSONObject
  settings?: JSONObject
  auth?: JSONObject
  features?: Record<string, boolean>
  subscriptionMetadata?: JSONObject
}

type Responses = Destination['responses']

/**
 * The development server of the monorepo's CLI for one destination: what Segment's Actions Tester and the cURL calls
 * of its testing guide talk to. Like there, a call that fails is answered with 200 and its reason. Unlike there, a call
 * is answered with its own exchanges alone, and `/authentication`, which the guide names, works like `/authenticate`.
 *
 * @param directory the name of the destination's folder, which the manifest gives
 */
export async function developmentServer(definition: AnyDefinition, directory: string): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true })
  await app.register(cors, { origin: SEGMENT_APPS, methods: ['GET', 'POST'] })
  // A browser sends plain text anywhere without asking, JSON only where CORS allows it.
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', async (request, reply) => {
    if (!LOOPBACK_HOST.test(request.headers.host ?? '')) {
      return reply.code(403).send({ error: 'This server answers to localhost alone.' })
    }
  })

  app.get('/manifest', async () => ({ ...definition, directoryName: directory }))
  for (const url of ['/authenticate', '/authentication']) {
    app.post<{ Body: JSONObject | null }>(url, ({ body }) => authenticate(definition, body ?? {}))
  }
  if (definition.onDelete) {
    app.post<{ Body: ActionCall | null }>('/delete', ({ body }) => deleteUser(definition, body ?? {}))
  }
  for (const key of Object.keys(definition.actions)) {
    app.post<{ Body: ActionCall | null }>(`/${key}`, ({ body }) => runAction(definition, key, body ?? {}))
  }
  return app
}

/** The Actions Tester sends the settings themselves, the testing guide `{ settings }`. */
async function authenticate(definition: AnyDefinition, body: JSONObject) {
  const settings = (body.settings ?? body) as JSONObject
  try {
    await new Destination(definition).testAuthentication(settings)
    return { ok: true }
  } catch (error) {
    return { ok: false, error: (error as Error).message, fields: fieldErrorsOf(error as Error) ?? {} }
  }
}

function deleteUser(definition: AnyDefinition, { payload, settings }: ActionCall) {
  return answer(async () => {
    const destination = new Destination(definition)
    const { userId, anonymousId } = (payload ?? {}) as { userId?: string; anonymousId?: string }
    await destination.onDelete?.({ type: 'delete', userId, anonymousId }, settings ?? {})
    return destination.responses
  })
}

function runAction(definition: AnyDefinition, key: string, call: ActionCall) {
  return answer(async () => {
    const destination = new Destination(definition)
    const action = destination.actions[key]
    const { payload = {}, settings = {}, auth = {}, features = {}, subscriptionMetadata = {} } = call
    const sample = Array.isArray(payload) ? (payload[0] ?? {}) : payload
    const mapping = { ...defaultValues(action.definition.fields), ...call.mapping }
    const input = {
      settings,
      features,
      subscriptionMetadata,
      auth: auth as { accessToken: string; refreshToken: string },
      audienceSettings: audienceSettingsOf(sample),
      // Without a mapping the payload stands for itself.
      mapping: Object.keys(mapping).length > 0 ? mapping : sample
    }
    await (Array.isArray(payload)
      ? action.executeBatch({ ...input, data: payload })
      : action.execute({ ...input, data: payload }))
    return destination.responses
  })
}

function audienceSettingsOf(event: JSONObject): JSONObject {
  const { context } = event as { context?: { personas?: { audience_settings?: JSONObject } } }
  return context?.personas?.audience_settings ?? {}
}

async function answer(call: () => Promise<Responses>) {
  try {
    return await exchangesOf(await call())
  } catch (error) {
    return [failureOf(error as Error)]
  }
}
