import type { Page } from 'playwright-core'
import { WINDOWS, findings, overflow } from '../__helpers__/axe'
import { settled } from '../__helpers__/window'
import { startPipelinePage, type PipelinePageUnderTest } from '../__helpers__/pipeline-page'

jest.setTimeout(60_000)

const VIEWS = [
  '/deliveries?why=ada&state=discarded',
  '/deliveries/delivered',
  '/deliveries/discarded',
  '/mappings',
  '/tester?sample=Alias',
  '/destination',
  '/connect',
  '/nowhere'
]

let pipeline: PipelinePageUnderTest

beforeAll(async () => {
  pipeline = await startPipelinePage()
  await pipeline.call('track', { messageId: 'delivered', userId: 'ada', event: 'Report Opened' })
  await pipeline.call('track', { messageId: 'discarded', userId: 'ada', event: 'Payment Made' })
  await pipeline.call('track', { messageId: 'refused', event: 'Nobody' })
  await pipeline.onBoard('delivered')
}, 60_000)

afterEach(() => {
  expect(pipeline?.complaints ?? []).toEqual([])
})

afterAll(() => pipeline?.close())

async function check(page: Page, what: string): Promise<void> {
  expect({ what, found: await findings(page) }).toEqual({ what, found: [] })
  expect({ what, overflow: await overflow(page) }).toEqual({ what, overflow: 0 })
}

it.each(WINDOWS)('has no view that axe finds fault with: $colorScheme, $viewport.width pixels', async (window) => {
  const page = await pipeline.open('/', window)
  for (const path of VIEWS) {
    await page.goto(pipeline.url + path)
    await settled(page)
    for (const details of await page.locator('summary').all()) await details.click()
    await check(page, path)
  }
})

it.each(WINDOWS)('has no fault in the editor either: $colorScheme, $viewport.width pixels', async (window) => {
  const page = await pipeline.open('/mappings', window)
  await page.getByRole('link', { name: 'Identify', exact: true }).click()
  await page.getByRole('region', { name: 'Request body' }).waitFor()
  await page.getByRole('button', { name: 'Add a group' }).click()
  await page.getByLabel('As FQL').fill('type = "identify" and')
  await page.locator('mark').waitFor()
  await check(page, 'a trigger that cannot be read')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByRole('combobox', { name: 'Traits: method' }).click()
  await page.getByRole('option', { name: 'JSON' }).click()
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByText('Nothing changes for the last').waitFor()
  await check(page, 'a field as JSON')
  await page.getByRole('button', { name: 'More for Identify' }).click()
  await page.getByRole('menuitem', { name: 'Reset to preset' }).waitFor()
  await check(page, 'the menu')
})

it('can be used by keyboard alone: find an event, and why it is not on the board', async () => {
  const page = await pipeline.open('/mappings')
  const focused = () =>
    page.evaluate<string>(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`)
  const tabTo = async (name: string) => {
    for (let presses = 0; (await focused()) !== name; presses++) {
      if (presses > 60) throw new Error(`Tab does not reach ${name}.`)
      await page.keyboard.press('Tab')
    }
  }
  await page.getByRole('list', { name: 'Mappings' }).waitFor()
  await tabTo('Skip to content')
  await tabTo('Deliveries')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor()
  await tabTo('Message ID, user ID or event name')
  await page.keyboard.type('discarded')
  await page.keyboard.press('Enter')
  await page.getByText('Amount is missing').first().waitFor()
  await tabTo('Its whole path')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Payment Made', level: 1 }).waitFor()
  await tabTo('Send again')
})
