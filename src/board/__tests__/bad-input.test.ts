import { TestBoard, WireEvent, openBoardDatabase } from '../../../__tests__/__helpers__/board'
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

const EVENTS: WireEvent[] = [
  { id: 'e1', type: 'signup', user_id: 'ann', anonymous_id: 'phone', timestamp: '2024-01-05T00:00:00.000Z' },
  { id: 'e2', type: 'visit', channel: 'web', user_id: 'ann', timestamp: '2024-01-06T00:00:00.000Z' },
  { id: 'e3', type: 'visit', channel: 'web', user_id: 'bob', timestamp: '2024-01-07T00:00:00.000Z' }
]

interface Parameter {
  name: string
  in: 'path' | 'query'
  required: boolean
}

/** Every call that reads, as the board's own document lists them, with what it must be given. */
async function readingCalls(): Promise<{ address: string; required: Record<string, string>; names: string[] }[]> {
  await board.app.ready()
  const { paths } = board.app.swagger() as { paths: Record<string, { get?: { parameters?: Parameter[] } }> }
  return Object.entries(paths)
    .filter(([path, { get }]) => path.startsWith('/api/') && get && path !== '/api/events/stream')
    .map(([path, { get }]) => {
      const asked = (get?.parameters ?? []).filter((parameter) => parameter.in === 'query')
      const required = asked.filter((parameter) => parameter.required).map(({ name }) => [name, VALID[name]])
      const names = asked.map(({ name }) => name)
      return { address: path.replace('{id}', 'ann'), required: Object.fromEntries(required), names }
    })
}

const VALID: Record<string, string> = { from: '2024-01-01', to: '2024-02-01', interval: 'month' }
/** Any text may be looked for. */
const FREE = ['query', 'user']

const refusal = async (address: string) => {
  const response = await board.request('GET', address)
  const { code, message } = response.json().error ?? {}
  return [address, response.statusCode, code, message]
}

test('no call takes a parameter that it does not know, or what does not fit one, or one twice', async () => {
  const calls = await readingCalls()
  expect(calls.length).toBeGreaterThanOrEqual(18)
  for (const { address, required, names } of calls) {
    const asked = (more: string) => `${address}?${new URLSearchParams(required).toString()}&${more}`
    expect(await refusal(asked('nonsense=1'))).toEqual([
      asked('nonsense=1'),
      400,
      'invalid_parameter',
      expect.stringContaining('nonsense is not a known field')
    ])
    for (const name of names) {
      const valid = VALID[name] ?? '1'
      const wrong = [`${name}=${valid}&${name}=${valid}`, ...(FREE.includes(name) ? [] : [`${name}=%00wrong`])]
      for (const each of wrong) {
        expect(await refusal(asked(each))).toEqual([
          asked(each),
          400,
          'invalid_parameter',
          expect.stringMatching(new RegExp(`^${name}\\b`))
        ])
      }
    }
  }
})

test('a link that was revoked reads by no call', async () => {
  const { id, key } = (await board.request('POST', '/api/settings/links', { name: 'one' })).json()
  await board.request('DELETE', `/api/settings/links/${id}`)
  for (const { address, required } of await readingCalls()) {
    const url = `${address}?${new URLSearchParams(required).toString()}`
    const response = await board.app.inject({ url, headers: { authorization: `Bearer ${key}` } })
    expect([url, response.statusCode, response.json().error.code]).toEqual([url, 401, 'link_revoked'])
  }
})

test.each([
  ['that is still to come', 'from=2999-01-01&to=2999-03-01', 2, false],
  ['of one day', 'from=2024-01-06&to=2024-01-07', 1, true],
  ['of ten years', 'from=2015-01-01&to=2025-01-01', 120, true],
  ['at the end of the calendar', 'from=9999-12-01&to=9999-12-31', 1, false]
])('a range %s is answered', async (_name, range, periods, complete) => {
  const metrics = await board.get(`/api/metrics?${range}&interval=month`)
  expect([metrics.periods.length, metrics.total.complete]).toEqual([periods, complete])
  expect((await board.get(`/api/retention?${range}`)).cohorts).toHaveLength(periods)
  for (const name of ['funnel', 'campaigns']) {
    expect((await board.get(`/api/${name}?${range}`)).complete).toBe(complete)
  }
})

