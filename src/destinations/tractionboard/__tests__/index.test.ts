import { Destination, InvalidAuthenticationError, createTestIntegration } from '@segment/actions-core'
import type { SegmentEvent } from '@segment/actions-core'
import nock from 'nock'
import destination from '../index'
import { automatic, deliverBatch, envelope, errorOf, presets, segmentEvent } from './__helpers__/deliver'
import {
  AUTHORIZATION,
  ENDPOINT,
  TOKEN_ID,
  closeTractionboard,
  settings,
  tractionboard
} from './__helpers__/tractionboard'

const testDestination = createTestIntegration(destination)
const event: SegmentEvent = segmentEvent({ type: 'track', event: 'Ping' })
const REFUSED =
  'Tractionboard does not accept the Token ID. Copy it from Settings > Integrations in the Tractionboard Dashboard into the settings of this destination.'

const UNREADABLE = 'Tractionboard answered in a form that cannot be read. Check the Endpoint in the settings.'
/** What answers with 200 and is not Tractionboard. */
const FOREIGN: [string, nock.Body, string][] = [
  ['a page', '<!doctype html><title>Welcome</title>', 'text/html'],
  ['an empty body', '', 'application/json'],
  ["another product's JSON", { ok: true, name: 5, deleted_events: 'all' }, 'application/json'],
  ['a list', [], 'application/json'],
  ['null', 'null', 'application/json'],
  ['JSON that is cut off', '{"name":"Boa', 'application/json']
]

afterEach(closeTractionboard)

describe('The endpoint', () => {
  it.each([
    [undefined, 'https://api.tractionboard.io', '/v1/account'],
    ['', 'https://api.tractionboard.io', '/v1/account'],
    ['https://board.example.com', 'https://board.example.com', '/v1/account'],
    ['https://board.example.com/', 'https://board.example.com', '/v1/account'],
    ['https://board.example.com//', 'https://board.example.com', '/v1/account'],
    ['https://board.example.com:8443/events/api/', 'https://board.example.com:8443', '/events/api/v1/account'],
    ['HTTPS://Board.Example.com', 'https://board.example.com', '/v1/account'],
    ['http://127.0.0.1:3001', 'http://127.0.0.1:3001', '/v1/account'],
    ['http://127.8.9.10', 'http://127.8.9.10', '/v1/account'],
    ['http://localhost:3001/', 'http://localhost:3001', '/v1/account'],
    ['http://board.localhost:3001', 'http://board.localhost:3001', '/v1/account'],
    ['http://[::1]:3001', 'http://[::1]:3001', '/v1/account']
  ])('may be %p', async (endpoint, origin, path) => {
    const account = nock(origin).get(path).reply(200, { name: 'Board' })
    await testDestination.testAuthentication(endpoint === '' ? settings : { ...settings, endpoint })
    expect(account.isDone()).toBe(true)
  })

  it.each([
    ['http://board.example.com'],
    ['http://127.0.0.1.example.com'],
    ['http://localhost.example.com'],
    ['http://127.example.com'],
    ['http://10.0.0.1:3001'],
    ['http://0.0.0.0:3001'],
    ['ftp://board.example.com'],
    ['file:///etc/hosts'],
    ['https://user:password@board.example.com'],
    ['https://user@board.example.com'],
    ['https://:password@board.example.com'],
    ['https://board.example.com?key=1'],
    ['https://board.example.com/?'],
    ['https://board.example.com/#top'],
    ['https://board.example.com#']
  ])('is not %p', async (endpoint) => {
    const subscriptions = presets.filter(({ name }) => name === 'Track')
    const delivery = new Destination(destination).onEvent(event, { ...settings, endpoint, subscriptions })
    const error = await errorOf(delivery)
    expect(error).toMatchObject({ code: 'INVALID_ENDPOINT', status: 400 })
    expect(error.message).toMatch(/^Endpoint is not acceptable. Accepted is an https URL/)
    expect(error.message).not.toContain(endpoint)
    await expect(deliverBatch('Track', [event, event], {}, { endpoint })).rejects.toThrow('Endpoint is not acceptable')
    await expect(testDestination.testAuthentication({ ...settings, endpoint })).rejects.toThrow('not acceptable')
  })

  it.each([['board.example.com'], ['https://'], ['not a url']])(
    'is not %p, as Segment sees itself',
    async (endpoint) => {
      await expect(testDestination.testAuthentication({ ...settings, endpoint })).rejects.toThrow(/endpoint/i)
    }
  )
})

