import { gzipSync } from 'node:zlib'
import { TestBoard, WireEvent, basic, boardForEachTest } from '../../../__tests__/__helpers__/board'
import type { Database } from '../../database'

let database: Database
let board: TestBoard
boardForEachTest((its) => ({ database, board } = its))

const visit: WireEvent = {
  id: 'e1',
  type: 'visit',
  timestamp: '2024-01-31T09:30:00.000Z',
  user_id: 'ann',
  channel: 'web'
}
const envelope = { id: 'e1', timestamp: visit.timestamp, user_id: 'ann' }
const payment = { ...envelope, type: 'payment', amount: 19.99, currency: 'USD' }
const text = (length: number) => 'x'.repeat(length)

/** One event of each type, with every field that it may have. */
const complete: WireEvent[] = [
  {
    ...visit,
    anonymous_id: 'phone',
    context: {
      ip: '::1',
      user_agent: 'Agent',
      locale: 'de-CH',
      timezone: 'Europe/Zurich',
      campaign: { source: 'news' },
      app: { version: '1' },
      device: { model: 'X' },
      os: { name: 'Linux' }
    },
    name: 'Home',
    category: 'Site',
    url: 'https://example.com/?a=1',
    path: '/',
    title: 'Welcome 👋',
    referrer: '',
    search: '?a=1',
    properties: { deep: [{ list: [1, null, 'x'] }] }
  },
  { ...envelope, id: 'e2', type: 'login', attributes: { email: 'ann@example.com', age: null } },
  { ...envelope, id: 'e3', type: 'attributes', user_id: undefined, anonymous_id: 'phone', attributes: {} },
  { ...envelope, id: 'e4', type: 'event', name: 'Report Exported', properties: { rows: 1 } },
  { ...payment, id: 'e5', name: 'Payment Made', properties: { order: 7 } },
  { ...payment, id: 'e6', type: 'refund', amount: 0, currency: 'EUR' },
  { ...envelope, id: 'e7', type: 'cancel', name: 'cancel' },
  { ...envelope, id: 'e8', type: 'signup', properties: {} },
  { ...envelope, id: 'e9', type: 'group', group_id: 'acme', attributes: { plan: 'pro' } },
  { ...envelope, id: 'e10', type: 'alias', previous_id: 'annie' }
]

test('stores each type with all of its fields, and shows them as they came', async () => {
  expect(await board.send(complete)).toEqual(complete.map(() => ({ status: 201 })))
  const { events } = await board.get('/api/events')
  const shown = events.map(({ stored_at: _, ...event }: WireEvent) => event)
  const byId = (one: WireEvent, other: WireEvent) => (one.id < other.id ? -1 : 1)
  expect(shown.sort(byId)).toEqual(JSON.parse(JSON.stringify([...complete].sort(byId))))
})

test('an id is stored once: in one request, in the next, and with other content', async () => {
  const twice = await board.send([visit, { ...visit, url: 'https://example.com' }, { ...visit, id: 'e2' }])
  expect(twice).toEqual([{ status: 201 }, { status: 200, conflict: true }, { status: 201 }])
  expect(await board.send([{ ...visit, user_id: 'bob' }])).toEqual([{ status: 200, conflict: true }])
  const { events } = await board.get('/api/events')
  expect(events.map(({ id, url, user_id }: WireEvent) => ({ id, url, user_id }))).toEqual([
    { id: 'e2', user_id: 'ann' },
    { id: 'e1', user_id: 'ann' }
  ])
})

test('boards in one database know nothing of each other', async () => {
  const other = await TestBoard.create(database, board.app)
  await board.send([visit])
  expect(await other.send([visit])).toEqual([{ status: 201 }])
  expect((await other.get('/api/events')).events).toHaveLength(1)
  await other.call({ method: 'POST', url: '/v1/users/delete', payload: { user_id: 'ann' } })
  expect((await board.get('/api/events')).events).toHaveLength(1)
})

