import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  await writeFile(join(page, 'assets/main-1.js'), 'start()')
  board = await TestBoard.create(database, undefined, page)
}, 60_000)
afterAll(async () => {
  await board.close()
  await database.close()
  await rm(page, { recursive: true })
})

const visit = (url: string, cookie?: string) => board.app.inject({ url, headers: cookie ? { cookie } : {} })

async function signIn(): Promise<string> {
  const response = await visit(`/?key=${board.adminKey}`)
  return String(response.headers['set-cookie']).split(';')[0]
}

test('the key in the address is traded for a strict cookie, and leaves the address', async () => {
  const response = await visit(`/users/ann?key=${board.adminKey}&tab=timeline`)
  expect([response.statusCode, response.headers.location]).toEqual([303, '/users/ann?tab=timeline'])
  const cookie = String(response.headers['set-cookie'])
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/)
  expect(cookie).not.toContain(board.adminKey)
  const [session] = cookie.split(';')
  expect((await visit('/users/ann', session)).body).toContain('<div id="root">')
  expect((await visit('/api/spend', session)).statusCode).toBe(200)
})

test('never leads to another host', async () => {
  const response = await visit(`//evil.example/?key=${board.adminKey}`)
  expect(response.headers.location).toBe('/evil.example/')
})

test.each(['/', '/users', '/assets/main-1.js', '/index.html'])(
  '%s asks who is not signed in for the key',
  async (url) => {
    for (const cookie of [undefined, 'tractionboard_board=forged']) {
      const response = await visit(url, cookie)
      expect(response.statusCode).toBe(401)
      expect(response.body).toContain('<label for="key">Admin key</label>')
      expect(response.body).not.toContain('role="alert"')
    }
  }
)

test('a wrong key is told so, in the address and in the form', async () => {
  const inAddress = await visit('/?key=wrong')
  const inForm = await board.app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'key=wrong'
  })
  for (const response of [inAddress, inForm]) {
    expect(response.statusCode).toBe(401)
    expect(response.body).toContain('role="alert"')
    expect(response.headers['set-cookie']).toBeUndefined()
  }
})

test('the form and the session call sign in too', async () => {
  const form = await board.app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `key=${board.adminKey}`
  })
  expect([form.statusCode, form.headers.location]).toEqual([303, '/'])
  const call = await board.app.inject({ method: 'POST', url: '/api/session', payload: { key: board.adminKey } })
  expect([call.statusCode, call.headers['set-cookie']]).toEqual([204, expect.stringContaining('HttpOnly')])
  const wrong = await board.app.inject({ method: 'POST', url: '/api/session', payload: { key: 'wrong' } })
  expect([wrong.statusCode, wrong.json().error.code]).toEqual([401, 'invalid_key'])
})

test('signing out ends the session, not only the cookie', async () => {
  const cookie = await signIn()
  const response = await board.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } })
  expect(response.statusCode).toBe(204)
  expect((await visit('/api/spend', cookie)).statusCode).toBe(401)
})

test('the dashboard comes with a nonce of its own and a policy that lets nothing else in', async () => {
  const cookie = await signIn()
  const [first, second] = [await visit('/', cookie), await visit('/', cookie)]
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

test('files are files, every other path is a view of the dashboard', async () => {
  const cookie = await signIn()
  const script = await visit('/assets/main-1.js', cookie)
  expect([script.body, script.headers['content-type']]).toEqual(['start()', 'application/javascript; charset=utf-8'])
  expect((await visit('/settings/integrations', cookie)).body).toContain('<div id="root">')
  for (const path of ['/assets/gone.js', '/../package.json', '/%2e%2e/package.json']) {
    expect((await visit(path, cookie)).statusCode).toBe(404)
  }
})
