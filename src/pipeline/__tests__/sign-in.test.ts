import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { adminKey, startTestPipeline, writeKey, type Running } from './__helpers__/pipeline'

let running: Running

beforeAll(async () => {
  const page = await mkdtemp(path.join(tmpdir(), 'page-'))
  await writeFile(path.join(page, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__" />')
  running = await startTestPipeline({ page })
})

afterAll(() => running.close())

describe('signing in', () => {
  const get = (url: string, headers = {}) => fetch(running.pipeline.url + url, { headers, redirect: 'manual' })

  async function signIn() {
    const response = await get(`/deliveries?key=${adminKey}&state=discarded`)
    const [path, token] = response.headers.get('location')!.split('#session=')
    return { response, path, cookie: response.headers.get('set-cookie')!, token }
  }

  it('takes the key from the address and leaves a strict cookie and a token', async () => {
    const { response, path, cookie, token } = await signIn()
    expect([response.status, path]).toEqual([303, '/deliveries?state=discarded'])
    expect(cookie).toMatch(/^tractionboard_pipeline_\d+=\.[\w-]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(cookie + token).not.toContain(adminKey)
    const signedIn = await get('/api/sources', { cookie: cookie.split(';')[0], 'x-session-token': token })
    expect(await signedIn.json()).toEqual({
      sources: [{ id: expect.any(String), name: 'Test', writeKey, url: running.pipeline.url }]
    })
  })

  it('opens nothing for one half of a session', async () => {
    const { cookie, token } = await signIn()
    expect((await get('/api/sources', { cookie: cookie.split(';')[0] })).status).toBe(401)
    expect((await get('/api/sources', { 'x-session-token': token })).status).toBe(401)
  })

  it('ends the session at sign-out', async () => {
    const { cookie, token } = await signIn()
    const headers = { cookie: cookie.split(';')[0], 'x-session-token': token }
    const out = await fetch(`${running.pipeline.url}/api/session`, { method: 'DELETE', headers })
    expect([out.status, (await get('/api/sources', headers)).status]).toEqual([204, 401])
  })

  it.each([
    ['no key', {}],
    ['a wrong key', { authorization: 'Bearer wrong' }],
    ['a forged session', { cookie: 'tractionboard_pipeline=.abc', 'x-session-token': 'abc' }]
  ])('answers %s with 401', async (_what, headers) => {
    expect((await get('/api/sources', headers)).status).toBe(401)
  })

  it('answers a wrong key in the address with 401', async () => {
    expect((await get('/?key=wrong')).status).toBe(401)
  })

  it('serves the page under a policy that runs nothing else', async () => {
    const signedOut = await get('/mappings')
    expect([signedOut.status, await signedOut.text()]).toEqual([401, expect.stringContaining('Admin key')])
    const { cookie } = await signIn()
    const response = await get('/mappings', { cookie: cookie.split(';')[0] })
    const policy = response.headers.get('content-security-policy')!
    const [, nonce] = /style-src 'self' 'nonce-([^']+)'/.exec(policy)!
    expect(policy).toMatch(/^default-src 'none';script-src 'self' 'nonce-[^']+';/)
    expect(await response.text()).toBe(`<meta name="csp-nonce" content="${nonce}" />`)
  })

  it('answers unknown calls of the API with 404', async () => {
    const response = await get('/api/nothing', { authorization: `Bearer ${adminKey}` })
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: { code: 'not_found', message: 'There is no GET /api/nothing.' } }
    ])
  })
})