test('good events go through beside bad ones: 207 with a result for each, in order', async () => {
  const events = [visit, { ...visit, id: '' }, { ...visit, id: 'e2' }]
  const response = await board.call({ method: 'POST', url: '/v1/events', payload: { events } })
  expect(response.statusCode).toBe(207)
  expect(response.json()).toEqual({
    results: [
      { status: 201 },
      { status: 400, error: { code: 'invalid_event', message: 'id must be a string of 1 to 128 characters.' } },
      { status: 201 }
    ]
  })
})

const SOMEONE = 'user_id or anonymous_id is required: a string of 1 to 256 characters.'
const TIME = 'timestamp must be an RFC 3339 time such as 2024-01-31T09:30:00.000Z.'
const AMOUNT = 'amount must be a number from 0 to below 100,000,000,000 with at most 4 decimals.'
const CURRENCY = 'currency must be an ISO 4217 currency code such as USD, in capitals.'
const TYPES = 'visit, login, attributes, event, payment, refund, cancel, signup, group, alias'

test.each<[string, unknown, string]>([
  ['no id', { ...visit, id: undefined }, 'id is required: a string of 1 to 128 characters.'],
  ['a long id', { ...visit, id: text(129) }, 'id must be a string of 1 to 128 characters.'],
  ['a number as id', { ...visit, id: 7 }, 'id must be a string of 1 to 128 characters.'],
  ['no type', { ...visit, type: undefined }, `type must be one of ${TYPES}.`],
  ['an unknown type', { ...visit, type: 'toString' }, `type must be one of ${TYPES}.`],
  ['null', null, `type must be one of ${TYPES}.`],
  ['a list', [visit], `type must be one of ${TYPES}.`],
  ['no timestamp', { ...visit, timestamp: undefined }, `timestamp is required: ${TIME.slice(18)}`],
  ['a date', { ...visit, timestamp: '2024-01-31' }, TIME],
  ['a date that does not exist', { ...visit, timestamp: '2024-02-30T00:00:00Z' }, TIME],
  ['an hour that does not exist', { ...visit, timestamp: '2024-02-01T25:00:00Z' }, TIME],
  ['no time zone', { ...visit, timestamp: '2024-01-31T09:30:00' }, TIME],
  ['epoch milliseconds', { ...visit, timestamp: 1706693400000 }, TIME],
  ['nobody', { ...visit, user_id: undefined }, SOMEONE],
  ['an empty user id', { ...visit, user_id: '' }, 'user_id must be a string of 1 to 256 characters.'],
  ['a long user id', { ...visit, user_id: text(257) }, 'user_id must be a string of 1 to 256 characters.'],
  [
    'a long anonymous id',
    { ...visit, anonymous_id: text(257) },
    'anonymous_id must be a string of 1 to 256 characters.'
  ],
  ['a null user id', { ...visit, user_id: null }, 'user_id must be a string of 1 to 256 characters.'],
  ...['login', 'cancel', 'signup', 'alias'].map((type): [string, unknown, string] => [
    `a ${type} of nobody known`,
    { ...envelope, type, previous_id: type === 'alias' ? 'x' : undefined, user_id: undefined, anonymous_id: 'phone' },
    'user_id is required: a string of 1 to 256 characters.'
  ]),
  ['a visit without channel', { ...visit, channel: undefined }, 'channel is required: "web" or "mobile".'],
  ['another channel', { ...visit, channel: 'tv' }, 'channel must be "web" or "mobile".'],
  ['a number as url', { ...visit, url: 7 }, 'url must be a string.'],
  ['a list as properties', { ...visit, properties: [] }, 'properties must be an object.'],
  ['an event without name', { ...envelope, type: 'event' }, 'name is required: a string of 1 to 256 characters.'],
  [
    'an event with a long name',
    { ...envelope, type: 'event', name: text(257) },
    'name must be a string of 1 to 256 characters.'
  ],
  ['attributes that are none', { ...envelope, type: 'login', attributes: 'x' }, 'attributes must be an object.'],
  ['no amount', { ...payment, amount: undefined }, `amount is required: ${AMOUNT.slice(15)}`],
  ['an amount in quotes', { ...payment, amount: '19.99' }, AMOUNT],
  ['a negative amount', { ...payment, type: 'refund', amount: -0.01 }, AMOUNT],
  ['five decimals', { ...payment, amount: 0.00001 }, AMOUNT],
  ['too much', { ...payment, amount: 1e11 }, AMOUNT],
  ['no currency', { ...payment, currency: undefined }, `currency is required: ${CURRENCY.slice(17)}`],
  ['a currency in small letters', { ...payment, currency: 'usd' }, CURRENCY],
  ['no such currency', { ...payment, currency: 'ABC' }, CURRENCY],
  ['a group without id', { ...envelope, type: 'group' }, 'group_id is required: a string of 1 to 256 characters.'],
  [
    'an alias without previous id',
    { ...envelope, type: 'alias' },
    'previous_id is required: a string of 1 to 256 characters.'
  ],
  [
    'an alias of an id with itself',
    { ...envelope, type: 'alias', previous_id: 'ann' },
    'previous_id must be a string of 1 to 256 characters that is not equal to user_id.'
  ],
  ['a text as context', { ...visit, context: 'x' }, 'context must be an object.'],
  ['a number as ip', { ...visit, context: { ip: 1 } }, 'context.ip must be a string.'],
  [
    'a field of another type',
    { ...envelope, type: 'login', amount: 1 },
    'amount is not a known field; known are id, type, timestamp, user_id, anonymous_id, context, attributes.'
  ]
])('refuses %s', async (_name, event, message) => {
  expect(await board.send([event, visit])).toEqual([
    { status: 400, error: { code: 'invalid_event', message } },
    { status: 201 }
  ])
})

