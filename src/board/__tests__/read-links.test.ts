import { once } from 'node:events'
import { get as openHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TestBoard, boardForEachTest } from '../../../__tests__/__helpers__/board'
import type { Database } from '../../database'
import { rotateAdminKey } from '../store/manage'

let database: Database
let board: TestBoard
boardForEachTest((its) => ({ database, board } = its))

interface Made {
  id: string
  name: string
  made_at: string
  used_at: string | null
  key: string
}

async function makeLink(name = 'For the investors'): Promise<Made> {
  const response = await board.request('POST', '/api/settings/links', { name })
  expect(response.statusCode).toBe(200)
  return response.json()
}

const links = async () => (await board.get<{ links: Omit<Made, 'key'>[] }>('/api/settings/links')).links
const asked = async (headers: Record<string, string>, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string) => {
  const response = await board.app.inject({ method, url, headers, ...(method === 'PUT' && { payload: {} }) })
  return [response.statusCode, response.statusCode < 300 ? undefined : response.json().error.code]
}

/** Both halves of a session of a link. */
async function enter(key: string): Promise<Record<string, string>> {
  const response = await board.app.inject({ url: `/?key=${key}` })
  expect(response.statusCode).toBe(303)
  expect(String(response.headers.location) + String(response.headers['set-cookie'])).not.toContain(key)
  return {
    cookie: String(response.headers['set-cookie']).split(';')[0],
    'x-session-token': String(response.headers.location).split('#session=')[1]
  }
}

test('a link is made with a key of its own, which is told once and kept as a digest', async () => {
  const { key, ...made } = await makeLink('  For the investors ')
  expect(made).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{12}$/),
    name: 'For the investors',
    made_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    used_at: null
  })
  expect(await links()).toEqual([made])
  const [row] = await database.query('SELECT * FROM board.read_links WHERE board_id = $1', [board.boardId])
  expect(JSON.stringify(row)).not.toContain(key.split('-')[3])
})

test('by its key and by its session a link reads all that a board shows, and says when it was used', async () => {
  const { key } = await makeLink()
  for (const headers of [{ authorization: `Bearer ${key}` }, await enter(key)]) {
    for (const url of [
      '/api/metrics?from=2024-01-01&to=2024-02-01&interval=month',
      '/api/users',
      '/api/events',
      '/api/audiences',
      '/api/spend',
      '/api/spend/campaigns',
      '/api/sample'
    ]) {
      expect([url, ...(await asked(headers, 'GET', url))]).toEqual([url, 200, undefined])
    }
    const session = await board.app.inject({ url: '/api/session', headers })
    expect(session.json()).toEqual({ name: 'Test', read_only: true })
  }
  expect(await links()).toMatchObject([{ used_at: expect.stringMatching(/Z$/) }])
  expect(await board.get('/api/session')).toEqual({ name: 'Test', read_only: false })
})

test('a link changes nothing and sees no key, by whatever call', async () => {
  const { key, id } = await makeLink()
  await board.app.ready()
  // Every call that the board has, as its own document lists them.
  const { paths } = board.app.swagger() as { paths: Record<string, Record<string, unknown>> }
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ url: path.replaceAll(/\{\w+\}/g, id), method: method.toUpperCase() }))
  )
  const refused = calls.filter(
    ({ url, method }) =>
      url.startsWith('/api/') && url !== '/api/session' && (method !== 'GET' || url.startsWith('/api/settings/'))
  )
  expect(refused.length).toBeGreaterThanOrEqual(12)
  for (const headers of [{ authorization: `Bearer ${key}` }, await enter(key)]) {
    for (const { url, method } of refused) {
      const answer = await asked(headers, method as 'POST', url)
      expect([method, url, ...answer]).toEqual([method, url, 403, 'read_only'])
    }
  }
  expect(await asked({ authorization: `Bearer ${key}` }, 'GET', '/metrics')).toEqual([403, 'read_only'])
  const account = await board.app.inject({
    url: '/v1/account',
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }
  })
  expect(account.statusCode).toBe(401)
  expect(await links()).toHaveLength(1)
})

