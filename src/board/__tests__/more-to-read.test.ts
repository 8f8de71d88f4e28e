import { TestBoard, openBoardDatabase } from '../../../__tests__/__helpers__/board'
import type { Database } from '../../database'

let database: Database
let board: TestBoard
beforeAll(async () => {
  database = await openBoardDatabase()
  board = await TestBoard.create(database)
  await board.send(EVENTS)
})
afterAll(async () => {
  await board.close()
  await database.close()
})

const at = (day: string) => ({ timestamp: `2024-${day}T08:00:00.000Z` })
const EVENTS = [
  {
    id: '1',
    type: 'visit',
    channel: 'web',
    anonymous_id: 'phone',
    ...at('01-01'),
    context: { campaign: { source: 'news' } }
  },
  { id: '2', type: 'signup', user_id: 'ann', anonymous_id: 'phone', ...at('01-02') },
  {
    id: '3',
    type: 'login',
    user_id: 'ann',
    attributes: { plan: 'pro', seats: 7, beta: true, name: '=1+1' },
    ...at('01-02')
  },
  { id: '4', type: 'payment', user_id: 'ann', amount: 20, currency: 'USD', ...at('01-03') },
  { id: '5', type: 'refund', user_id: 'ann', amount: 5, currency: 'USD', ...at('02-03') },
  { id: '6', type: 'payment', user_id: 'ann', amount: 8, currency: 'EUR', ...at('02-04') },
  { id: '7', type: 'group', user_id: 'ann', group_id: 'acme', ...at('01-03') },
  { id: '8', type: 'signup', user_id: 'bob', ...at('01-09') },
  { id: '9', type: 'login', user_id: 'bob', attributes: { plan: 'free', beta: false }, ...at('01-09') },
  { id: '10', type: 'cancel', user_id: 'bob', ...at('02-09') }
]

const where = (...conditions: unknown[]) => `where=${encodeURIComponent(JSON.stringify(conditions))}`
const names = async (query: string) =>
  (await board.get(`/api/users?${query}`)).users.map(({ user_id }: { user_id: string }) => user_id)
const csv = async (url: string) => {
  const headers = { authorization: `Bearer ${board.adminKey}`, accept: 'text/csv' }
  const response = await board.app.inject({ url, headers })
  expect(response.headers['content-type']).toBe('text/csv; charset=utf-8')
  return response.body.split('\r\n')
}

test.each([
  ['a string', [{ attribute: 'plan', is: 'pro' }], ['ann']],
  ['a number, not the text of it', [{ attribute: 'seats', is: '7' }], []],
  ['a number', [{ attribute: 'seats', is: 7 }], ['ann']],
  ['numbers within bounds', [{ attribute: 'seats', at_least: 6.5 }], ['ann']],
  ['numbers outside', [{ attribute: 'seats', at_most: 6 }], []],
  ['any value', [{ attribute: 'plan' }], ['bob', 'ann']],
  ['an audience', [{ attribute: 'beta', is: true }], ['ann']],
  ['a group', [{ group: 'acme' }], ['ann']],
  ['a campaign', [{ campaign: { source: 'news', medium: null, name: null } }], ['ann']],
  ['no campaign', [{ campaign: { source: null, medium: null, name: null } }], ['bob']],
  ['a cohort that is still there', [{ signed_up: ['2024-01-01', '2024-02-01'] }, { active_at: '2024-03-01' }], ['ann']],
  ['those lost', [{ lost: ['2024-02-01', '2024-03-01'] }], ['bob']],
  ['those who paid', [{ first_visited: ['2024-01-01', '2024-02-01'] }, { reached: 'paid' }], ['ann']]
])('users are found by %s', async (_name, conditions, found) => {
  expect(await names(where(...conditions))).toEqual(found)
  const { count } = await board.get(`/api/totals/users?${where(...conditions)}`)
  expect(count).toBe(found.length)
})

