import { faultsInEveryWindow } from '../__helpers__/axe'
import { startDashboard } from '../__helpers__/dashboard'
import { startupHistory } from '../__helpers__/startup-history'
import { shared } from '../__helpers__/window'

const dashboard = shared(startDashboard)

beforeAll(() => dashboard.send(startupHistory()))

// Every other view: dashboard-every-view.long.test.ts.
it('is without a fault that axe finds, whatever the colours and the width', async () => {
  const page = await dashboard.open('/?from=2024-01-01&to=2024-04-01')
  expect(await faultsInEveryWindow(page)).toEqual([])
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
  await page.setViewportSize({ width: 1440, height: 900 })
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
  await page.getByRole('button', { name: 'Details of Signed up' }).first().waitFor()
  await tabTo('Details of Signed up')
  await page.keyboard.press('Enter')
  await page.getByRole('term').filter({ hasText: 'timestamp' }).first().waitFor()
})