test('a link that was revoked opens nothing from then on, and says so', async () => {
  const [one, other] = [await makeLink('one'), await makeLink('other')]
  const session = await enter(one.key)
  const response = await board.request('DELETE', `/api/settings/links/${one.id}`)
  expect(response.json().links).toMatchObject([{ name: 'other' }])

  for (const headers of [{ authorization: `Bearer ${one.key}` }, session]) {
    expect(await asked(headers, 'GET', '/api/users')).toEqual([401, 'link_revoked'])
  }
  const again = await board.app.inject({ url: `/?key=${one.key}` })
  expect([again.statusCode, again.body]).toEqual([401, expect.stringContaining('This link was revoked')])
  expect(again.headers['set-cookie']).toBeUndefined()
  expect(await asked({ authorization: `Bearer ${other.key}` }, 'GET', '/api/users')).toEqual([200, undefined])
  expect((await board.request('DELETE', `/api/settings/links/${one.id}`)).statusCode).toBe(404)
})

test('a stream ends with the link or the session that opened it, and no other does', async () => {
  await board.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = board.app.server.address() as AddressInfo
  const open = async (headers: Record<string, string>) => {
    const request = openHttp({ host: '127.0.0.1', port, path: '/api/events/stream', headers })
    const [response] = await once(request, 'response')
    expect(response.statusCode).toBe(200)
    response.resume()
    return { request, response, ended: () => once(response, 'end') }
  }
  const { key, id } = await makeLink()
  const session = await enter(key)
  const [byKey, bySession, byOwner] = [
    await open({ authorization: `Bearer ${key}` }),
    // A cookie is the origin's that it was given by.
    await open({ ...session, host: 'localhost:80' }),
    await open({ authorization: `Bearer ${board.adminKey}` })
  ]
  const ended = bySession.ended()
  expect(await asked(session, 'DELETE', '/api/session')).toEqual([204, undefined])
  await ended
  expect(byKey.response.complete).toBe(false)
  const cut = byKey.ended()
  await board.request('DELETE', `/api/settings/links/${id}`)
  await cut
  expect(byOwner.response.complete).toBe(false)
  byOwner.response.on('error', () => undefined)
  byOwner.request.destroy()
})

test('a session of a link can be signed out of', async () => {
  const { key } = await makeLink()
  const session = await enter(key)
  expect(await asked(session, 'DELETE', '/api/session')).toEqual([204, undefined])
  expect(await asked(session, 'GET', '/api/users')).toEqual([401, 'invalid_key'])
})

test('another admin key ends the links that were made with the one before', async () => {
  const { key } = await makeLink()
  await rotateAdminKey(database, board.boardId)
  expect(await asked({ authorization: `Bearer ${key}` }, 'GET', '/api/users')).toEqual([401, 'link_revoked'])
})

test('a key that was changed, or is another board’s, opens nothing', async () => {
  const { key } = await makeLink()
  const foreign = await TestBoard.create(database, board.app)
  for (const wrong of [
    key.slice(0, -1) + (key.endsWith('0') ? '1' : '0'),
    key.replace(`read-${board.boardId}-`, `read-${foreign.boardId}-`),
    key.replace(/^read-/, '')
  ]) {
    expect(await asked({ authorization: `Bearer ${wrong}` }, 'GET', '/api/users')).toEqual([401, 'invalid_key'])
  }
})

test.each([
  [{}, 'name is required: a name of 1 to 100 characters'],
  [{ name: ' ' }, 'name must be a name of 1 to 100 characters, not " "'],
  [{ name: 'a'.repeat(101) }, 'name must be a name of 1 to 100 characters, not a string of 101 characters']
])('%j names no link', async (body, detail) => {
  const response = await board.request('POST', '/api/settings/links', body)
  expect(response.statusCode).toBe(400)
  expect(response.json().error.message).toContain(detail)
})

test('there are at most a hundred', async () => {
  await database.query(
    `INSERT INTO board.read_links (board_id, link_id, digest, name) SELECT $1, 'l' || n, 'd', 'n' FROM generate_series(1, 100) AS n`,
    [board.boardId]
  )
  const response = await board.request('POST', '/api/settings/links', { name: 'one more' })
  expect([response.statusCode, response.json().error.code]).toEqual([409, 'too_many_links'])
})
