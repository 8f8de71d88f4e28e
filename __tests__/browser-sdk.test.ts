import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import snippet from '@segment/snippet'
import { launchBrowser } from './__helpers__/browser'
import { eventually, startProduct, temporaryFolder } from './__helpers__/product'
import type { Product } from './__helpers__/product'

const SDK = path.join(__dirname, '..', 'node_modules', '@segment', 'analytics-next', 'dist', 'umd')

let data: { folder: string; remove(): Promise<void> }
let product: Product
let browser: Browser
let site: Server
let siteUrl: string

/** Segment's HTML snippet as its package writes it, with its host changed to the pipeline's. */
const snippetPage = () =>
  `<!doctype html><title>Landing</title><script>${snippet
    .min({ apiKey: product.writeKey, page: { name: 'Landing' } })
    .replace('https://cdn.segment.com', product.pipelineUrl)}</script>`

/** A website of our own that loads the SDK. */
async function serveSite(): Promise<Server> {
  const server = createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://site').pathname)
    if (name === '') {
      response.setHeader('Content-Type', 'text/html')
      response.end('<!doctype html><title>Pricing</title><script src="/index.js"></script>')
      return
    }
    if (name === 'snippet') {
      response.setHeader('Content-Type', 'text/html')
      response.end(snippetPage())
      return
    }
    readFile(path.join(SDK, name)).then(
      (script) => response.setHeader('Content-Type', 'text/javascript').end(script),
      () => response.writeHead(404).end()
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

beforeAll(async () => {
  data = await temporaryFolder()
  product = await startProduct(data.folder)
  browser = await launchBrowser()
  site = await serveSite()
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`
})

afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await new Promise((resolve) => site?.close(resolve))
  await data?.remove()
})

/** Makes one call of each kind in a fresh browser, under a user id of its own. */
async function callEverything(userId: string, deliveryStrategy: object): Promise<void> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(siteUrl)
  await page.evaluate(
    async ({ writeKey, cdnURL, userId, deliveryStrategy }) => {
      const { AnalyticsBrowser } = (globalThis as any).AnalyticsNext
      const analytics = AnalyticsBrowser.load(
        { writeKey, cdnURL },
        { integrations: { 'Segment.io': { deliveryStrategy } } }
      )
      await analytics.page('Pricing')
      // Before identify: afterwards the SDK sends the user id as the previous id too.
      await analytics.alias(userId)
      await analytics.identify(userId, { firstName: 'Ada' })
      await analytics.track('signup')
      await analytics.track('Payment Made', { revenue: 19.99, currency: 'EUR' })
      await analytics.track('Refund Received', { revenue: 4.05 })
      await analytics.track('cancel')
      await analytics.track('Report Opened', { pages: 3 })
      await analytics.screen('Welcome')
      await analytics.group('acme', { name: 'Acme' })
    },
    { writeKey: product.writeKey, cdnURL: product.pipelineUrl, userId, deliveryStrategy }
  )
}

describe('the stock browser SDK', () => {
  it.each([
    ['one by one', 'ada', { strategy: 'standard' }],
    ['in batches', 'grace', { strategy: 'batching', config: { size: 4, timeout: 300 } }]
  ])(
    'delivers all ten kinds of calls to the board, %s',
    async (_, userId, deliveryStrategy) => {
      const before = (await product.events()).length
      await callEverything(userId, deliveryStrategy)

      const events = await eventually(async () => {
        const arrived = await product.events()
        return arrived.length >= before + 10 ? arrived.slice(0, arrived.length - before) : undefined
      })
      const pricing = events.find(({ name }) => name === 'Pricing')
      const fields = events.map(({ type, name, user_id, amount, group_id, previous_id }) => {
        return { type, name, user_id, amount: amount && Number(amount), group_id, previous_id }
      })
      expect(fields).toHaveLength(10)
      expect(fields).toEqual(
        expect.arrayContaining([
          { type: 'visit', name: 'Pricing' },
          { type: 'visit', name: 'Welcome', user_id: userId },
          { type: 'login', user_id: userId },
          { type: 'signup', name: 'signup', user_id: userId },
          { type: 'payment', name: 'Payment Made', user_id: userId, amount: 19.99 },
          { type: 'refund', name: 'Refund Received', user_id: userId, amount: 4.05 },
          { type: 'cancel', name: 'cancel', user_id: userId },
          { type: 'event', name: 'Report Opened', user_id: userId },
          { type: 'group', user_id: userId, group_id: 'acme' },
          { type: 'alias', user_id: userId, previous_id: pricing?.anonymous_id }
        ])
      )
      expect(pricing).toMatchObject({
        channel: 'web',
        url: siteUrl,
        title: 'Pricing',
        context: { user_agent: expect.stringContaining('Chrome') }
      })
    },
    60_000
  )

  it('comes by the HTML snippet with its host changed, and asks nobody else', async () => {
    const page = await (await browser.newContext()).newPage()
    const others: string[] = []
    await page.route('**/*', (route) => {
      const { origin } = new URL(route.request().url())
      if (origin === product.pipelineUrl || origin === new URL(siteUrl).origin) return route.continue()
      others.push(route.request().url())
      return route.abort()
    })
    await page.goto(`${siteUrl}snippet`)
    await page.evaluate(() => {
      const { analytics } = globalThis as any
      analytics.identify('mary', { firstName: 'Mary' })
      analytics.track('Payment Made', { revenue: 7.5, currency: 'EUR' })
    })
    const events = await eventually(async () => {
      const arrived = (await product.events()).filter(({ user_id, name }) => user_id === 'mary' || name === 'Landing')
      return arrived.length >= 3 ? arrived : undefined
    })
    expect(events.map(({ type, name }) => ({ type, name }))).toEqual(
      expect.arrayContaining([
        { type: 'visit', name: 'Landing' },
        { type: 'payment', name: 'Payment Made' }
      ])
    )
    expect(others).toEqual([])
  })
})