test('refuses an event above 32 KB and one that is nested without end', async () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
  const events = [{ ...visit, title: text(32 * 1024) }, { ...visit, properties: 'DEEP' }, visit]
  const response = await board.call({
    method: 'POST',
    url: '/v1/events',
    payload: JSON.stringify({ events }).replace('"DEEP"', deep),
    headers: { 'content-type': 'application/json' }
  })
  expect(response.json().results).toEqual([
    {
      status: 400,
      error: { code: 'event_too_large', message: 'An event may have at most 32 KB (32,768 bytes) of JSON.' }
    },
    { status: 400, error: { code: 'invalid_event', message: 'The event must not be nested deeper than 100 levels.' } },
    { status: 201 }
  ])
})

test('takes the longest ids, the largest and the smallest amount, and every form of a time', async () => {
  const edge = [
    { ...visit, id: text(128), user_id: text(256), anonymous_id: text(256) },
    { ...payment, id: 'a', amount: 99_999_999_999.9999 },
    { ...payment, id: 'b', amount: 0.0001 },
    { ...visit, id: 'c', timestamp: '2024-02-29t23:59:59.123456z' },
    { ...visit, id: 'd', timestamp: '2024-03-01T01:00:00+02:00' },
    { ...visit, id: 'e', timestamp: '0001-01-01T00:00:00Z' },
    { ...visit, id: 'f', timestamp: '9999-12-31T23:59:59.999Z' },
    { ...envelope, id: 'g', type: 'signup', timestamp: '9999-12-31T23:59:59.999Z' }
  ]
  expect(await board.send(edge)).toEqual(edge.map(() => ({ status: 201 })))
  const { events } = await board.get('/api/events?from=2024-02-29&to=2024-03-01')
  expect(events.map(({ timestamp }: WireEvent) => timestamp)).toEqual([
    '2024-02-29T23:59:59.123Z',
    '2024-02-29T23:00:00.000Z'
  ])
  const user = await board.get('/api/users/ann')
  expect(user.earnings).toEqual({ USD: '100000000000.00' })
})

