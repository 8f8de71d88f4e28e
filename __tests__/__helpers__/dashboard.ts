import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { BOARD_SCHEMA, startBoard } from '../../src/board'
import { openDatabase } from '../../src/database'
import type { Leaving } from './away'
import { launchBrowser } from './browser'
import { builtPage, openWindow, settled, withKey } from './window'

/** A board with its dashboard in a real browser. */
export interface DashboardUnderTest extends Leaving {
  url: string
  adminKey: string
  tokenId: string
  browser: Browser
  /** What went wrong in any page so far: breaches of the Content-Security-Policy, errors in scripts, calls elsewhere. */
  complaints: string[]
  /** Delivers events by the Events API; throws unless each was stored. */
  send(events: readonly object[]): Promise<void>
  /**
   * A browser window, signed in, at a path of the dashboard: with options one that knows nothing yet, else the one of
   * the earlier calls, which has the dashboard's files in its cache.
   */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

export async function startDashboard(): Promise<DashboardUnderTest> {
  const folder = builtPage('board')
  const [adminKey, tokenId] = ['admin-key-for-tests', 'token-for-tests']
  const database = await openDatabase({ memory: true }, BOARD_SCHEMA)
  const start = (port: number) =>
    startBoard({ database, port, boards: [{ name: 'Test board', adminKey, tokenId }], page: folder })
  let board = await start(0)
  const { url, address } = board
  const browser = await launchBrowser()
  const complaints: string[] = []
  const newWindow = (options?: BrowserContextOptions) => openWindow(browser, url, complaints, options)
  let usual: Page | undefined

  return {
    url,
    adminKey,
    tokenId,
    browser,
    complaints,
    send: (events) => send(url, tokenId, events),
    open: async (path, options) => {
      const page = options ? await newWindow(options) : (usual ??= await newWindow())
      await page.goto(withKey(url + path, adminKey))
      await settled(page)
      return page
    },
    stop: () => board.close(),
    start: async () => {
      board = await start(address.port)
    },
    close: async () => {
      await browser.close()
      await board.close()
      await database.close()
    }
  }
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
