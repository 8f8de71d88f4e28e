import type { Page } from 'playwright-core'
import type { View } from './axe'
import { eventually } from './product'
import { settled } from './window'

/** A server that can be taken away and comes back at its address, with all that it had. */
export interface Leaving {
  stop(): Promise<void>
  start(): Promise<void>
}

/** Words of a browser, of a library or of a machine, which no person is to read. */
const FOREIGN =
  /Failed to fetch|NetworkError|Load failed|dynamically imported|Unable to preload|\b[A-Z]\w*Error\b|ECONN|\bstatus \d{3}|\bundefined\b|\[object |\bNaN\b|is not a function/

/** All that somebody reads of the page. */
export const textOf = (page: Page): Promise<string> => page.locator('body').innerText()

const contentOf = async (page: Page) => (await page.locator('main').innerText()).replace(/\bConnecting…/, 'Live')

/** Leads to an address from within the page, as its links do. */
export const goWithin = (page: Page, path: string): Promise<unknown> =>
  page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`)

/** Waits until the page says in its own words that the server is away, and that it goes on by itself. */
export async function saysThatServerIsAway(page: Page): Promise<void> {
  await page.getByRole('alert').getByText('The server does not answer').first().waitFor()
  await page.getByText('This goes on by itself once it is back.').first().waitFor()
  expectOwnWords(await textOf(page))
}

export const expectOwnWords = (text: string): void => expect(FOREIGN.exec(text)?.[0]).toBeUndefined()

/**
 * Opens a view while the server is away and brings the server back: the view says what is the matter, then shows by itself, without a
 * reload, what it shows otherwise.
 * @param open opens a window that knows nothing yet, at a path
 * @param elsewhere the path of another view
 */
export async function outlivesServer(
  { path, ready }: View,
  server: Leaving,
  open: (path: string) => Promise<Page>,
  elsewhere: string
): Promise<void> {
  const page = await open(elsewhere)
  await page.evaluate('window.isTheSame = true')
  await server.stop()
  try {
    await goWithin(page, path)
    await saysThatServerIsAway(page)
  } finally {
    await server.start()
  }
  await settled(page)
  await ready?.(page)
  const usual = await open(path)
  await ready?.(usual)
  await eventually(async () => (await contentOf(page)) === (await contentOf(usual)) || undefined).catch(async () =>
    expect(await contentOf(page)).toBe(await contentOf(usual))
  )
  expect(await page.getByRole('alert').count()).toBe(0)
  expect(await page.evaluate('window.isTheSame')).toBe(true)
  await usual.context().close()
  await page.context().close()
}

/** Something that is done while the server is away. */
export interface Deed {
  what: string
  path: string | (() => string)
  /** What is got ready before the server goes. */
  before?(page: Page): Promise<unknown>
  /** What is done while it is away. */
  act(page: Page): Promise<unknown>
  /** What is then said. */
  says: string | RegExp
  /** What is done once it is back, if it does not go on by itself. */
  again?(page: Page): Promise<unknown>
  /** What is to be seen then. */
  shows(page: Page): Promise<unknown>
}

/** Does something while the server is away: it is said that it is, and once the server is back it works, without a reload. */
export async function worksOnceBack(deed: Deed, server: Leaving, open: (path: string) => Promise<Page>): Promise<void> {
  const page = await open(typeof deed.path === 'string' ? deed.path : deed.path())
  await deed.before?.(page)
  await page.evaluate('window.isTheSame = true')
  await server.stop()
  try {
    await deed.act(page)
    await page.getByText(deed.says).first().waitFor()
    expectOwnWords(await textOf(page))
  } finally {
    await server.start()
  }
  await deed.again?.(page)
  await deed.shows(page)
  expectOwnWords(await textOf(page))
  expect(await page.evaluate('window.isTheSame')).toBe(true)
  await page.context().close()
}