describe('testAuthentication', () => {
  it('asks for the account', async () => {
    const account = nock(ENDPOINT, { reqheaders: { authorization: AUTHORIZATION, connection: 'keep-alive' } })
      .get('/v1/account')
      .reply(200, { name: 'Board' })
    await expect(testDestination.testAuthentication(settings)).resolves.toBeUndefined()
    expect(account.isDone()).toBe(true)
  })

  it.each([
    [401, REFUSED],
    [403, REFUSED],
    [302, 'Tractionboard answered 302: no'],
    [404, 'Tractionboard answered 404: no'],
    [500, 'Tractionboard answered 500: no']
  ])('explains the answer %i', async (status, message) => {
    nock(ENDPOINT)
      .get('/v1/account')
      .reply(status, { error: { code: 'some_code', message: 'no' } })
    await expect(testDestination.testAuthentication(settings)).rejects.toThrow(`Credentials are invalid:  ${message}`)
  })

  it.each(FOREIGN)('does not take %s for an account', async (_what, body, type) => {
    nock(ENDPOINT).get('/v1/account').reply(200, body, { 'content-type': type })
    await expect(testDestination.testAuthentication(settings)).rejects.toThrow(UNREADABLE)
  })

  it('explains that nobody answered', async () => {
    nock(ENDPOINT).get('/v1/account').replyWithError('getaddrinfo ENOTFOUND')
    await expect(testDestination.testAuthentication(settings)).rejects.toThrow('Tractionboard could not be reached: ')
  })

  it.each([[undefined], ['']])('requires a Token ID: %p', async (tokenId: any) => {
    await expect(testDestination.testAuthentication({ tokenId })).rejects.toThrow()
  })

  it.each([[' '], ['a:b'], ['töken'], ['two words'], ['line\nbreak'], ['\u0000']])(
    'refuses a Token ID that no header can bear: %j',
    async (tokenId) => {
      await expect(testDestination.testAuthentication({ tokenId })).rejects.toThrow(REFUSED)
      await expect(deliverBatch('Track', [event], {}, { tokenId })).rejects.toThrow(InvalidAuthenticationError)
    }
  )

  it('trims the Token ID', async () => {
    const account = nock(ENDPOINT, { reqheaders: { authorization: AUTHORIZATION } })
      .get('/v1/account')
      .reply(200, { name: 'Board' })
    await testDestination.testAuthentication({ tokenId: ` ${TOKEN_ID}\n` })
    expect(account.isDone()).toBe(true)
  })
})

describe('onDelete', () => {
  const onDelete = async (ids: any, other: any = {}) => {
    return (testDestination as any).onDelete({ type: 'delete', ...ids }, { ...settings, ...other })
  }

  it.each([
    [
      { userId: 'ada', anonymousId: 'visitor-1' },
      { user_id: 'ada', anonymous_id: 'visitor-1' }
    ],
    [{ userId: ' ada ' }, { user_id: 'ada' }],
    [{ anonymousId: 'visitor-1', userId: '' }, { anonymous_id: 'visitor-1' }],
    [{ userId: 42, anonymousId: null }, { user_id: '42' }]
  ])('asks for the deletion of %j', async (ids, body) => {
    const deletion = nock('https://board.example.com', { reqheaders: { authorization: AUTHORIZATION } })
      .post('/v1/users/delete', body)
      .reply(200, { deleted_events: 3 })
    const response = await onDelete(ids, { endpoint: 'https://board.example.com/' })
    expect(deletion.isDone()).toBe(true)
    expect(response.data).toEqual({ deleted_events: 3 })
  })

  it.each([[{}], [{ userId: '', anonymousId: '  ' }], [{ userId: null }]])('needs an id: %j', async (ids) => {
    expect(await errorOf(onDelete(ids))).toMatchObject({
      status: 400,
      message: 'User ID and Anonymous ID are missing: a deletion needs at least one.'
    })
  })

  it.each([
    [400, 400, 'Tractionboard answered 400: it gave no reason'],
    [401, 401, REFUSED],
    [403, 401, REFUSED],
    [429, 429, 'Tractionboard answered 429: it gave no reason'],
    [503, 503, 'Tractionboard answered 503: it gave no reason']
  ])('passes on the answer %i as %i', async (answered, status, message) => {
    nock(ENDPOINT).post('/v1/users/delete').reply(answered, {})
    expect(await errorOf(onDelete({ userId: 'ada' }))).toMatchObject({ status, message })
  })

  it.each(FOREIGN)('is tried again after %s', async (_what, body, type) => {
    nock(ENDPOINT).post('/v1/users/delete').reply(200, body, { 'content-type': type })
    expect(await errorOf(onDelete({ userId: 'ada' }))).toMatchObject({ status: 502, message: UNREADABLE })
  })

  it('counts as carried out where there was nobody to delete', async () => {
    nock(ENDPOINT).post('/v1/users/delete').reply(200, { deleted_events: 0 })
    expect((await onDelete({ userId: 'ada' })).data).toEqual({ deleted_events: 0 })
  })

  it('is tried again where nobody answered', async () => {
    nock(ENDPOINT).post('/v1/users/delete').replyWithError('socket hang up')
    expect(await errorOf(onDelete({ userId: 'ada' }))).toMatchObject({ status: 503 })
  })
})

