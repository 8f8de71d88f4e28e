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

  it('takes the key from the address and leaves a strict cookie', async () => {
    const response = await get(`/deliveries?key=${adminKey}&state=discarded`)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/deliveries?state=discarded')
    const cookie = response.headers.get('set-cookie')!
    expect(cookie).toMatch(/^tractionboard_pipeline=\d+\.[\w-]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain(adminKey)
    const signedIn = await get('/api/sources', { cookie: cookie.split(';')[0] })
    expect(await signedIn.json()).toEqual({
      sources: [{ id: expect.any(String), name: 'Test', writeKey, url: running.pipeline.url }]
    })
  })

  it('redirects to no other host', async () => {
    const response = await get(`//evil.example/?key=${adminKey}`)
    expect(response.headers.get('location')).toMatch(/^\/[^/]/)
  })

  it.each([
    ['no key', {}],
    ['a wrong key', { authorization: 'Bearer wrong' }],
    ['a forged cookie', { cookie: 'tractionboard_pipeline=99999999999999.abc' }]
  ])('answers %s with 401', async (_what, headers) => {
    expect((await get('/api/sources', headers)).status).toBe(401)
  })

  it('answers a wrong key in the address with 401', async () => {
    expect((await get('/?key=wrong')).status).toBe(401)
  })

  it('serves the page under a policy that runs nothing else', async () => {
    const signedOut = await get('/mappings')
    expect([signedOut.status, await signedOut.text()]).toEqual([401, expect.stringContaining('Admin key')])
    const response = await get('/mappings', { authorization: `Bearer ${adminKey}` })
    const policy = response.headers.get('content-security-policy')!
    const [, nonce] = /style-src 'self' 'nonce-([^']+)'/.exec(policy)!
    expect(policy).toMatch(/^default-src 'none';script-src 'self' 'nonce-[^']+';/)
    expect(await response.text()).toBe(`<meta name="csp-nonce" content="${nonce}" />`)
  })

  it('answers unknown calls of the API with 404', async () => {
    const response = await get('/api/nothing', { authorization: `Bearer ${adminKey}` })
    expect([response.status, await response.json()]).toEqual([404, expect.objectContaining({ success: false })])
  })
})
