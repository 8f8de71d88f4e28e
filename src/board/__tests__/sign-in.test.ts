import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { TestBoard, openBoardDatabase } from '../../../__tests__/__helpers__/board'
import type { Database } from '../../database'

let database: Database
let board: TestBoard
let page: string
beforeAll(async () => {
  database = await openBoardDatabase()
  page = await mkdtemp(join(tmpdir(), 'tractionboard-page-'))
  await mkdir(join(page, 'assets'))
  await writeFile(join(page, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__"><div id="root"></div>')
  await writeFile(join(page, 'favicon.svg'), '<svg/>')
  await writeFile(join(page, 'assets/main-1.js'), 'start()')
  await writeFile(join(page, 'assets/main-1.js.gz'), gzipSync('start()'))
  board = await TestBoard.create(database, undefined, page)
})
afterAll(async () => {
  await board.close()
  await database.close()
  await rm(page, { recursive: true })
})

const visit = (url: string, headers: Record<string, string> = {}) => board.app.inject({ url, headers })

/** Both halves of a session. */
async function signIn(): Promise<{ cookie: string; 'x-session-token': string }> {
  const response = await visit(`/?key=${board.adminKey}`)
  return {
    cookie: String(response.headers['set-cookie']).split(';')[0],
    'x-session-token': String(response.headers.location).split('#session=')[1]
  }
}

function sendForm(key: string, headers: Record<string, string> = {}) {
  return board.app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: `key=${key}`
  })
}

test('the key in the address is traded for a strict cookie and a token, and leaves the address', async () => {
  const response = await visit(`/users/ann?key=${board.adminKey}&tab=timeline`)
  expect([response.statusCode, response.headers.location]).toEqual([
    303,
    expect.stringMatching(/^\/users\/ann\?tab=timeline#session=[\w-]{32}$/)
  ])
  const cookie = String(response.headers['set-cookie'])
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/)
  expect(cookie + response.headers.location).not.toContain(board.adminKey)
  const session = await signIn()
  expect((await visit('/users/ann', session)).body).toContain('<div id="root">')
  expect((await visit('/api/spend', session)).statusCode).toBe(200)
})

test('neither half of a session opens anything alone, nor do halves of two sessions', async () => {
  const [session, other] = [await signIn(), await signIn()]
  for (const headers of [
    { cookie: session.cookie },
    { 'x-session-token': session['x-session-token'] },
    { cookie: session.cookie, 'x-session-token': other['x-session-token'] },
    { cookie: session.cookie, 'x-session-token': '' }
  ]) {
    expect((await visit('/api/settings/integrations', headers as Record<string, string>)).statusCode).toBe(401)
  }
})

test('a page of another origin changes nothing, not even with both halves', async () => {
  const session = await signIn()
  const rotate = (headers: Record<string, string>) =>
    board.app.inject({ method: 'POST', url: '/api/settings/integrations/rotate', headers: { ...session, ...headers } })
  for (const headers of [
    { origin: 'http://localhost:81' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  ]) {
    const response = await rotate(headers as Record<string, string>)
    expect([response.statusCode, response.json().error.code]).toEqual([403, 'foreign_origin'])
    expect((await sendForm(board.adminKey, headers as Record<string, string>)).headers['set-cookie']).toBeUndefined()
  }
  expect((await rotate({ host: 'localhost', origin: 'http://localhost' })).statusCode).toBe(200)
})

test('never leads to another host', async () => {
  const response = await visit(`//evil.example/?key=${board.adminKey}`)
  expect(response.headers.location).toMatch(/^\/evil\.example\/#/)
})

test.each(['/', '/users', '/assets/main-1.js', '/index.html', '/sign-in'])(
  '%s asks who is not signed in for the key',
  async (url) => {
    for (const headers of [{}, { cookie: 'tractionboard_board_81=forged' }]) {
      const response = await visit(url, headers as Record<string, string>)
      expect(response.statusCode).toBe(401)
      expect(response.body).toContain('<label for="key">Admin key</label>')
      expect(response.body).not.toContain('role="alert"')
    }
  }
)

test('a wrong key is told so, in the address and in the form', async () => {
  for (const response of [await visit('/?key=wrong'), await sendForm('wrong')]) {
    expect(response.statusCode).toBe(401)
    expect(response.body).toContain('role="alert"')
    expect(response.headers['set-cookie']).toBeUndefined()
  }
})

test('the form signs in too', async () => {
  const form = await sendForm(board.adminKey)
  expect([form.statusCode, form.headers.location]).toEqual([303, expect.stringMatching(/^\/#session=/)])
})

test('signing out ends the session, not only the cookie', async () => {
  const session = await signIn()
  const response = await board.app.inject({ method: 'DELETE', url: '/api/session', headers: session })
  expect(response.statusCode).toBe(204)
  expect((await visit('/api/spend', session)).statusCode).toBe(401)
})

test('the page comes with a nonce of its own and a policy that lets nothing else in', async () => {
  const session = await signIn()
  const [first, second] = [await visit('/', session), await visit('/', session)]
  const policy = String(first.headers['content-security-policy'])
  const nonce = /content="([0-9a-f]{32})"/.exec(first.body)?.[1]
  expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(second.body).not.toContain(String(nonce))
  expect(first.headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff'
  })
})

test('files are files, every other path is a view of the page', async () => {
  const session = await signIn()
  const script = await visit('/assets/main-1.js', session)
  expect([script.body, script.headers['content-type']]).toEqual(['start()', 'application/javascript; charset=utf-8'])
  expect((await visit('/settings/integrations', session)).body).toContain('<div id="root">')
  for (const path of ['/assets/gone.js', '/../package.json', '/%2e%2e/package.json']) {
    expect((await visit(path, session)).statusCode).toBe(404)
  }
})

test('files come compressed to who accepts it, and those with a hash in their name are kept', async () => {
  const session = await signIn()
  const script = await visit('/assets/main-1.js', { ...session, 'accept-encoding': 'gzip, deflate' })
  expect(script.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'application/javascript; charset=utf-8',
    'cache-control': 'private, max-age=31536000, immutable',
    vary: 'Accept-Encoding'
  })
  expect((await visit('/favicon.svg', session)).headers['cache-control']).toBe('private, max-age=3600')
})