test.each([
  ['no JSON', 'where=plan', 'where must be a JSON array of 1 to 10 conditions'],
  ['no condition', 'where=[]', 'where must be a JSON array'],
  ['eleven', where(...Array(11).fill({ group: 'a' })), 'where must be a JSON array of 1 to 10 conditions'],
  ['an unknown one', where({ age: 5 }), 'where[0] must be an object with one of attribute, group, campaign'],
  ['a null', where({ group: 'a' }, null), 'where[1] must be an object with one of'],
  [
    'another type',
    where({ attribute: 'plan', is: [] }),
    'where[0]: is must be a string of at most 256 characters, a number'
  ],
  ['an unknown field', where({ group: 'a', is: 1 }), 'where[0]: is is not a known field; known are group'],
  [
    'two at a time',
    where({ attribute: 'plan', is: 1, at_least: 1 }),
    'where[0]: is goes with neither at_least nor at_most'
  ],
  ['no date', where({ signed_up: ['2024-01-32', '2024-02-01'] }), 'where[0]: signed_up.0 must be a date'],
  [
    'a reversed range',
    where({ lost: ['2024-02-01', '2024-01-01'] }),
    'where[0]: the second date of lost must be after'
  ],
  ['an unknown order', 'order=up', 'order must be desc or asc'],
  ['an unknown currency', 'currency=usd', 'currency must be an ISO 4217 currency code']
])('%s is told what is accepted', async (_name, query, message) => {
  const response = await board.request('GET', `/api/users?${query}`)
  expect(response.statusCode).toBe(400)
  expect(response.json().error).toMatchObject({ code: 'invalid_parameter', message: expect.stringContaining(message) })
})

test('lists are sorted both ways, in pages', async () => {
  const next = async (query: string) => {
    const { users, next_cursor } = await board.get(`/api/users?limit=1&${query}`)
    const rest = await board.get(`/api/users?limit=1&${query}&cursor=${encodeURIComponent(next_cursor)}`)
    return [...users, ...rest.users].map(({ user_id }: { user_id: string }) => user_id)
  }
  const all = where({ attribute: 'plan' })
  expect(await next('')).toEqual(['bob', 'ann'])
  expect(await next('order=asc')).toEqual(['ann', 'bob'])
  expect(await next(all)).toEqual(['bob', 'ann'])
  expect(await next(`${all}&order=asc`)).toEqual(['ann', 'bob'])
  expect(await names(`${all}&sort=earnings`)).toEqual(['ann'])
})

test('a list says how many it has and what it comes to', async () => {
  expect(await board.get('/api/totals/users')).toEqual({ count: 2, earnings: { EUR: '8.00', USD: '15.00' } })
  expect(await board.get('/api/totals/users?status=canceled')).toEqual({ count: 1, earnings: {} })
  expect(await board.get('/api/totals/users?query=BOB')).toEqual({ count: 1, earnings: {} })
  expect(await board.get('/api/totals/events')).toEqual({ count: 10, sums: {} })
  expect(await board.get('/api/totals/events?type=visit')).toEqual({ count: 1, sums: {} })
  expect(await board.get('/api/totals/events?type=money&from=2024-02-01&to=2024-03-01')).toEqual({
    count: 2,
    sums: { EUR: '8.00', USD: '-5.00' }
  })
  expect(await board.get('/api/totals/events?type=refund&currency=USD')).toEqual({ count: 1, sums: { USD: '-5.00' } })
  expect(await board.get('/api/totals/events?type=money&cohort=2024-01&to=2024-02-01')).toEqual({
    count: 1,
    sums: { USD: '20.00' }
  })
  expect(await board.get('/api/totals/events?user=ann&type=money')).toMatchObject({ count: 3 })
  expect(await board.get('/api/totals/events?user=nobody')).toEqual({ count: 0, sums: {} })
  const { events } = await board.get('/api/events?type=money&currency=EUR&cohort=2024-01')
  expect(events.map(({ id }: { id: string }) => id)).toEqual(['6'])
})

test('cohorts tell what they earned, what they cost and when that was paid back', async () => {
  await board.request('PUT', '/api/spend', { '2024-01': { USD: '16', EUR: '1000' } })
  const { cohorts, complete } = await board.get('/api/retention?from=2024-01-01&to=2024-03-01')
  expect(complete).toBe(true)
  expect(cohorts[0]).toEqual({
    month: '2024-01-01',
    signups: 2,
    active: [2, 1],
    earnings: { EUR: ['0.00', '8.00'], USD: ['20.00', '15.00'] },
    uac: { EUR: '500.00', USD: '8.00' },
    payback: { EUR: null, USD: 0 }
  })
})

