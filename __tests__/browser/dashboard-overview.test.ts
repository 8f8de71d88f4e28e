import type { Page } from 'playwright-core'
import { startDashboard } from '../__helpers__/dashboard'
import { startupHistory } from '../__helpers__/startup-history'
import { shared } from '../__helpers__/window'

const QUARTER = '/?from=2024-01-01&to=2024-04-01'

const dashboard = shared(startDashboard)

beforeAll(() => dashboard.send(startupHistory()))

const figure = (page: Page, name: string) => page.getByRole('article', { name, exact: true })

describe('Overview', () => {
  it('shows the figures of a range, with — for those that are undefined', async () => {
    const page = await dashboard.open(QUARTER)
    await figure(page, 'Net revenue').getByText('$129.50').waitFor()

    const expected = {
      'Active users': '1',
      'Churn rate': '— over the whole range',
      'Earnings per user': '$129.50',
      Visits: '3',
      Visitors: '2',
      Signups: '2',
      UAC: '—'
    }
    for (const [name, value] of Object.entries(expected)) {
      await figure(page, name).getByText(value, { exact: true }).waitFor()
    }
  })

  it('compares with the range before', async () => {
    const page = await dashboard.open('/?from=2024-02-01&to=2024-03-01')
    await figure(page, 'Visits').getByText('from 2').waitFor()
    expect(await figure(page, 'Visits').textContent()).toContain('down 50%')
    await figure(page, 'Churn rate').getByText('50%', { exact: true }).waitFor()
  })

  it('explains a figure and leads to the events behind it', async () => {
    const page = await dashboard.open(QUARTER)
    await page.getByRole('button', { name: 'How is this computed: Net revenue' }).click()
    const drawer = page.getByRole('dialog', { name: 'Net revenue' })
    await drawer.getByText('payments − refunds').waitFor()
    for (const amount of ['$150.00', '$20.50', '$129.50']) await drawer.getByText(amount).waitFor()

    await drawer.getByRole('link', { name: 'Refunds in this period' }).click()
    await page.getByRole('heading', { name: 'Events', exact: true }).waitFor()
    await page.getByText('Refund $20.50').waitFor()
    expect(await page.locator('main ul > li').count()).toBe(1)
  })

  it('shows one currency at a time and keeps the choice in the address', async () => {
    const page = await dashboard.open(QUARTER)
    await page.getByRole('combobox', { name: 'Currency' }).selectOption('EUR')
    await figure(page, 'Net revenue').getByText('€9.99').waitFor()
    expect(page.url()).toContain('currency=EUR')

    await page.reload()
    await figure(page, 'Net revenue').getByText('€9.99').waitFor()
  })

  it('draws by day, week or month, each chart with a table that says the same', async () => {
    const page = await dashboard.open(QUARTER)
    const revenue = page.getByRole('table', { name: 'Payments and refunds over time, in USD' })
    await page.getByText('Month', { exact: true }).click()
    await revenue.getByRole('row', { name: 'Feb 2024 $0.00 $20.50' }).waitFor()
    expect(await revenue.getByRole('row').count()).toBe(1 + 3)

    await page.getByText('Day', { exact: true }).click()
    await revenue.getByRole('row', { name: 'Jan 10, 2024 $50.00 $0.00' }).waitFor()
    expect(await revenue.getByRole('row').count()).toBe(1 + 91)
    expect(await page.locator('figure svg').count()).toBe(4)
  })

  it('shows who stayed, and what they earned, by signup month', async () => {
    const page = await dashboard.open('/cohorts?from=2024-01-01&to=2024-04-01')
    const cohorts = page.getByRole('region', { name: 'Table of cohorts' }).getByRole('table')
    await cohorts.getByRole('row', { name: 'Jan 2024 2 100% 50% 50%' }).waitFor()
    await page.getByText('Earnings a head').click()
    await page.waitForURL(/show=earnings/)
    await page.getByRole('heading', { name: 'Earnings per member until then' }).waitFor()
  })

  it('takes a range by name', async () => {
    const page = await dashboard.open('/')
    await page.getByRole('combobox', { name: 'Range' }).selectOption('Last 7 days')
    await page.waitForURL(`${dashboard.url}/?range=7d`)
    await figure(page, 'Visits').getByText('0', { exact: true }).waitFor()
    await figure(page, 'Visits').getByText('nothing to compare').waitFor()
  })

  it('takes any range', async () => {
    const page = await dashboard.open('/?range=month')
    await page.getByRole('combobox', { name: 'Range' }).selectOption('Custom range')
    await page.getByLabel('First day').fill('2024-01-10')
    await page.getByLabel('Last day').fill('2024-01-09')
    await page.getByText('Before the first day').waitFor()
    await page.getByLabel('Last day').fill('2024-01-10')
    await figure(page, 'Net revenue').getByText('$50.00').waitFor()
    expect(page.url()).toBe(`${dashboard.url}/?from=2024-01-10&to=2024-01-11`)
  })

  it('says what to do while there is nothing', async () => {
    const page = await dashboard.open('/?from=2020-01-01&to=2020-02-01')
    await page.getByText('Nothing happened in this range yet').waitFor()
    await page.getByRole('link', { name: 'Connect a source' }).click()
    await page.getByRole('heading', { name: 'Integrations' }).waitFor()
  })

  it('says what to do while the board is away, and goes on when it is back', async () => {
    const page = await dashboard.open('/users', {})
    const answer = { error: { code: 'unavailable', message: 'The database does not answer. Try again in a moment.' } }
    await page.route('**/api/metrics*', (route) => route.fulfill({ status: 503, json: answer }))
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByRole('alert').getByText(answer.error.message).waitFor()

    await page.unroute('**/api/metrics*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await figure(page, 'Visits').waitFor()
  })
})