test('replaces what PostgreSQL cannot keep, in values and in keys, and keeps the event', async () => {
  const events = [{ ...visit, user_id: 'a\u0000n', title: '\ud800 and \\u0000', properties: { 'k\udfff': ['\u0000'] } }]
  expect(await board.send(events)).toEqual([{ status: 201 }])
  const [event] = (await board.get('/api/events')).events
  expect(event).toMatchObject({
    user_id: 'a\ufffdn',
    title: '\ufffd and \\u0000',
    properties: { 'k\ufffd': ['\ufffd'] }
  })
})

test('a key that reaches for the prototype is dropped', async () => {
  const body = JSON.stringify({ events: [{ ...visit, type: 'login', channel: undefined }] })
  const payload = body.replace('"type"', '"attributes":{"__proto__":{"admin":true},"plan":"pro"},"type"')
  const headers = { 'content-type': 'application/json' }
  expect((await board.call({ method: 'POST', url: '/v1/events', payload, headers })).statusCode).toBe(200)
  expect((await board.get('/api/users/ann')).attributes).toEqual({ plan: 'pro' })
})

test.each<[string, number, object, object]>([
  ['broken JSON', 400, { payload: '{"events": [' }, { code: 'invalid_request' }],
  ['no body', 400, { payload: '' }, { code: 'invalid_request' }],
  ['null', 400, { payload: 'null' }, { code: 'invalid_request' }],
  ['no events', 400, { payload: '{"events": []}' }, { code: 'invalid_request' }],
  [
    'too many events',
    400,
    { payload: JSON.stringify({ events: Array(1001).fill(visit) }) },
    { code: 'invalid_request' }
  ],
  ['another field', 400, { payload: JSON.stringify({ events: [visit], sent: 1 }) }, { code: 'invalid_request' }],
  ['too large a body', 413, { payload: JSON.stringify({ events: [text(5e6)] }) }, { code: 'too_large' }],
  [
    'a body that is too large once unzipped',
    413,
    { payload: gzipSync(JSON.stringify({ events: [text(5e6)] })), headers: { 'content-encoding': 'gzip' } },
    { code: 'too_large' }
  ],
  ['broken gzip', 400, { payload: 'nonsense', headers: { 'content-encoding': 'gzip' } }, { code: 'invalid_request' }],
  ['another encoding', 415, { headers: { 'content-encoding': 'br' } }, { code: 'unsupported_media_type' }],
  ['another media type', 415, { headers: { 'content-type': 'text/csv' } }, { code: 'unsupported_media_type' }],
  ['no authorization', 401, { headers: { authorization: '' } }, { code: 'invalid_token' }],
  ['a wrong Token ID', 401, { headers: { authorization: basic('wrong') } }, { code: 'invalid_token' }],
  ['a Token ID as a bearer', 401, { headers: { authorization: 'Bearer x' } }, { code: 'invalid_token' }]
])('answers a request with %s by %i', async (_name, status, { headers, ...options }: any, error) => {
  const response = await board.call({
    method: 'POST',
    url: '/v1/events',
    payload: JSON.stringify({ events: [visit] }),
    headers: { 'content-type': 'application/json', ...headers },
    ...options
  })
  expect({ status: response.statusCode, error: response.json().error }).toEqual({
    status,
    error: { message: expect.any(String), ...error }
  })
  expect(response.body).not.toContain(board.tokenId)
  expect((await board.get('/api/events')).events).toEqual([])
})

test('says that an event is known with other content, and keeps the first', async () => {
  const other = { ...visit, title: 'another' }
  expect(await board.send([visit, other, visit])).toEqual([
    { status: 201 },
    { status: 200, conflict: true },
    { status: 200 }
  ])
  expect(await board.send([other, visit])).toEqual([{ status: 200, conflict: true }, { status: 200 }])
  expect((await board.get('/api/events')).events[0].title).toBeUndefined()
})

