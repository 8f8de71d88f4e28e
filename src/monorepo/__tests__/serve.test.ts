import { Destination, defaultValues } from '@segment/actions-core'
import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import type { FastifyInstance } from 'fastify'
import { definition } from '../destination'
import { developmentServer } from '../serve'
import { TOKEN_ID, startEventsApi } from './__helpers__/events-api'

let api: Awaited<ReturnType<typeof startEventsApi>>
let app: FastifyInstance
let settings: { tokenId: string; endpoint: string }

beforeAll(async () => {
  api = await startEventsApi()
  app = await developmentServer(definition, 'tractionboard')
  settings = { tokenId: TOKEN_ID, endpoint: api.endpoint }
})

afterEach(() => api.take())

afterAll(async () => {
  await app.close()
  await api.close()
})

const post = (url: string, payload: object, headers = {}) => app.inject({ method: 'POST', url, payload, headers })

const common = { anonymousId: 'anonymous', userId: 'user', timestamp: '2024-01-02T03:04:05.678Z' }
const events: Record<string, JSONObject> = {
  page: { ...common, type: 'page', name: 'Home', properties: { url: 'https://example.com/', path: '/' } },
  screen: { ...common, type: 'screen', name: 'Start', properties: { size: 'small' } },
  identify: { ...common, type: 'identify', traits: { email: 'ada@example.com', plan: 'pro' } },
  track: { ...common, type: 'track', event: 'Payment Made', properties: { revenue: 19.99, currency: 'eur' } },
  group: { ...common, type: 'group', groupId: 'acme', traits: { name: 'Acme' } },
  alias: { ...common, type: 'alias', previousId: 'before' }
}
const mappings: Record<string, JSONObject> = { track: { kind: 'payment' } }
const cases = Object.keys(definition.actions).map((action) => [action] as const)

const eventFor = (action: string, messageId: string): JSONObject => ({ ...events[action], messageId })

const mappingOf = (action: string) => ({ ...defaultValues(definition.actions[action].fields), ...mappings[action] })

/** The settings of the engine with a mapping that matches every event of an action's method. */
const subscribed = (action: string) => ({
  ...settings,
  subscription: { subscribe: `type = "${action}"`, partnerAction: action, mapping: mappingOf(action) }
})

describe('every action does the same as in the engine', () => {
  it.each(cases)('%s, one event', async (action) => {
    const event = eventFor(action, 'one')
    const response = await post(`/${action}`, { payload: event, settings, mapping: mappings[action] })
    const served = api.take()
    await new Destination(definition).onEvent(event as unknown as SegmentEvent, subscribed(action))

    expect(served).toEqual(api.take())
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual([
      {
        request: {
          url: `${settings.endpoint}/v1/events`,
          method: 'POST',
          headers: expect.objectContaining({ authorization: '<redacted>', 'content-type': 'application/json' }),
          body: JSON.stringify(served[0].body)
        },
        response: {
          statusCode: 200,
          statusMessage: 'OK',
          headers: expect.objectContaining({ 'content-type': 'application/json' }),
          body: { results: [{ status: 201 }] }
        }
      }
    ])
  })

  it.each(cases)('%s, a batch', async (action) => {
    const batch = ['one', 'two', 'three'].map((id) => eventFor(action, id))
    const response = await post(`/${action}`, { payload: batch, settings, mapping: mappings[action] })
    const served = api.take()
    await new Destination(definition).onBatch(batch as unknown as SegmentEvent[], subscribed(action))

    expect(served).toEqual(api.take())
    expect(served).toHaveLength(1)
    expect((served[0].body as { events: unknown[] }).events).toHaveLength(3)
    expect(response.json()).toHaveLength(1)
  })

  it('leaves an event out of a batch that is not acceptable', async () => {
    const batch = [eventFor('page', 'one'), { type: 'page' }, eventFor('page', 'three')]
    await post('/page', { payload: batch, settings })
    const served = api.take()
    await new Destination(definition).onBatch(batch as unknown as SegmentEvent[], subscribed('page'))
    expect(served).toEqual(api.take())
    expect(served).toMatchObject([{ body: { events: [{ id: 'one' }, { id: 'three' }] } }])
  })
})