test('campaigns have their spend where it is entered', async () => {
  const spend = [
    { month: '2024-01', source: 'news', medium: null, name: null, currency: 'USD', amount: '30' },
    { month: '2024-01', source: 'poster', medium: null, name: null, currency: 'USD', amount: '5' }
  ]
  const saved = await board.request('PUT', '/api/spend/campaigns', spend)
  expect(saved.json()).toEqual(spend.map((row) => ({ ...row, amount: `${row.amount}.00` })))
  const tag = String(saved.headers.etag)
  const change = (body: object, tag: string) =>
    board.app.inject({
      method: 'PUT',
      url: '/api/spend/campaigns',
      payload: body,
      headers: { authorization: `Bearer ${board.adminKey}`, 'if-match': tag }
    })
  expect((await change(spend, '"other"')).statusCode).toBe(409)
  expect((await change([{ ...spend[0], source: ' ' }], tag)).json().error.place).toBe('/0')
  expect((await change([spend[0], spend[0]], tag)).statusCode).toBe(400)
  expect((await change([{ ...spend[0], amount: '-1' }], tag)).json().error.message).toContain('a decimal such as')
  expect((await change(spend, tag)).statusCode).toBe(200)

  const { campaigns } = await board.get('/api/campaigns?from=2024-01-01&to=2024-02-01')
  const none = { medium: null, name: null }
  expect(campaigns).toEqual([
    {
      source: 'news',
      ...none,
      signups: 1,
      earnings: { EUR: '8.00', USD: '15.00' },
      spend: { USD: '30.00' },
      uac: { USD: '30.00' }
    },
    { source: null, ...none, signups: 1, earnings: {}, spend: {}, uac: {} },
    { source: 'poster', ...none, signups: 0, earnings: {}, spend: { USD: '5.00' }, uac: { USD: null } }
  ])
  expect((await board.get('/api/campaigns?from=2024-01-02&to=2024-02-01')).campaigns[0].spend).toEqual({})
})

describe('a range', () => {
  afterEach(() => jest.useRealTimers())
  const setClock = (now: string) => jest.useFakeTimers({ now: new Date(now), doNotFake: [...FAKED_NOT] })

  test('that is running says so, and is compared with the same part of the one before', async () => {
    setClock('2024-02-04T12:00:00Z')
    const { periods, total, previous } = await board.get('/api/metrics?from=2024-02-01&to=2024-03-01&interval=week')
    expect(total).toMatchObject({
      complete: false,
      until: '2024-02-04T12:00:00.000Z',
      earnings_per_user: { USD: '-5.00' }
    })
    expect(periods[0]).toMatchObject({ end: '2024-02-05', complete: false })
    expect(previous).toMatchObject({ start: '2024-01-01', end: '2024-01-05', complete: true, visits: 1, signups: 1 })
    const weeks = await board.get('/api/metrics?from=2024-01-15&to=2024-02-12&interval=week')
    expect(weeks.periods.map(({ complete }: { complete: boolean }) => complete)).toEqual([true, true, false, false])
  })

  test('that begins with the calendar has nothing before it', async () => {
    setClock('2024-02-04T12:00:00Z')
    const { previous } = await board.get('/api/metrics?from=0001-01-01&to=0001-02-01&interval=month')
    expect(previous).toMatchObject({ start: '0001-01-01', end: '0001-01-01', visits: 0, signups: 0 })
  })
})

/** Only the clock is set: what waits goes on waiting in real time. */
const FAKED_NOT = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'nextTick',
  'queueMicrotask',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'performance',
  'hrtime'
] as const

test('every list and table comes as CSV, in which no text is a formula', async () => {
  const users = await csv('/api/users?order=asc')
  expect(users[0]).toBe('user_id,status,first_seen,last_seen,earnings,attributes,groups,anonymous_ids,previous_ids')
  expect(users).toHaveLength(4)
  await board.send([
    { id: 'x', type: 'login', user_id: '=cmd|1', timestamp: '2024-03-09T00:00:00Z', attributes: { a: 1 } }
  ])
  expect((await csv('/api/users'))[1]).toMatch(/^"'=cmd\|1",active,2024/)
  expect((await csv('/api/events?type=refund'))[1]).toContain('5,refund,2024-02-03T08:00:00.000Z,ann,,,5,USD')
  expect(await csv('/api/users/ann/timeline')).toHaveLength(9)
  const metrics = await csv('/api/metrics?from=2024-01-01&to=2024-03-01&interval=month')
  expect(metrics[0]).toContain('net_EUR,net_USD,earnings_per_user_EUR')
  expect(metrics[2]).toContain(',-5.00,')
  for (const path of ['retention', 'funnel', 'campaigns']) {
    expect((await csv(`/api/${path}?from=2024-01-01&to=2024-03-01`)).length).toBeGreaterThan(2)
  }
  expect((await csv('/api/audiences'))[1]).toBe('beta,1,1,1,1,8.00,15.00')
  expect((await csv('/api/spend'))[1]).toBe('2024-01,EUR,1000.00')
  expect((await csv('/api/spend/campaigns'))[1]).toBe('2024-01,news,,,USD,30.00')
  expect(await csv('/api/settings/links')).toEqual(['id,name,made_at,used_at', ''])
  const wrong = await board.app.inject({
    url: '/api/users?where=x',
    headers: { authorization: `Bearer ${board.adminKey}`, accept: 'text/csv' }
  })
  expect([wrong.statusCode, wrong.json().error.code]).toEqual([400, 'invalid_parameter'])
})
