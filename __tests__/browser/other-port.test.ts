import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { startDashboard } from '../__helpers__/dashboard'
import { shared } from '../__helpers__/window'

/** A page on another port of the same host, which browsers count as the same site. */

const dashboard = shared(startDashboard)
let other: Server
let otherUrl: string
const received: IncomingHttpHeaders[] = []

beforeAll(async () => {
  other = createServer((request, response) => {
    received.push(request.headers)
    response.setHeader('content-type', 'text/html').end('<title>other</title>')
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
})

afterAll(async () => {
  other.close()
  other.closeAllConnections()
})

const tokenOf = async () => {
  const headers = { authorization: `Bearer ${dashboard.adminKey}` }
  const answer = await fetch(`${dashboard.url}/api/settings/integrations`, { headers })
  return ((await answer.json()) as { token_id: string }).token_id
}

it('is sent a cookie that opens nothing, and can change nothing', async () => {
  const signedIn: Page = await dashboard.open('/settings/integrations')
  const page = await signedIn.context().newPage()
  await page.goto(otherUrl)

  const { cookie } = received[0]
  expect(cookie).toMatch(/^tractionboard_board_\d+=/)
  for (const path of ['/api/settings/integrations', '/api/users', '/api/events/stream', '/metrics']) {
    expect((await fetch(dashboard.url + path, { headers: { cookie: String(cookie) } })).status).toBe(401)
  }
  expect(await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')).toBe('{}')

  const attempts = `Promise.allSettled([
    fetch('${dashboard.url}/api/settings/integrations/rotate', { method: 'POST', mode: 'no-cors', credentials: 'include' }),
    fetch('${dashboard.url}/api/settings/integrations/rotate', { method: 'POST', credentials: 'include', headers: { 'x-session-token': 'x' } }),
    fetch('${dashboard.url}/api/session', { method: 'DELETE', credentials: 'include' }),
    fetch('${dashboard.url}/sign-in', { method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams({ key: '${dashboard.adminKey}' }) })
  ]).then((results) => results.map((result) => result.value ? result.value.type : 'refused'))`
  expect(await page.evaluate(attempts)).toEqual(Array(4).fill('refused'))

  expect(await tokenOf()).toBe(dashboard.tokenId)
  await signedIn.reload()
  await signedIn.getByRole('button', { name: 'Rotate' }).waitFor()
})