test('ten years by day are too many', async () => {
  const [, status, , message] = await refusal('/api/metrics?from=2015-01-01&to=2025-01-01&interval=day')
  expect([status, message]).toEqual([400, 'to must be a date at most 1000 periods after from.'])
})

test('of a cohort that nobody is in and of a currency that nobody paid in there is nothing', async () => {
  for (const query of ['cohort=1999-01', 'cohort=9998-12&type=visit', 'currency=CHF', 'cohort=2024-01&currency=CHF']) {
    expect(await board.get(`/api/events?${query}`)).toEqual({ events: [], next_cursor: null })
    expect(await board.get(`/api/totals/events?${query}`)).toEqual({ count: 0, sums: {} })
  }
  expect(await board.get('/api/users?sort=earnings&currency=CHF')).toEqual({ users: [], next_cursor: null })
})

test('a currency is gone with the last who paid in it', async () => {
  await board.send([
    {
      id: 'e4',
      type: 'payment',
      user_id: 'cat',
      amount: 5,
      currency: 'NOK',
      timestamp: '2024-01-08T00:00:00.000Z'
    }
  ])
  const metrics = '/api/metrics?from=2024-01-01&to=2024-02-01&interval=month'
  expect(Object.keys((await board.get(metrics)).total.revenue)).toEqual(['NOK'])
  await board.request('DELETE', '/api/users/cat')
  expect((await board.get(metrics)).total.revenue).toEqual({})
  expect(await board.get('/api/totals/users')).toMatchObject({ earnings: {} })
  expect(await board.get('/api/totals/events?currency=NOK')).toEqual({ count: 0, sums: {} })
})

test('a cursor that was changed, or is of another list, another query or another board, is refused', async () => {
  const { next_cursor: users } = await board.get('/api/users?limit=1')
  const { next_cursor: events } = await board.get('/api/events?limit=1')
  const other = await TestBoard.create(database, board.app)
  await other.send(EVENTS)
  const { next_cursor: foreign } = await other.get('/api/users?limit=1')
  const [payload, signature] = users.split('.')
  const position = Buffer.from('["2030-01-01T00:00:00.000Z","u:zed"]').toString('base64url')
  for (const cursor of [
    events,
    foreign,
    `${position}.${signature}`,
    payload,
    `${payload}.`,
    `.${signature}`,
    '.',
    `${users}x`
  ]) {
    const [, status, code] = await refusal(`/api/users?limit=1&cursor=${encodeURIComponent(cursor)}`)
    expect([cursor, status, code]).toEqual([cursor, 400, 'invalid_parameter'])
  }
  const [, status] = await refusal(`/api/users?limit=1&status=known&cursor=${encodeURIComponent(users)}`)
  expect(status).toBe(400)
})

test.each(['/api/spend', '/api/spend/campaigns'])(
  '%s is replaced only where the tag is right, or none is given',
  async (url) => {
    const empty = url.endsWith('campaigns') ? [] : {}
    const put = async (tag?: string) => {
      const headers = { authorization: `Bearer ${board.adminKey}`, ...(tag === undefined ? {} : { 'if-match': tag }) }
      const response = await board.app.inject({ method: 'PUT', url, payload: empty, headers })
      return [response.statusCode, response.json().error?.code]
    }
    const tag = String((await board.request('GET', url)).headers.etag)
    for (const wrong of ['"x"', 'x', '', tag.slice(1, -1), `W/${tag}`]) {
      expect([wrong, ...(await put(wrong))]).toEqual([wrong, 409, 'spend_changed'])
    }
    for (const right of [tag, '*', undefined]) expect(await put(right)).toEqual([200, undefined])
  }
)