describe('a call that fails', () => {
  it('is answered with what is wrong with each field', async () => {
    const response = await post('/page', {
      payload: eventFor('page', 'one'),
      mapping: { properties: 'none', context: 'none' },
      settings
    })
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual([
      {
        statusCode: 500,
        message: expect.stringContaining('Properties must be an object'),
        stack: expect.any(Array),
        fields: {
          properties: expect.stringContaining('must be an object'),
          context: expect.stringContaining('must be an object')
        },
        requestError: true
      }
    ])
    expect(api.take()).toEqual([])
  })

  it('is answered with the reason of the destination, without the Token ID', async () => {
    const response = await post('/page', {
      payload: eventFor('page', 'one'),
      settings: { ...settings, tokenId: 'bad' }
    })
    expect(response.json()).toEqual([
      {
        statusCode: 401,
        message: expect.stringContaining('does not accept the Token ID'),
        stack: expect.any(Array),
        requestError: true
      }
    ])
    expect(response.body).not.toContain('bad')
  })

  it('leaves nothing to the next one', async () => {
    await post('/page', { payload: eventFor('page', 'one'), settings: { ...settings, tokenId: 'bad' } })
    const response = await post('/page', { payload: eventFor('page', 'two'), settings })
    expect(response.json()).toHaveLength(1)
  })
})

describe('settings', () => {
  it.each([
    ['/authenticate', 'themselves', () => settings],
    ['/authentication', 'as the testing guide wraps them', () => ({ settings })]
  ])('are tested by %s, sent %s', async (url, _, body) => {
    const response = await post(url, body())
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({ ok: true })
    expect(api.take()).toMatchObject([{ method: 'GET', url: '/v1/account' }])
  })

  it('that are refused are answered with the reason', async () => {
    const response = await post('/authenticate', { ...settings, tokenId: 'bad' })
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({
      ok: false,
      error: expect.stringContaining('Credentials are invalid'),
      fields: {}
    })
  })

  it('that lack a field are answered with its name', async () => {
    const response = await post('/authenticate', {})
    expect(response.json()).toEqual({
      ok: false,
      error: expect.stringContaining('tokenId'),
      fields: { $: expect.stringContaining("required field 'tokenId'") }
    })
  })
})

describe('/delete', () => {
  it('deletes a user', async () => {
    const response = await post('/delete', { payload: { userId: 'user', anonymousId: 'anonymous' }, settings })
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual([])
    expect(api.take()).toMatchObject([
      { method: 'POST', url: '/v1/users/delete', body: { user_id: 'user', anonymous_id: 'anonymous' } }
    ])
  })

  it('says why it could not', async () => {
    const response = await post('/delete', { settings })
    expect(response.json()).toMatchObject([{ statusCode: 400, requestError: true }])
  })
})

it('gives the definition as the manifest, with the name of its folder', async () => {
  const response = await app.inject('/manifest')
  expect(response.json()).toEqual({ ...JSON.parse(JSON.stringify(definition)), directoryName: 'tractionboard' })
})

it.each(['/createAudience', '/getAudience', '/unknown'])('has no %s', async (url) => {
  expect((await post(url, {})).statusCode).toBe(404)
})

describe('who may call', () => {
  it.each(['https://app.segment.com', 'https://eu1.app.segment.com'])("Segment's app: %s", async (origin) => {
    const preflight = await app.inject({
      method: 'OPTIONS',
      url: '/track',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }
    })
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'content-type',
      'access-control-allow-methods': 'GET, POST'
    })
    expect((await post('/authenticate', settings, { origin })).headers['access-control-allow-origin']).toBe(origin)
  })

  it.each(['https://evil.example', 'https://app.segment.com.evil.example', 'http://localhost:8000', 'null'])(
    'no other page: %s',
    async (origin) => {
      const response = await app.inject({ url: '/manifest', headers: { origin } })
      expect(response.headers).not.toHaveProperty('access-control-allow-origin')
    }
  )

  it('no page that sends plain text to get around CORS', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/authenticate',
      headers: { 'content-type': 'text/plain' },
      payload: JSON.stringify(settings)
    })
    expect(response.statusCode).toBe(415)
    expect(api.take()).toEqual([])
  })

  it('no page whose name was made to resolve to this machine', async () => {
    const response = await app.inject({ url: '/manifest', headers: { host: 'evil.example:3000' } })
    expect(response.statusCode).toBe(403)
  })
})
