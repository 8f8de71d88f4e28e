import { runCommand } from '../__helpers__/product'
import { startProductInBrowser } from '../__helpers__/product-in-browser'
import { settled, shared, withKey } from '../__helpers__/window'

jest.setTimeout(300_000)

/** In bytes as they come over the wire: headers, files and what the API answers, compressed. */
const LIMITS = { plain: 170 * 1024, draws: 250 * 1024 }

const BOARD: [path: string, kind: keyof typeof LIMITS][] = [
  ['/', 'draws'],
  ['/users', 'plain'],
  ['/users/person?id=user-0001', 'plain'],
  ['/audiences', 'plain'],
  ['/events', 'plain'],
  ['/events?type=money&currency=USD', 'plain'],
  ['/funnel', 'plain'],
  ['/cohorts', 'plain'],
  ['/cohorts?show=earnings', 'plain'],
  ['/campaigns', 'plain'],
  ['/spend', 'plain'],
  ['/settings/integrations', 'plain'],
  ['/settings/spend', 'plain'],
  ['/settings/links', 'plain']
]
const PIPELINE: typeof BOARD = [['/', 'draws']]

const product = shared(startProductInBrowser)

beforeAll(async () => {
  const { code } = await runCommand('demo', '--data', product.folder)
  expect(code).toBe(0)
})

/** All that a browser which knows nothing yet is sent until a view is there. */
async function weightOf(url: string, path: string): Promise<number> {
  const context = await product.browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  // Signed in before, so that the way through the sign-in is not counted, and nothing is in the cache.
  await page.goto(withKey(url, product.adminKey))
  await settled(page)
  await page.goto('about:blank')
  await network.send('Network.enable')
  await network.send('Network.clearBrowserCache')
  const weights = new Map<string, number>()
  network.on('Network.responseReceived', ({ requestId, response }) =>
    weights.set(requestId, response.encodedDataLength)
  )
  network.on('Network.dataReceived', ({ requestId, encodedDataLength }) =>
    weights.set(requestId, (weights.get(requestId) ?? 0) + encodedDataLength)
  )
  // Of what has ended this is the whole; a live view’s stream never ends.
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => weights.set(requestId, encodedDataLength))
  await page.goto(url + path)
  await settled(page)
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await context.close()
  return [...weights.values()].reduce((sum, bytes) => sum + bytes, 0)
}

describe.each([
  ['board', BOARD],
  ['pipeline', PIPELINE]
] as const)('the first view of the page of the %s, over the wire', (part, views) => {
  it.each(views)('%s', async (path, kind) => {
    const weight = await weightOf(product[`${part}Url`], path)
    expect(weight).toBeGreaterThan(50_000)
    expect(weight).toBeLessThanOrEqual(LIMITS[kind])
  })
})
