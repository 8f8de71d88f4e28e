import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { startBoard } from '../../src/board'
import { PIPELINE_SCHEMA, startPipeline } from '../../src/pipeline'
import { openDatabase } from '../../src/database'
import type { Leaving } from './away'
import { launchBrowser } from './browser'
import { eventually, type BoardEvent } from './product'
import { builtPage, openWindow, settled, withKey } from './window'

/** A pipeline that delivers to a board, with its page in a real browser. */
export interface PipelinePageUnderTest extends Leaving {
  url: string
  adminKey: string
  tokenId: string
  writeKey: string
  /** What went wrong in any page so far. */
  complaints: string[]
  /** Sends a call by the Tracking API; an id is given to it where it has none. Resolves to the status. */
  call(type: string, call: object): Promise<number>
  /** Waits until the board has an event with the id, and gives it. */
  onBoard(id: string): Promise<BoardEvent>
  /** All events of the board, newest first. */
  boardEvents(): Promise<BoardEvent[]>
  /**
   * A browser window, signed in, at a path of the page: with options a new one, else that of the earlier calls, which has the
   * page's files in its cache.
   */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

/** Sends an event that is delivered, one that is discarded and one that is refused, each with that as its message id. */
export async function sendOneOfEach(pipeline: Pick<PipelinePageUnderTest, 'call' | 'onBoard'>): Promise<void> {
  await pipeline.call('track', { messageId: 'delivered', userId: 'ada', event: 'Report Opened' })
  await pipeline.call('track', { messageId: 'discarded', userId: 'ada', event: 'Payment Made' })
  await pipeline.call('track', { messageId: 'refused', event: 'Nobody' })
  await pipeline.onBoard('delivered')
}

/** @param others the names of further sources */
export async function startPipelinePage(others: readonly string[] = []): Promise<PipelinePageUnderTest> {
  const page = builtPage('pipeline')
  const [adminKey, tokenId, writeKey] = ['admin-key-for-tests', 'token-for-tests', 'write-key-for-tests']
  const board = await startBoard({
    database: { memory: true },
    port: 0,
    boards: [{ name: 'Test board', adminKey, tokenId }]
  })
  const database = await openDatabase({ memory: true }, PIPELINE_SCHEMA)
  const start = (port: number) =>
    startPipeline({
      database,
      port,
      adminKey,
      sources: ['Test source', ...others].map((name, index) => ({
        name,
        writeKey: index === 0 ? writeKey : `${writeKey}-${index}`,
        settings: { tokenId, endpoint: board.url }
      })),
      page
    })
  let pipeline = await start(0)
  const { url, address } = pipeline
  const browser: Browser = await launchBrowser()
  const complaints: string[] = []
  const newWindow = (options?: BrowserContextOptions) => openWindow(browser, url, complaints, options)
  const show = async (window: Page, path: string) => {
    await window.goto(withKey(url + path, adminKey))
    await settled(window)
    return window
  }
  let usual: Page | undefined
  const boardEvents = async () => {
    const response = await fetch(`${board.url}/api/events?limit=200`, {
      headers: { authorization: `Bearer ${adminKey}` }
    })
    const { events } = (await response.json()) as { events: BoardEvent[] }
    return events
  }

  return {
    url,
    adminKey,
    tokenId,
    writeKey,
    complaints,
    boardEvents,
    call: async (type, call) => {
      const response = await fetch(`${url}/v1/${type}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${writeKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(call)
      })
      return response.status
    },
    onBoard: (id) => eventually(async () => (await boardEvents()).find((event) => event.id === id)),
    open: async (path, options) => {
      if (options) return show(await newWindow(options), path)
      if (!usual || usual.isClosed()) usual = await newWindow()
      return show(usual, path)
    },
    stop: () => pipeline.close(),
    start: async () => {
      pipeline = await start(address.port)
    },
    close: async () => {
      await browser.close()
      await pipeline.close()
      await database.close()
      await board.close()
    }
  }
}
