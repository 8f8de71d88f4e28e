import { existsSync } from 'fs'
import { join } from 'path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

const root = join(__dirname, '..', '..')

/** By how much every page shall be late, in milliseconds: a test that reads a view before it is there then fails each time. */
const LATENESS = Number(process.env.LATE_PAGES ?? 0)

/** By how much slower every page shall be than this machine makes it: what hangs on its speed then fails each time. */
const SLOWNESS = Number(process.env.SLOW_PAGES ?? 1)

/** The script that has a page put off what it may do later by so many milliseconds: drawing what is not urgent, reading what it fetched. */
export const late = (milliseconds: number): string => `{
  const later = () => new Promise((resolve) => setTimeout(resolve, ${milliseconds}))
  const { fetch } = window
  window.fetch = (...request) => fetch(...request).then((answer) => later().then(() => answer))
  const { postMessage } = MessagePort.prototype
  MessagePort.prototype.postMessage = function (...message) {
    void later().then(() => postMessage.apply(this, message))
  }
}`

/**
 * A browser window that notes in `complaints` everything which must not happen: breaches of the
 * Content-Security-Policy, errors in scripts, dialogs, requests to another host than `url`.
 */
export async function openWindow(
  browser: Browser,
  url: string,
  complaints: string[],
  options: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }
): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.exposeFunction('complain', (complaint: string) => complaints.push(complaint))
  if (SLOWNESS > 1) {
    const slowed = await context.newCDPSession(page)
    await slowed.send('Emulation.setCPUThrottlingRate', { rate: SLOWNESS })
  }
  if (LATENESS > 0) await page.addInitScript(late(LATENESS))
  await page.addInitScript(`
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      complain('CSP: ' + violatedDirective + ' ' + blockedURI + ' ' + sourceFile))
  `)
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`))
  page.on('dialog', (dialog) => {
    // The browser asks before an edit is lost; who closes a page of a test loses it.
    if (dialog.type() === 'beforeunload') return void dialog.accept()
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== url) complaints.push(`request to ${request.url()}`)
  })
  return page
}

/**
 * Waits until a view has its heading and everything that it fetches at first. Right after a click on a link, too: a page shows from
 * the click on the view that the address names, or that it is on its way.
 */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
}

/** What the tests of a file share: started before the first, closed after the last, and without a complaint after each. */
export function shared<Started extends { complaints: string[]; close(): Promise<void> }>(
  start: () => Promise<Started>
): Started {
  const started = {} as Started
  beforeAll(async () => {
    Object.assign(started, await start())
  })
  afterEach(() => expect(started.complaints?.splice(0) ?? []).toEqual([]))
  afterAll(() => started.close?.())
  return started
}

/** The address that signs in. */
export const withKey = (address: string, key: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}key=${encodeURIComponent(key)}`

/**
 * The folder of the built page of a part. `npm test` builds what has changed before.
 * @throws where it is not built
 */
export function builtPage(part: 'board' | 'pipeline'): string {
  const built = join(root, 'dist', part, 'page')
  if (existsSync(join(built, 'index.html'))) return built
  throw new Error(`The page of the ${part} is not built: run \`npm run build\` first.`)
}