test('requests at a time store each event once, and each is told its own', async () => {
  const events = Array.from({ length: 20 }, (_, index) => ({ ...visit, id: `e${index}` }))
  const answers = await Promise.all(Array.from({ length: 12 }, () => board.send(events)))
  for (let index = 0; index < events.length; index++) {
    expect(answers.filter((results) => results[index].status === 201)).toHaveLength(1)
  }
  expect((await board.get('/api/users/ann')).first_seen).toBe('2024-01-31T09:30:00.000Z')
  expect(await board.get('/api/metrics?from=2024-01-01&to=2024-02-01&interval=month')).toMatchObject({
    total: { visits: 20 }
  })
})

test('takes gzip', async () => {
  const response = await board.call({
    method: 'POST',
    url: '/v1/events',
    payload: gzipSync(JSON.stringify({ events: [visit] })),
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  })
  expect(response.json()).toEqual({ results: [{ status: 201 }] })
})

test('GET /v1/account names the board of the Token ID', async () => {
  expect((await board.call({ url: '/v1/account' })).json()).toEqual({ name: 'Test' })
  const wrong = await board.call({ url: '/v1/account', headers: { authorization: basic('') } })
  expect(wrong.statusCode).toBe(401)
  expect(wrong.headers['www-authenticate']).toBe('Basic realm="Tractionboard"')
})

test('holds requests back when too many wait for the database', async () => {
  const statuses = await Promise.all(
    Array.from({ length: 80 }, async (_, index) => {
      const payload = { events: [{ ...visit, id: `e${index}` }] }
      return board.call({ method: 'POST', url: '/v1/events', payload })
    })
  )
  const refused = statuses.filter(({ statusCode }) => statusCode === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused[0].headers['retry-after']).toBe('2')
  expect(refused[0].json().error.code).toBe('too_many_requests')
  const { events } = await board.get('/api/events?limit=200')
  expect(events).toHaveLength(80 - refused.length)
})

describe('POST /v1/users/delete', () => {
  const remove = async (payload: object) => {
    const response = await board.call({ method: 'POST', url: '/v1/users/delete', payload })
    return { status: response.statusCode, ...response.json() }
  }

  test('takes the person and every event of theirs, once', async () => {
    await board.send([visit, { ...payment, id: 'e2', anonymous_id: 'phone' }, { ...visit, id: 'e3', user_id: 'bob' }])
    await board.send([{ ...visit, id: 'e4', user_id: undefined, anonymous_id: 'phone' }])
    expect(await remove({ user_id: 'ann' })).toEqual({ status: 200, deleted_events: 3 })
    expect(await remove({ user_id: 'ann' })).toEqual({ status: 200, deleted_events: 0 })
    expect((await board.request('GET', '/api/users/phone')).statusCode).toBe(404)
    expect((await board.get('/api/events')).events.map(({ id }: WireEvent) => id)).toEqual(['e3'])
    expect(await board.send([visit])).toEqual([{ status: 200 }])
    expect(await board.send([{ ...visit, id: 'new' }])).toEqual([{ status: 201 }])
    expect((await board.get('/api/users/ann')).earnings).toEqual({})
  })

  test('spares the user who shares the device', async () => {
    await board.send([
      { ...visit, anonymous_id: 'tablet' },
      { ...visit, id: 'e2', user_id: 'bob', anonymous_id: 'tablet', timestamp: '2024-02-01T00:00:00Z' }
    ])
    expect(await remove({ user_id: 'bob', anonymous_id: 'tablet' })).toEqual({ status: 200, deleted_events: 1 })
    expect((await board.get('/api/users/tablet')).user_id).toBe('ann')
  })

  test.each([[{}], [{ user_id: '' }], [{ user_id: 7 }], [{ id: 'ann' }], [{ user_id: 'ann', all: true }]])(
    'refuses %j',
    async (payload) => {
      expect(await remove(payload)).toMatchObject({ status: 400, error: { code: 'invalid_request' } })
    }
  )
})
