import { TestBoard, WireEvent, basic, boardForEachTest } from '../../../__tests__/__helpers__/board'
import type { Database } from '../../database'
import { verifyBoard } from '../proof/verify'

let database: Database
let board: TestBoard
boardForEachTest((its) => ({ database, board } = its))

const at = (minute: number) => new Date(Date.UTC(2024, 0, 1, 0, minute)).toISOString()
const visit = (id: string, user: string, second: number): WireEvent => ({
  id,
  type: 'visit',
  timestamp: at(second),
  user_id: user,
  channel: 'web'
})
const payment = (id: string, user: string, amount: number, currency = 'USD'): WireEvent => ({
  id,
  type: 'payment',
  timestamp: at(0),
  user_id: user,
  amount,
  currency
})
const login = (id: string, user: string, attributes: object): WireEvent => ({
  id,
  type: 'login',
  timestamp: at(1),
  user_id: user,
  attributes
})

/** Follows the cursors and gives what `key` says of everything on all pages. */
async function allPages(address: string, list: string, key: (item: any) => unknown): Promise<unknown[][]> {
  const pages: unknown[][] = []
  for (let cursor = ''; ;) {
    const page = await board.get(`${address}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    pages.push(page[list].map(key))
    if (page.next_cursor === null) return pages
    cursor = page.next_cursor
  }
}

describe('events', () => {
  const id = (event: WireEvent) => event.id

  test('come newest first, page by page, ties by id', async () => {
    await board.send([1, 2, 2, 3, 4].map((second, index) => visit(`e${index}`, 'ann', second)))
    expect(await allPages('/api/events?limit=2', 'events', id)).toEqual([['e4', 'e3'], ['e2', 'e1'], ['e0']])
    const onTime = await allPages('/api/users/ann/timeline?limit=5', 'events', id)
    expect(onTime).toEqual([['e4', 'e3', 'e2', 'e1', 'e0']])
  })

  test('are filtered by type, days and any id of a person', async () => {
    await board.send([
      visit('e1', 'ann', 0),
      { ...visit('e2', 'bob', 1), anonymous_id: 'phone' },
      { ...visit('e3', 'bob', 86_400), user_id: undefined, anonymous_id: 'phone' },
      payment('e4', 'bob', 5)
    ])
    const ids = async (query: string) => (await board.get(`/api/events?${query}`)).events.map(id)
    expect(await ids('type=payment')).toEqual(['e4'])
    expect(await ids('from=2024-01-02')).toEqual(['e3'])
    expect(await ids('to=2024-01-02&type=visit')).toEqual(['e2', 'e1'])
    expect(await ids('user=phone')).toEqual(['e3', 'e2', 'e4'])
    expect(await ids('user=nobody')).toEqual([])
    expect(await allPages('/api/events?user=phone&limit=1', 'events', id)).toEqual([['e3'], ['e2'], ['e4']])
  })

  test('are streamed while they are stored, and after a reconnect from where it broke', async () => {
    await board.send([visit('before', 'ann', 0)])
    const url = await board.app.listen({ port: 0, host: '127.0.0.1' })
    /** Listens until a message comes, and gives its id and what it carries. */
    const listen = async (headers: Record<string, string>, meanwhile: () => Promise<unknown>) => {
      const authorization = `Bearer ${board.adminKey}`
      const response = await fetch(`${url}/api/events/stream`, {
        headers: { authorization, ...headers }
      })
      expect(response.headers.get('content-type')).toBe('text/event-stream')
      await meanwhile()
      const decoder = new TextDecoder()
      let text = ''
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true })
        const [, lastId, data] = /^id: (.+)\nevent: events\ndata: (.+)\n\n/m.exec(text) ?? []
        if (data) return { lastId, ids: JSON.parse(data).events.map(id) }
      }
      throw new Error('The stream ended.')
    }
    const first = await listen({}, () => board.send([visit('e1', 'ann', 1), visit('e2', 'ann', 2)]))
    expect(first.ids).toEqual(['e1', 'e2'])
    await board.send([visit('e3', 'ann', 0)])
    const second = await listen({ 'last-event-id': first.lastId }, () => Promise.resolve())
    expect(second.ids).toEqual(['e3'])
  })
})

describe('users', () => {
  const name = ({ user_id, anonymous_ids }: any) => user_id ?? anonymous_ids[0]

  test('come as last seen, page by page, of any status or one', async () => {
    await board.send([
      visit('e1', 'ann', 5),
      visit('e2', 'bob', 4),
      { ...visit('e3', '', 3), user_id: undefined, anonymous_id: 'phone' },
      visit('e4', 'cat', 3),
      { ...payment('e5', 'dan', 1), timestamp: at(2) }
    ])
    expect(await allPages('/api/users?limit=2', 'users', name)).toEqual([['ann', 'bob'], ['cat', 'phone'], ['dan']])
    expect(await allPages('/api/users?limit=2&status=known', 'users', name)).toEqual([['ann', 'bob'], ['cat']])
    expect(await allPages('/api/users?status=active', 'users', name)).toEqual([['dan']])
    expect(await allPages('/api/users?status=canceled', 'users', name)).toEqual([[]])
  })

  test('come as earned, in one currency', async () => {
    await board.send([payment('e1', 'ann', 5), payment('e2', 'bob', 10), payment('e3', 'cat', 7, 'EUR')])
    await board.send([payment('e4', 'ann', 5.5)])
    expect(await allPages('/api/users?sort=earnings&limit=1', 'users', name)).toEqual([['ann'], ['bob']])
    expect(await allPages('/api/users?sort=earnings&currency=EUR', 'users', name)).toEqual([['cat']])
  })

  test('are found by part of an id, email or name, and by any id they ever had', async () => {
    await board.send([
      login('e1', 'U-1', { email: 'Ann@Example.com', name: 'Ann 100%' }),
      { ...login('e2', 'U-2', { name: 'Bob_' }), anonymous_id: 'Phone-7' },
      { id: 'e3', type: 'alias', timestamp: at(2), user_id: 'U-1', previous_id: 'old-id' }
    ])
    const found = async (query: string) =>
      (await board.get(`/api/users?query=${encodeURIComponent(query)}`)).users.map(name)
    expect(await found('example')).toEqual(['U-1'])
    expect(await found('ann 100%')).toEqual(['U-1'])
    expect(await found('u-')).toEqual(['U-1', 'U-2'])
    expect(await found('_')).toEqual(['U-2'])
    expect(await found('Phone-7')).toEqual(['U-2'])
    expect(await found('old-id')).toEqual(['U-1'])
    expect(await found('nobody')).toEqual([])
  })

  test('a user id goes before an anonymous id', async () => {
    await board.send([visit('e1', 'same', 1), { ...visit('e2', '', 2), user_id: undefined, anonymous_id: 'same' }])
    expect((await board.get('/api/users/same')).user_id).toBe('same')
  })

  test('have all that the calls said of them', async () => {
    await board.send([
      { ...login('e1', 'old', { email: 'a@b.c', nested: { deep: [1] }, gone: 1 }), anonymous_id: 'phone' },
      { ...login('e2', 'new', { gone: null }), timestamp: at(2) },
      { id: 'e3', type: 'group', timestamp: at(3), user_id: 'new', group_id: 'acme', attributes: { plan: 'pro' } },
      { id: 'e4', type: 'alias', timestamp: at(4), user_id: 'new', previous_id: 'old' },
      payment('e5', 'old', 19.99),
      { ...payment('e6', 'new', 24.04), type: 'refund' },
      payment('e7', 'new', 1234.5678, 'EUR'),
      { ...visit('e8', '', 9), user_id: undefined, anonymous_id: 'phone' }
    ])
    const user = {
      user_id: 'new',
      anonymous_ids: ['phone'],
      previous_ids: ['old'],
      id_count: 3,
      status: 'active',
      attributes: { email: 'a@b.c', nested: { deep: [1] } },
      groups: { acme: { plan: 'pro' } },
      earnings: { EUR: '1234.5678', USD: '-4.05' },
      first_seen: at(0),
      last_seen: at(9)
    }
    for (const id of ['new', 'old', 'phone']) expect(await board.get(`/api/users/${id}`)).toEqual(user)
    const removed = await board.request('DELETE', '/api/users/old')
    expect(removed.json()).toEqual({ deleted_events: 8 })
    expect((await board.get('/api/users')).users).toEqual([])
    expect((await board.request('DELETE', '/api/users/old')).statusCode).toBe(404)
  })

  test('are asked for by ids of every kind', async () => {
    const id = 'a/b ?&#% ü👋'
    await board.send([visit('e1', id, 1)])
    expect((await board.get(`/api/users/${encodeURIComponent(id)}`)).user_id).toBe(id)
    expect((await board.get(`/api/users/${encodeURIComponent(id)}/timeline`)).events).toHaveLength(1)
  })
})

test('spend is kept by month and currency, and replaced as a whole', async () => {
  expect(await board.get('/api/spend')).toEqual({})
  const first = await board.request('PUT', '/api/spend', { '2024-01': { USD: '500.00', EUR: '0.5' }, '2024-02': {} })
  expect(first.json()).toEqual({ '2024-01': { EUR: '0.50', USD: '500.00' } })
  await board.send([{ id: 'e1', type: 'signup', timestamp: at(0), user_id: 'ann' }])
  const { periods, total } = await board.get('/api/metrics?from=2024-01-01&to=2024-03-01&interval=month')
  expect(periods.map(({ uac }: any) => uac)).toEqual([{ EUR: '0.50', USD: '500.00' }, {}])
  expect(total.uac).toEqual({ EUR: '0.50', USD: '500.00' })
  const byDay = await board.get('/api/metrics?from=2024-01-01&to=2024-01-03&interval=day')
  expect(byDay.total.uac).toEqual({})
  expect((await board.request('PUT', '/api/spend', {})).json()).toEqual({})
})

test('spend that was changed since it was read is not replaced; at a time, one change follows the other', async () => {
  const put = (spend: object, tag?: string) =>
    board.app.inject({
      method: 'PUT',
      url: '/api/spend',
      payload: spend,
      headers: { authorization: `Bearer ${board.adminKey}`, ...(tag ? { 'if-match': tag } : {}) }
    })
  const read = await board.request('GET', '/api/spend')
  const changes = Array.from({ length: 12 }, (_, index) =>
    put({ '2024-01': { USD: `${index}` } }, String(read.headers.etag))
  )
  const statuses = (await Promise.all(changes)).map(({ statusCode }) => statusCode).sort()
  expect(statuses).toEqual([200, ...Array(11).fill(409)])
  const changed = await board.request('GET', '/api/spend')
  expect((await put({}, String(read.headers.etag))).json().error.code).toBe('spend_changed')
  expect((await put({}, String(changed.headers.etag))).json()).toEqual({})
  const blind = await Promise.all(
    Array.from({ length: 12 }, () => put({ '2024-01': { USD: '1' }, '2024-02': { EUR: '2' } }))
  )
  expect(blind.map(({ statusCode }) => statusCode)).toEqual(Array(12).fill(200))
})

test('cursors outlive another order of parameters, a default that is spelled out and a new device', async () => {
  await board.send([visit('e1', 'ann', 1), visit('e2', 'ann', 2), visit('e3', 'bob', 3)])
  const users = await board.get('/api/users?status=known&limit=1')
  const again = `/api/users?sort=last_seen&limit=1&cursor=${encodeURIComponent(users.next_cursor)}&status=known`
  expect((await board.get(again)).users[0].user_id).toBe('ann')
  const timeline = await board.get('/api/users/ann/timeline?limit=1')
  await board.send([{ ...visit('e4', 'ann', 0), anonymous_id: 'new device' }])
  const rest = await board.get(`/api/users/ann/timeline?limit=5&cursor=${encodeURIComponent(timeline.next_cursor)}`)
  expect(rest.events.map(({ id }: WireEvent) => id)).toEqual(['e1', 'e4'])
})

test('an event of a time to come does not keep its person at the top', async () => {
  await board.send([
    { ...visit('e1', 'late', 1), timestamp: '9999-12-31T00:00:00Z' },
    { ...visit('e2', 'later', 1), timestamp: '9999-12-31T23:00:00Z' },
    visit('e3', 'ann', 1),
    visit('e4', 'bob', 2)
  ])
  const name = ({ user_id }: any) => user_id
  expect(await allPages('/api/users?limit=1', 'users', name)).toEqual([['bob'], ['ann'], ['later'], ['late']])
  expect(await allPages('/api/users?limit=3', 'users', name)).toEqual([['bob', 'ann', 'later'], ['late']])
})

test('spend where nobody signed up has no cost per signup', async () => {
  await board.request('PUT', '/api/spend', { '2024-01': { USD: '500' } })
  const { total } = await board.get('/api/metrics?from=2024-01-01&to=2024-02-01&interval=month')
  expect(total).toEqual({
    complete: true,
    earnings_per_user: {},
    start: '2024-01-01',
    end: '2024-02-01',
    visits: 0,
    visitors: 0,
    logins: 0,
    events: 0,
    signups: 0,
    cancellations: 0,
    active_at_start: 0,
    active_at_end: 0,
    churn_rate: null,
    uac: { USD: null },
    revenue: {}
  })
})

test('a rotated Token ID replaces the old one at once', async () => {
  expect(await board.get('/api/settings/integrations')).toEqual({
    token_id: board.tokenId,
    name: 'Test',
    number: board.boardId
  })
  const { token_id } = (await board.request('POST', '/api/settings/integrations/rotate')).json()
  expect(token_id).not.toBe(board.tokenId)
  expect((await board.call({ url: '/v1/account' })).statusCode).toBe(401)
  expect((await board.call({ url: '/v1/account', headers: { authorization: basic(token_id) } })).statusCode).toBe(200)
  expect(await board.get('/api/settings/integrations')).toEqual({ token_id, name: 'Test', number: board.boardId })
})

test('who has sent events by a Token ID is refused at once when it is rotated, and nothing of it is stored', async () => {
  const good = visit('e2', 'ann', 2)
  for (const [events, status] of [
    [[good], 200],
    [[{ id: 'bad' }], 207]
  ] as const) {
    const sent = await TestBoard.create(database, board.app)
    const post = (authorization = basic(sent.tokenId)) =>
      sent.call({ method: 'POST', url: '/v1/events', payload: { events }, headers: { authorization } })
    await sent.send([visit('e1', 'ann', 1)])
    const { token_id } = (await sent.request('POST', '/api/settings/integrations/rotate')).json()
    const answers = await Promise.all([post(), post(), post()])
    for (const refused of [...answers, await post()]) {
      expect(refused.json().error.code).toBe('invalid_token')
      expect([refused.statusCode, refused.headers['www-authenticate']]).toEqual([401, 'Basic realm="Tractionboard"'])
    }
    expect((await sent.get('/api/events')).events).toHaveLength(1)
    expect((await post(basic(token_id))).statusCode).toBe(status)
    expect((await verifyBoard(database, sent.boardId)).count).toBe(0)
  }
})

const DATE = 'must be a date such as 2024-01-31.'
const METRICS = '/api/metrics?from=2024-01-01&to=2024-02-01&interval=month'

test.each([
  ['/api/metrics', 'from is required: a date such as 2024-01-31.'],
  [METRICS.replace('01-01', '02-30'), `from ${DATE}`],
  [METRICS.replace('2024-01-01', '2024-1-1'), `from ${DATE}`],
  [METRICS.replace('2024-02-01', 'today'), `to ${DATE}`],
  [METRICS.replace('2024-02-01', '2024-01-01'), 'to must be a date after from.'],
  [METRICS.replace('2024-01-01', '0001-01-01'), 'to must be a date at most 1000 periods after from.'],
  [METRICS.replace('month', 'year'), 'interval must be day, week (from Monday) or month.'],
  [`${METRICS}&interval=day`, 'interval must be day, week (from Monday) or month.'],
  [`${METRICS}&currency=USD`, 'currency is not a known field; known are from, to, interval.'],
  ['/api/retention?from=2024-01-01', 'to is required: a date such as 2024-01-31.'],
  ['/api/retention?from=2024-01-01&to=2023-01-01', 'to must be a date after from.'],
  ['/api/retention?from=1924-01-01&to=2023-01-01', 'to must be a date at most 120 months after from.'],
  ['/api/users?limit=0', 'limit must be an integer from 1 to 200.'],
  ['/api/users?limit=201', 'limit must be an integer from 1 to 200.'],
  ['/api/users?limit=ten', 'limit must be an integer from 1 to 200.'],
  ['/api/users?status=gone', 'status must be anonymous, known, active or canceled.'],
  ['/api/users?sort=name', 'sort must be last_seen or earnings.'],
  ['/api/users?currency=usd', 'currency must be an ISO 4217 currency code such as USD, in capitals.'],
  [`/api/users?query=${'x'.repeat(257)}`, 'query must be a string of at most 256 characters.'],
  ['/api/users?cursor=x', 'cursor must be a next_cursor of an earlier answer to the same query.'],
  [
    '/api/events?type=click',
    'type must be visit, login, attributes, event, payment, refund, cancel, signup, group, alias or money.'
  ],
  ['/api/events?from=2024', `from ${DATE}`],
  ['/api/events?page=2', 'page is not a known field; known are type, from, to, user, currency, cohort, cursor, limit.'],
  [`/api/users/${'x'.repeat(257)}`, 'id must be a string of 1 to 256 characters.']
])('refuses %s', async (url, message) => {
  const response = await board.request('GET', url)
  expect([response.statusCode, response.json()]).toMatchObject([
    400,
    { error: { code: 'invalid_parameter', message: expect.stringContaining(message.slice(0, -1)) } }
  ])
})

test('refuses a cursor that was changed, or of another query or board', async () => {
  await board.send([visit('e1', 'ann', 1), visit('e2', 'bob', 2)])
  const { next_cursor: cursor } = await board.get('/api/users?limit=1')
  const other = await TestBoard.create(database, board.app)
  const [payload, signature] = cursor.split('.')
  const moved = Buffer.from(JSON.stringify(['2020-01-01T00:00:00Z', 'u:ann'])).toString('base64url')
  for (const [asking, url] of [
    [board, `/api/users?cursor=${moved}.${signature}`],
    [board, `/api/users?cursor=${payload}`],
    [board, `/api/users?status=known&cursor=${cursor}`],
    [board, `/api/events?cursor=${cursor}`],
    [other, `/api/users?cursor=${cursor}`]
  ] as const) {
    expect((await asking.request('GET', url)).json().error.code).toBe('invalid_parameter')
  }
})

test.each<[unknown, string]>([
  [[], 'The body must be an object such as {"2024-01": {"USD": "500.00"}}.'],
  [{ '2024-13': { USD: '1' } }, '2024-13 must be a month such as 2024-01.'],
  [{ January: { USD: '1' } }, 'January must be a month such as 2024-01.'],
  [{ '2024-01': '500' }, '2024-01 must be an object such as {"USD": "500.00"}.'],
  [{ '2024-01': { ABC: '1' } }, '2024-01.ABC must be named by an ISO 4217 currency code such as USD.'],
  ...['-1', '1e3', 'NaN', '', '0.00001', '100000000000', null, -1].map((amount): [unknown, string] => [
    { '2024-01': { USD: amount } },
    '2024-01.USD must be an amount from 0 to below 100,000,000,000 with at most 4 decimals, such as "500.00".'
  ])
])('refuses spend of %j', async (spend, message) => {
  await board.request('PUT', '/api/spend', { '2023-01': { USD: '7.00' } })
  const response = await board.request('PUT', '/api/spend', spend as object)
  expect([response.statusCode, response.json()]).toEqual([400, { error: { code: 'invalid_parameter', message } }])
  expect(await board.get('/api/spend')).toEqual({ '2023-01': { USD: '7.00' } })
})

test('needs the admin key for everything; the Token ID does not do', async () => {
  const urls = [
    '/api/metrics',
    '/api/users',
    '/api/events',
    '/api/events/stream',
    '/api/settings/integrations',
    '/api/spend'
  ]
  for (const url of urls) {
    for (const authorization of ['', 'Bearer wrong', `Bearer ${board.tokenId}`, basic(board.tokenId)]) {
      const response = await board.app.inject({ url, headers: { authorization } })
      expect([url, response.statusCode, response.json().error.code]).toEqual([url, 401, 'invalid_key'])
    }
  }
  const rotation = { method: 'POST', url: '/api/settings/integrations/rotate' } as const
  expect((await board.app.inject(rotation)).statusCode).toBe(401)
})

test('an unknown address is told so', async () => {
  expect((await board.request('GET', '/api/nothing')).json().error.code).toBe('not_found')
  expect((await board.request('GET', '/v1/nothing')).json().error.code).toBe('not_found')
  expect((await board.request('POST', '/nothing')).json().error.code).toBe('not_found')
  expect((await board.request('GET', '/api/users/nobody')).json().error).toEqual({
    code: 'not_found',
    message: 'There is no person with the id nobody.'
  })
})
