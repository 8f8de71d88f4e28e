import { existsSync, readdirSync, statSync } from 'fs'
import { join } from 'path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { startBoard } from '../../src/board'
import { launchBrowser } from './browser'

const source = join(__dirname, '..', '..', 'src')
const built = join(__dirname, '..', '..', 'dist', 'board', 'page')

/** A board with its dashboard in a real browser. */
export interface DashboardUnderTest {
  url: string
  adminKey: string
  tokenId: string
  browser: Browser
  /** What went wrong in any page so far: breaches of the Content-Security-Policy, errors in scripts, calls elsewhere. */
  complaints: string[]
  /** Delivers events by the Events API; throws unless each was stored. */
  send(events: readonly object[]): Promise<void>
  /** A new browser window, signed in, at a path of the dashboard. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

export async function startDashboard(): Promise<DashboardUnderTest> {
  requireBuiltPage()
  const [adminKey, tokenId] = ['admin-key-for-tests', 'token-for-tests']
  const board = await startBoard({
    database: { memory: true },
    port: 0,
    boards: [{ name: 'Test board', adminKey, tokenId }],
    page: built
  })
  const { url } = board
  const browser = await launchBrowser()
  const complaints: string[] = []

  return {
    url,
    adminKey,
    tokenId,
    browser,
    complaints,
    send: (events) => send(url, tokenId, events),
    open: async (path, options) => {
      const page = await openWindow(browser, url, complaints, options)
      await page.goto(withKey(url + path, adminKey))
      await page.getByRole('heading', { level: 1 }).waitFor()
      return page
    },
    close: async () => {
      await browser.close()
      await board.close()
    }
  }
}

export const withKey = (address: string, key: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}key=${encodeURIComponent(key)}`

/** A window that notes everything which must not happen. */
async function openWindow(
  browser: Browser,
  url: string,
  complaints: string[],
  options: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }
): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.exposeFunction('complain', (complaint: string) => complaints.push(complaint))
  await page.addInitScript(`
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      complain('CSP: ' + violatedDirective + ' ' + blockedURI + ' ' + sourceFile))
  `)
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== url) complaints.push(`request to ${request.url()}`)
  })
  return page
}

async function send(url: string, tokenId: string, events: readonly object[]): Promise<void> {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${tokenId}:`).toString('base64')}`,
      'content-type': 'application/json'
    },
    body: JSON.stringify({ events })
  })
  if (response.status !== 200) throw new Error(`The board answered ${response.status}: ${await response.text()}`)
}

/** These tests look at what was built: nothing in them would notice that the build is older than the source. */
function requireBuiltPage(): void {
  const index = join(built, 'index.html')
  if (!existsSync(index)) throw new Error('The dashboard is not built: run `npm run build:pages` first.')

  const newest = Math.max(...[join(source, 'board', 'page'), join(source, 'look')].map(newestChange))
  if (statSync(index).mtimeMs < newest) {
    throw new Error('The dashboard was changed after it was built: run `npm run build:pages` first.')
  }
}

function newestChange(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Math.max(...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs))
}
