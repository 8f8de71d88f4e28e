import { setTimeout as sleep } from 'timers/promises'
import { runCommand } from '../__helpers__/product'
import { startProductInBrowser } from '../__helpers__/product-in-browser'
import { settled, shared, withKey } from '../__helpers__/window'

jest.setTimeout(300_000)

/** In bytes as they come over the wire: headers, files and what the API answers, compressed. */
const LIMITS = { plain: 170_000, draws: 250_000 }

/** A view that has asked for nothing for so long has all that it asks for by itself. */
const QUIET_MS = 1_500

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
const PIPELINE: typeof BOARD = [
  ['/deliveries', 'draws'],
  ['/deliveries/:event', 'plain'],
  ['/mappings', 'plain'],
  ['/mappings/:mapping', 'plain'],
  ['/tester', 'plain'],
  ['/tester?event=:event', 'plain'],
  ['/destination', 'plain'],
  ['/connect', 'plain']
]

const product = shared(startProductInBrowser)
/** One event and one mapping, for the addresses that name one. */
let event = ''
let mapping = ''

beforeAll(async () => {
  const { code } = await runCommand('demo', '--data', product.folder)
  expect(code).toBe(0)
  const get = async <Answer>(path: string) => {
    const headers = { authorization: `Bearer ${product.adminKey}` }
    return (await (await fetch(product.pipelineUrl + path, { headers })).json()) as Answer
  }
  const { sources } = await get<{ sources: { id: string }[] }>('/api/sources')
  const { events } = await get<{ events: { messageId: string }[] }>(`/api/sources/${sources[0].id}/events`)
  const { mappings } = await get<{ mappings: { id: string }[] }>(`/api/sources/${sources[0].id}/mappings`)
  event = encodeURIComponent(events[0].messageId)
  mapping = mappings[0].id
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
  /** What is asked for and has not come, and when that last changed: a live view’s stream never ends. */
  const pending = new Set<string>()
  let changedAt = Date.now()
  const isPending = (requestId: string, is: boolean) => {
    pending[is ? 'add' : 'delete'](requestId)
    changedAt = Date.now()
  }
  network.on('Network.requestWillBeSent', ({ requestId }) => isPending(requestId, true))
  network.on('Network.loadingFailed', ({ requestId }) => isPending(requestId, false))
  network.on('Network.responseReceived', ({ requestId, response }) => {
    weights.set(requestId, response.encodedDataLength)
    if (response.mimeType === 'text/event-stream') isPending(requestId, false)
  })
  network.on('Network.dataReceived', ({ requestId, encodedDataLength }) =>
    weights.set(requestId, (weights.get(requestId) ?? 0) + encodedDataLength)
  )
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    weights.set(requestId, encodedDataLength)
    isPending(requestId, false)
  })
  await page.goto(url + path)
  await settled(page)
  // What a view asks for once it is there counts, too.
  while (pending.size > 0 || Date.now() - changedAt < QUIET_MS) await sleep(100)
  await context.close()
  return [...weights.values()].reduce((sum, bytes) => sum + bytes, 0)
}

describe.each([
  ['board', BOARD],
  ['pipeline', PIPELINE]
] as const)('the first view of the page of the %s, over the wire', (part, views) => {
  it.each(views)('%s', async (path, kind) => {
    const weight = await weightOf(product[`${part}Url`], path.replace(':event', event).replace(':mapping', mapping))
    expect(weight).toBeGreaterThan(50_000)
    expect(weight).toBeLessThanOrEqual(LIMITS[kind])
  })
})
