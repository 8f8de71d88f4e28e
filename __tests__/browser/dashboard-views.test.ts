import type { Page } from 'playwright-core'
import { startDashboard, type DashboardUnderTest } from '../__helpers__/dashboard'
import { readers, startupHistory, steps } from '../__helpers__/startup-history'

const QUARTER = '/?from=2024-01-01&to=2024-04-01'

jest.setTimeout(30_000)

let dashboard: DashboardUnderTest

beforeAll(async () => {
  dashboard = await startDashboard()
  await dashboard.send([...startupHistory(), ...steps('ada', 130), ...readers(60)])
}, 60_000)

afterEach(() => {
  expect(dashboard?.complaints ?? []).toEqual([])
})

afterAll(() => dashboard?.close())

const figure = (page: Page, name: string) => page.getByRole('article', { name, exact: true })

describe('sign-in', () => {
  it('takes the key once, and leaves it neither in the address nor to scripts', async () => {
    const page = await dashboard.open('/users?status=active')

    expect(page.url()).toBe(`${dashboard.url}/users?status=active`)
    expect(await page.evaluate('document.cookie')).toBe('')
    expect(await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')).not.toContain(
      dashboard.adminKey
    )
    expect(await page.context().cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }])
  })

  it('asks for the key where there is none, and after signing out', async () => {
    const page = await dashboard.open('/', {})
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()

    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByLabel('Admin key').fill(dashboard.adminKey)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
  })

  it('notices that the session is over', async () => {
    const page = await dashboard.open('/settings/spend', {})
    await page.context().clearCookies()
    await page.getByRole('link', { name: 'Users' }).click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  })
})

describe('Overview', () => {
  it('shows the figures of a range, with — for those that are undefined', async () => {
    const page = await dashboard.open(QUARTER)
    await figure(page, 'Net revenue').getByText('$129.50').waitFor()

    const expected = { 'Active users': '1', 'Churn rate': '—', Visits: '3', Visitors: '2', Signups: '2', UAC: '—' }
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
    await page.getByRole('combobox', { name: 'Currency' }).click()
    await page.getByRole('option', { name: 'EUR' }).click()
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

  it('shows who stayed, by signup month', async () => {
    const page = await dashboard.open(QUARTER)
    const retention = page.getByRole('region', { name: 'Table of retention' }).getByRole('table')
    await retention.getByRole('row', { name: 'Jan 2024 2 100% 50% 50%' }).waitFor()
  })

  it('takes a range by name', async () => {
    const page = await dashboard.open('/')
    await page.getByRole('combobox', { name: 'Range' }).click()
    await page.getByRole('option', { name: 'Last 7 days' }).click()
    await page.waitForURL(`${dashboard.url}/?range=7d`)
    await figure(page, 'Visits').getByText('0', { exact: true }).waitFor()
    await figure(page, 'Visits').getByText('nothing to compare').waitFor()
  })

  it('takes any range', async () => {
    const page = await dashboard.open('/?range=month')
    await page.getByRole('combobox', { name: 'Range' }).click()
    await page.getByRole('option', { name: 'Custom range' }).click()
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

describe('Users', () => {
  it('finds by name, email and id, and keeps the search in the address', async () => {
    const page = await dashboard.open('/users')
    await page.getByRole('link', { name: 'Bob Babbage' }).waitFor()

    for (const text of ['lovelace', 'ADA@example', 'ada-lap']) {
      await page.getByRole('searchbox').fill(text)
      await page.getByRole('link', { name: 'Bob Babbage' }).waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor()
      await page.waitForURL(({ searchParams }) => searchParams.get('query') === text)
    }
    await page.getByRole('searchbox').fill('nobody like this')
    await page.getByText('Nobody fits').waitFor()
  })

  it('filters by status and sorts by earnings', async () => {
    const page = await dashboard.open('/users?status=canceled')
    await page.getByRole('link', { name: 'Bob Babbage' }).waitFor()
    expect(await page.getByRole('row').count()).toBe(1 + 1)

    await page.goto(`${dashboard.url}/users?sort=earnings`)
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor()
    const names = await page.getByRole('row').getByRole('link').allTextContents()
    expect(names.map((name) => name.slice(-20))).toEqual([
      expect.stringContaining('ada'),
      expect.stringContaining('bob')
    ])
  })

  it('pages through them, and back', async () => {
    const page = await dashboard.open('/users')
    expect(await page.getByRole('row').count()).toBe(1 + 50)
    await page.getByRole('link', { name: 'Next' }).click()
    await page.getByRole('link', { name: 'reader-1', exact: true }).waitFor()
    expect(await page.getByRole('row').count()).toBe(1 + 13)

    await page.getByRole('button', { name: 'Previous' }).click()
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor()
    expect(page.url()).toBe(`${dashboard.url}/users`)
  })

  it('shows what is known about a user', async () => {
    const page = await dashboard.open('/users')
    await page.getByRole('link', { name: 'Ada Lovelace' }).click()
    await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()

    const part = (name: string) => page.getByRole('region', { name, exact: true })
    expect(await part('Earnings').textContent()).toBe('EarningsEUR€9.99USD$79.50')
    expect(await part('Attributes').getByRole('term').allTextContents()).toEqual([
      'name',
      'email',
      'company',
      'website',
      'plan'
    ])
    expect(await part('Audiences').textContent()).toBe('Audiencesbig_spenderstruechurn_riskfalse')
    expect(await part('Group acme').textContent()).toContain('seats12')
    expect(await part('Ids').textContent()).toContain('Previous idsada-before')
  })

  it('fetches older pages of the timeline as they are scrolled to', async () => {
    const page = await dashboard.open('/users/person?id=ada')
    await page.getByText('Step 130', { exact: true }).waitFor()
    expect(await page.getByText('Step 1', { exact: true }).count()).toBe(0)

    const oldest = page.getByText('Step 1', { exact: true })
    while ((await oldest.count()) === 0) {
      await page.mouse.wheel(0, 20_000)
      await page.waitForTimeout(50)
    }
    expect(await page.getByText(/^Step \d+$/).count()).toBe(130)
  })
})

describe('Events', () => {
  it('shows what arrives while it is open', async () => {
    const page = await dashboard.open('/events')
    await page.getByText('Live', { exact: true }).waitFor()
    await dashboard.send([
      { id: 'live-1', type: 'event', name: 'Just now', timestamp: '2024-03-20T10:00:00Z', user_id: 'bob' }
    ])
    const event = page.getByRole('listitem').filter({ hasText: 'Just now' })
    await event.getByRole('link', { name: 'bob' }).waitFor()

    await event.getByRole('button', { name: 'Details of Just now' }).click()
    await event.getByText('live-1').waitFor()
  })

  it('filters by type', async () => {
    const page = await dashboard.open('/events')
    await page.getByRole('combobox', { name: 'Type' }).click()
    await page.getByRole('option', { name: 'Cancel' }).click()
    await page.getByText('Canceled').waitFor()
    expect(await page.locator('main ul > li').count()).toBe(1)
    expect(page.url()).toContain('type=cancel')
  })
})