describe('The definition', () => {
  it('has the name, slug, mode and settings that Segment knows', () => {
    expect(destination).toMatchObject({ name: 'Tractionboard', slug: 'actions-tractionboard', mode: 'cloud' })
    expect(destination.authentication?.fields.tokenId).toMatchObject({ type: 'password', required: true })
    expect(destination.authentication?.fields.endpoint).toMatchObject({
      type: 'string',
      format: 'uri',
      default: 'https://api.tractionboard.io'
    })
    expect(Object.keys(destination.actions)).toEqual(['page', 'screen', 'identify', 'track', 'group', 'alias'])
  })

  it.each(Object.entries(destination.actions))('%s delivers single events and batches', (_slug, action: any) => {
    expect(action.perform).toBeInstanceOf(Function)
    expect(action.performBatch).toBeInstanceOf(Function)
    expect(action.fields).toMatchObject({
      enable_batching: { default: true },
      batch_size: { type: 'number', minimum: 1, maximum: 1000, default: 1000 },
      batch_bytes: { type: 'number', default: 4_000_000 }
    })
  })

  it('has the automatic presets in the order that Tractionboard documents', () => {
    expect(automatic.map(({ name }) => name)).toEqual([
      'Page',
      'Screen',
      'Identify',
      'Payment Made',
      'Refund Received',
      'Cancel',
      'Signup',
      'Track',
      'Group',
      'Alias'
    ])
  })
})

const specific = presets.filter(({ type }) => type === 'specificEvent')

/** What linked audiences and journeys emit has no automatic preset: a mapping of its own sends it on. */
describe('The presets for linked audiences and journeys', () => {
  it('are those that fit an identify or a track', () => {
    expect(specific.map(({ eventSlug, partnerAction }) => [eventSlug, partnerAction])).toEqual([
      ['warehouse_entity_added_track', 'track'],
      ['warehouse_entity_removed_track', 'track'],
      ['warehouse_audience_entered_track', 'track'],
      ['warehouse_audience_exited_track', 'track'],
      ['journeys_step_entered_track', 'track'],
      ['warehouse_audience_membership_changed_identify', 'identify']
    ])
  })

  const calls = specific.map((preset): [string, any] => [preset.name, preset])
  it.each(calls)('%s: the whole request, single and batch', async (name, { partnerAction, mapping }) => {
    const event =
      partnerAction === 'track'
        ? segmentEvent({ type: 'track', event: name, properties: { audience_key: 'big_spenders' } })
        : segmentEvent({ type: 'identify', traits: { big_spenders: true } })
    const expected =
      partnerAction === 'track'
        ? { type: 'event', ...envelope, context: {}, name, properties: { audience_key: 'big_spenders' } }
        : { type: 'attributes', ...envelope, context: {}, attributes: { big_spenders: true } }
    const received = tractionboard()
    await testDestination.testAction(partnerAction as string, { event: { context: {}, ...event }, mapping, settings })
    await testDestination.testBatchAction(partnerAction as string, {
      events: [{ context: {}, ...event }],
      mapping,
      settings
    })
    expect(received.map(({ path, body }) => [path, body])).toEqual([
      ['/v1/events', { events: [expected] }],
      ['/v1/events', { events: [expected] }]
    ])
    received.forEach(({ headers }) => {
      expect(headers).toMatchObject({
        authorization: [AUTHORIZATION],
        connection: ['keep-alive'],
        'content-type': ['application/json']
      })
    })
  })
})
