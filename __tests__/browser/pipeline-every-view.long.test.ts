import type { Page } from 'playwright-core'
import { failing, faultsInEveryWindow, press, unreachable, type View } from '../__helpers__/axe'
import { sendOneOfEach, startPipelinePage } from '../__helpers__/pipeline-page'
import { shared } from '../__helpers__/window'

const choose = (name: string | RegExp) => (page: Page) => page.getByRole('combobox', { name }).first().click()
const unfold = async (page: Page) => {
  for (const summary of await page.locator('summary').all()) await summary.click()
}
/** The editor of a mapping, with what it makes of an event. */
const edit = (name: string, act?: (page: Page) => Promise<unknown>) => async (page: Page) => {
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('region', { name: 'Request body' }).waitFor()
  await act?.(page)
}

/** Every view, and what can be opened in it. */
const VIEWS: View[] = [
  { what: 'Deliveries', path: '/deliveries' },
  { what: 'Deliveries, why an event did not arrive', path: '/deliveries?why=ada&state=discarded', act: unfold },
  { what: 'Deliveries, why one that never came did not', path: '/deliveries?why=unheard-of' },
  { what: 'Deliveries, the states', path: '/deliveries', act: choose('State') },
  { what: 'Deliveries like none', path: '/deliveries?query=nothing-like-it' },
  { what: 'Deliveries while the pipeline is away', path: '/deliveries', act: failing('**/events*') },
  { what: 'A delivered event', path: '/deliveries/delivered', act: unfold },
  { what: 'A discarded event', path: '/deliveries/discarded', act: unfold },
  { what: 'A refused event', path: '/deliveries/refused', act: unfold },
  { what: 'An event that is none', path: '/deliveries/nothing-like-it' },
  { what: 'Mappings', path: '/mappings' },
  { what: 'Mappings, a new one', path: '/mappings', act: press('New mapping') },
  { what: 'Mappings, the menu of one', path: '/mappings', act: press('More for Alias') },
  { what: 'A mapping', path: '/mappings', act: edit('Track', unfold) },
  { what: 'A mapping, the menu', path: '/mappings', act: edit('Identify', press('More for Identify')) },
  {
    what: 'A mapping whose trigger cannot be read',
    path: '/mappings',
    act: edit('Identify', async (page) => {
      await page.getByRole('button', { name: 'Add a group' }).click()
      await page.getByLabel('As FQL').fill('type = "identify" and')
      await page.locator('mark').waitFor()
    })
  },
  {
    what: 'A mapping, a field as JSON, compared',
    path: '/mappings',
    act: edit('Identify', async (page) => {
      await page.getByRole('combobox', { name: 'Traits: method' }).selectOption({ label: 'JSON' })
      await page.locator('[data-json]').focus()
      await page.locator('.cm-content').waitFor()
      await page.getByRole('button', { name: 'Compare' }).click()
      await page.getByText('Nothing changes for the last').waitFor()
    })
  },
  { what: 'A mapping, the ways to map a field', path: '/mappings', act: edit('Track', choose(/: method$/)) },
  {
    what: 'A mapping that is left unsaved',
    path: '/mappings',
    act: edit('Page', async (page) => {
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Half done')
      await page.getByRole('link', { name: 'Event tester' }).click()
      await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
    })
  },
  { what: 'A mapping that is none', path: '/mappings/nothing-like-it' },
  {
    what: 'Event tester',
    path: '/tester?sample=Alias',
    ready: async (page) => {
      await page.getByRole('heading', { name: 'Alias', level: 2 }).waitFor()
      // With the editor, which takes the place of the field that Tab reaches.
      await page.locator('[data-json]').focus()
      await page.locator('.cm-content').waitFor()
      await page.evaluate('document.activeElement.blur()')
      await page.locator('.cm-focused').waitFor({ state: 'detached' })
    }
  },
  {
    what: 'Event tester, what is no JSON',
    path: '/tester',
    act: async (page) => {
      await page.locator('[data-json]').focus()
      await page.locator('.cm-content').fill('{ "type": "track", ')
      await page.getByText('Line 1: a name in double quotes is missing').waitFor()
      await page.locator('.cm-lintRange-error').hover()
      await page.locator('.cm-tooltip-lint').waitFor()
    }
  },
  { what: 'Event tester, the samples', path: '/tester', act: choose('Sample or recent event') },
  { what: 'Destination', path: '/destination' },
  {
    what: 'Destination, tested',
    path: '/destination',
    act: async (page) => {
      await page.getByRole('button', { name: 'Test connection' }).click()
      await page.getByText('Connected').waitFor()
    }
  },
  { what: 'Connect', path: '/connect' },
  { what: 'The palette', path: '/mappings', act: press('Search, Ctrl-K') },
  { what: 'An address that is none', path: '/nowhere' }
]

const pipeline = shared(startPipelinePage)
const empty = shared(startPipelinePage)

beforeAll(() => sendOneOfEach(pipeline))

it.each(VIEWS)('axe finds no fault with it: $what', async ({ path, ready, act }) => {
  const page = await pipeline.open(path)
  await ready?.(page)
  await act?.(page)
  expect(await faultsInEveryWindow(page)).toEqual([])
})

it.each(VIEWS.filter(({ act }) => !act))('Tab reaches everything in it: $what', async ({ path, ready }) => {
  const page = await pipeline.open(path)
  await ready?.(page)
  await page.setViewportSize({ width: 1440, height: 900 })
  expect(await unreachable(page)).toEqual([])
})

it('axe finds no fault with each way to connect', async () => {
  const page = await pipeline.open('/connect')
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click()
    expect(await faultsInEveryWindow(page)).toEqual([])
  }
})

it('axe finds no fault with what is shown before the first event, nor with the end of a session', async () => {
  const page = await empty.open('/', {})
  await page.getByText('No event has come yet').waitFor()
  expect(await faultsInEveryWindow(page)).toEqual([])
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  expect(await faultsInEveryWindow(page)).toEqual([])
  await page.context().close()
})
