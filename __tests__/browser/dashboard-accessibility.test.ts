import type { Page } from 'playwright-core'
import { WINDOWS, findings, overflow } from '../__helpers__/axe'
import { startDashboard, type DashboardUnderTest } from '../__helpers__/dashboard'
import { settled } from '../__helpers__/window'
import { startupHistory } from '../__helpers__/startup-history'

jest.setTimeout(60_000)

const VIEWS = [
  '/?from=2024-01-01&to=2024-04-01',
  '/users',
  `/users?where=${encodeURIComponent('[{"attribute":"plan","is":"pro"}]')}&sort=earnings`,
  '/audiences',
  '/funnel?from=2024-01-01&to=2024-04-01',
  '/cohorts?from=2024-01-01&to=2024-04-01',
  '/cohorts?from=2024-01-01&to=2024-04-01&show=earnings',
  '/campaigns?from=2024-01-01&to=2024-04-01',
  '/events?type=money&currency=USD',
  '/users/person?id=ada',
  '/events',
  '/settings/integrations',
  '/settings/spend?year=2024',
  '/settings/links',
  '/nowhere'
]
let dashboard: DashboardUnderTest

beforeAll(async () => {
  dashboard = await startDashboard()
  await dashboard.send(startupHistory())
}, 60_000)

afterEach(() => {
  expect(dashboard?.complaints ?? []).toEqual([])
})

afterAll(() => dashboard?.close())

async function show(page: Page, path: string): Promise<void> {
  await page.goto(dashboard.url + path)
  await settled(page)
}

it.each(WINDOWS)('has no view that axe finds fault with: $colorScheme, $viewport.width pixels', async (window) => {
  const page = await dashboard.open('/', window)
  for (const path of VIEWS) {
    await show(page, path)
    expect({ path, found: await findings(page) }).toEqual({ path, found: [] })
    expect({ path, overflow: await overflow(page) }).toEqual({ path, overflow: 0 })
  }
})

it.each(WINDOWS)('has no dialog that axe finds fault with: $colorScheme, $viewport.width pixels', async (window) => {
  const page = await dashboard.open('/?from=2024-01-01&to=2024-04-01', window)
  for (const [path, button] of [
    [VIEWS[0], 'How is this computed: Churn rate'],
    ['/users/person?id=ada', 'Delete user'],
    ['/settings/integrations', 'Rotate']
  ]) {
    await show(page, path)
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('dialog', { name: /./ }).getByRole('button').first().waitFor()
    expect({ button, found: await findings(page, '[role=dialog]') }).toEqual({ button, found: [] })
  }
})

it('keeps the colours that were chosen', async () => {
  const page = await dashboard.open('/', { colorScheme: 'light' })
  const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
  expect(await background()).toBe('rgb(251, 251, 250)')

  await page.getByRole('button', { name: 'Use dark colours' }).click()
  expect(await background()).toBe('rgb(19, 22, 20)')
  await page.reload()
  await page.getByRole('button', { name: 'Use light colours' }).waitFor()
  expect(await background()).toBe('rgb(19, 22, 20)')
})

it('can be used by keyboard alone', async () => {
  const page = await dashboard.open('/?from=2024-01-01&to=2024-04-01')
  const focused = () =>
    page.evaluate(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`)
  const tabTo = async (name: string) => {
    for (let presses = 0; (await focused()) !== name; presses++) {
      if (presses > 60) throw new Error(`Tab does not reach ${name}.`)
      await page.keyboard.press('Tab')
    }
  }
  await page.getByRole('article', { name: 'Visits' }).waitFor()
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Skip to content')
  await page.keyboard.press('Enter')

  await tabTo('How is this computed: Signups')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: 'Signups' })
  await drawer.waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  await page.locator(':focus[aria-label="How is this computed: Signups"]').waitFor()

  await page.keyboard.press('Enter')
  await drawer.waitFor()
  await tabTo('Signups in this period ')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Users', exact: true }).waitFor()
  await page.goto(`${dashboard.url}/events?type=signup`)
  await tabTo('Details of Signed up')
  await page.keyboard.press('Enter')
  await page.getByRole('term').filter({ hasText: 'timestamp' }).first().waitFor()
})
