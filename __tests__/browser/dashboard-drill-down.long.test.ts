import { readFile } from 'fs/promises'
import type { Locator, Page } from 'playwright-core'
import { startDashboard } from '../__helpers__/dashboard'
import { openWindow, settled, shared } from '../__helpers__/window'
import { random, shuffled } from '../__helpers__/random'
import { readers, startupHistory } from '../__helpers__/startup-history'

const dashboard = shared(startDashboard)

beforeAll(async () => {
  await dashboard.send([...startupHistory(), ...readers(7)])
  await call('PUT', '/api/spend', {
    '2023-12': { USD: '7' },
    '2024-01': { USD: '500', EUR: '40' },
    '2024-03': { USD: '20.05' }
  })
  const brand = { source: 'google', medium: 'cpc', name: 'brand' }
  await dashboard.send(
    ['cleo', 'dan'].map((user_id) => ({
      id: `${user_id}-signup`,
      type: 'signup',
      timestamp: '2024-02-03T09:00:00Z',
      user_id,
      context: { campaign: brand }
    }))
  )
  await dashboard.send([{ id: 'fay-signup', type: 'signup', timestamp: '2024-03-01T08:00:00Z', user_id: 'fay' }])
  await call('PUT', '/api/spend/campaigns', [
    { ...brand, month: '2023-12', currency: 'USD', amount: '1' },
    { ...brand, month: '2024-01', currency: 'USD', amount: '30' },
    { ...brand, month: '2024-02', currency: 'USD', amount: '15.5' },
    { ...brand, month: '2024-02', currency: 'EUR', amount: '9' },
    { source: 'radio', medium: null, name: null, month: '2024-03', currency: 'EUR', amount: '3' }
  ])
})

async function call(method: string, path: string, body?: object): Promise<any> {
  const response = await fetch(dashboard.url + path, {
    method,
    headers: { authorization: `Bearer ${dashboard.adminKey}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body)
  })
  return response.json()
}

interface Listed {
  count: number
  sums: string[]
}

/** What the list says above itself, which must be as many as it shows. */
async function listed(page: Page): Promise<Listed> {
  await settled(page)
  const total = page.locator('main p[role=status]')
  const count = Number(/^[\d,]+/.exec((await total.locator('strong').textContent()) ?? '')?.[0].replaceAll(',', ''))
  const isUsers = !page.url().includes('/events')
  const rows = page.locator(isUsers ? 'main tbody tr' : 'main section ul > li')
  if (count > 0) await rows.first().waitFor()
  // Of a list of events only what is near the screen is in the page; its items know how many there are.
  const size = isUsers || count === 0 ? await rows.count() : Number(await rows.first().getAttribute('aria-setsize'))
  expect({ address: page.url(), size }).toEqual({
    address: page.url(),
    size: isUsers ? Math.min(count, 50) : count > 50 ? -1 : count
  })
  return { count, sums: await total.locator('.numeric').allTextContents() }
}

async function back(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Back to the figure' }).click()
  await settled(page)
}

/** Of a list of who was won: what it says one of them cost, and the list of the spend that it leads to. */
async function costOf(page: Page): Promise<{ uac: string; spent: string; sum: string; entries: number }> {
  await settled(page)
  const cost = page.locator('main p', { hasText: 'of spend' })
  const list = page.url()
  const uac = (await cost.locator('strong').textContent()) ?? ''
  const spent = ((await cost.getByRole('link').textContent()) ?? '').replace(' of spend', '')
  await cost.getByRole('link').click()
  const { count: entries, sums } = await listed(page)
  await back(page)
  expect(page.url()).toBe(list)
  return { uac, spent, sum: sums.join(), entries }
}

const ZERO = /^[^\d]*0(\.00)?$/

/** Whether the figure is what the list comes to. */
function expectSame(figure: string, { count, sums }: Listed, address: string): void {
  const isMoney = /[$€]/.test(figure)
  const amount = figure.replace('-', '')
  if (!isMoney) expect({ address, figure }).toEqual({ address, figure: count.toLocaleString('en') })
  else if (ZERO.test(amount))
    expect({ address, sums: sums.filter((sum) => !ZERO.test(sum)) }).toEqual({ address, sums: [] })
  else expect({ address, sums: sums.map((sum) => sum.replace('-', '')) }).toEqual({ address, sums: [amount] })
}

afterEach(() => jest.restoreAllMocks())

const COUNTED = ['Active users', 'Visits', 'Visitors', 'Signups']

describe.each(['2024-03-24T12:00:00Z', '2024-03-01T09:00:00Z'])('with the clock at %s', (now) => {
  it('a month that is running is drawn so, up to today, and compared with as many days of the one before', async () => {
    const page = await dashboard.open('/', {})
    await page.clock.setFixedTime(now)
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now))
    const days = Number(now.slice(8, 10))
    const visits = page.getByRole('article', { name: 'Visits', exact: true })
    const { total } = await call(
      'GET',
      `/api/metrics?from=2024-02-01&to=2024-02-${String(days + 1).padStart(2, '0')}&interval=day`
    )

    await page.goto(`${dashboard.url}/?range=month&interval=day`)
    await visits.getByText(total.visits === 0 ? /from 0|nothing to compare|new/ : `from ${total.visits}`).waitFor()
    const words = (await page.locator('main header').innerText()).replaceAll(/\s+/g, ' ')
    expect(words).toContain(`Mar 1 – 31, 2024, so far, against Feb 1${days > 1 ? ` – ${days}` : ''}, 2024 (UTC)`)
    await page.getByRole('button', { name: 'Table: Visits and visitors' }).click()
    const rows = page.getByRole('region', { name: 'Table: Visits and visitors' }).locator('tbody tr')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(days)

    await page.goto(`${dashboard.url}/?range=3m&interval=month`)
    await settled(page)
    const dashes = (figure: Locator) => figure.locator('[stroke-dasharray="3 3"], [stroke-dasharray="4 4"][d^=M]')
    await dashes(visits).waitFor({ state: 'attached' })
    for (const name of ['Visits and visitors', 'Signups and cancellations'])
      await dashes(page.getByRole('figure', { name })).first().waitFor({ state: 'attached' })
    await page.goto(`${dashboard.url}/?from=2023-12-01&to=2024-03-01&interval=month`)
    await settled(page)
    await page.getByRole('figure', { name: 'Visits and visitors' }).waitFor()
    expect(await dashes(page.locator('main')).count()).toBe(0)
    await page.context().close()
  })

  it.each(['USD', 'EUR'])('every tile opens what is in it, in %s', async (currency) => {
    const page = await dashboard.open('/', {})
    await page.clock.setFixedTime(now)
    await page.goto(`${dashboard.url}/?range=3m&currency=${currency}`)
    const tile = (name: string) => page.getByRole('article', { name, exact: true })
    await tile('Net revenue')
      .getByText(currency === 'USD' ? '$' : '€')
      .waitFor()

    for (const name of ['Net revenue', ...COUNTED]) {
      const figure = (await tile(name).getByRole('link').textContent()) ?? ''
      await tile(name).getByRole('link').click()
      expectSame(figure, await listed(page), page.url())
      await back(page)
    }
    const { total } = await call('GET', '/api/metrics?from=2024-01-01&to=2024-04-01&interval=month')
    await tile('Churn rate').getByRole('link').click()
    expect((await listed(page)).count).toBe(Math.round(total.churn_rate * total.active_at_start))
    await back(page)
    await tile('Earnings per user').getByRole('link').click()
    expect((await listed(page)).count).toBe(total.active_at_end)
    await back(page)
    const uac = await tile('UAC').getByRole('link').textContent()
    await tile('UAC').getByRole('link').click()
    expect((await listed(page)).count).toBe(total.signups)
    const spent = { USD: '$520.05', EUR: '€40.00' }[currency]
    expect(await costOf(page)).toEqual({ uac, spent, sum: spent, entries: currency === 'USD' ? 2 : 1 })
    await back(page)
    expect(new URL(page.url()).pathname).toBe('/')
    await page.context().close()
  })

  it.each(['USD', 'EUR'])('ten points of the charts open what is in them, in %s', async (currency) => {
    const page = await dashboard.open('/', {})
    await page.clock.setFixedTime(now)
    const overview = `${dashboard.url}/?from=2024-01-01&to=2024-04-01&interval=month&currency=${currency}`
    const points = ['Visits and visitors', 'Signups and cancellations', 'Payments and refunds'].flatMap((chart) =>
      [0, 1, 2].flatMap((row) => [0, 1].map((column) => ({ chart, row, column })))
    )
    for (const { chart, row, column } of shuffled(points, random(now + currency)).slice(0, 10)) {
      await page.goto(overview)
      await settled(page)
      await page.getByRole('button', { name: `Table: ${chart}` }).click()
      const rows = page.getByRole('region', { name: `Table: ${chart}` }).locator('tbody tr')
      // What is still to come is not drawn.
      const cell = rows
        .nth(Math.min(row, (await rows.count()) - 1))
        .getByRole('link')
        .nth(column)
      const figure = (await cell.textContent()) ?? ''
      await cell.click()
      expectSame(figure, await listed(page), page.url())
      await back(page)
      expect(page.url()).toBe(overview)
    }
    await page.context().close()
  })

  it.each(['retention', 'earnings&currency=USD', 'earnings&currency=EUR'])(
    'every cell of the cohorts opens who or what is in it: %s',
    async (show) => {
      const page = await dashboard.open('/', {})
      await page.clock.setFixedTime(now)
      await page.goto(`${dashboard.url}/cohorts?range=3m&show=${show}`)
      await settled(page)
      const cohorts = page.url()
      const cells = page.getByRole('region', { name: 'Table of cohorts' }).locator('tbody td a[title]')
      const count = await cells.count()
      expect(count).toBeGreaterThan(2)
      for (let index = 0; index < count; index++) {
        // The title has the sum itself, of which a cell shows the share or the month.
        const figure = (await cells.nth(index).getAttribute('title'))?.split(' ')[0] ?? ''
        await cells.nth(index).click()
        expectSame(figure, await listed(page), page.url())
        await back(page)
      }
      const rows = page.getByRole('region', { name: 'Table of cohorts' }).locator('tbody tr')
      const won = show === 'retention' ? 0 : await rows.count()
      for (let row = 0; row < won; row++) {
        const [signups, uac] = [rows.nth(row).locator('td').nth(0), rows.nth(row).locator('td').nth(1)]
        const [count, figure] = [await signups.innerText(), await uac.innerText()]
        if (figure === '—') continue
        await uac.getByRole('link').click()
        expectSame(count, { ...(await listed(page)), sums: [] }, page.url())
        const { uac: said, spent, sum, entries } = await costOf(page)
        expect({ said, sum, entries }).toEqual({ said: figure, sum: spent, entries: 1 })
        await back(page)
        expect(page.url()).toBe(cohorts)
      }
      // January’s is paid back in neither currency; what it earned until now is there all the same.
      if (won > 0) await rows.first().getByRole('link', { name: 'not yet' }).waitFor()
      await page.context().close()
    }
  )

  it.each(['USD', 'EUR'])(
    'figures of the funnel, audiences and campaigns open who is in them, in %s',
    async (currency) => {
      const page = await dashboard.open('/', {})
      await page.clock.setFixedTime(now)
      for (const path of ['/funnel?range=3m', '/audiences', `/campaigns?range=3m&currency=${currency}`]) {
        await page.goto(dashboard.url + path)
        await settled(page)
        const links = page.locator('main li a, main td a')
        const count = await links.count()
        expect(count).toBeGreaterThan(1)
        for (let index = 0; index < count; index++) {
          const link = links.nth(index)
          /** Of the UAC of a campaign, by how many it is divided. */
          const signups = await link.evaluate((element: any) =>
            element.closest('td:nth-child(5)') ? element.closest('tr').cells[1].textContent : null
          )
          if (signups !== null) {
            const uac = await link.textContent()
            await link.click()
            expect((await listed(page)).count).toBe(Number(signups))
            const { uac: said, spent, sum } = await costOf(page)
            expect({ said, sum }).toEqual({ said: uac, sum: spent })
            await back(page)
            continue
          }
          const title = await link.getAttribute('title')
          const figures = title ? [title.split(' of ')[0]] : (await link.innerText()).split('\n')
          await link.click()
          const { count, sums } = await listed(page)
          // A list of people has their earnings in every currency above it.
          for (const figure of figures.filter((text) => text !== '—')) {
            const inIt = sums.filter((sum) => sum.replace(/[^$€]/g, '') === figure.replace(/[^$€]/g, ''))
            expectSame(figure, { count, sums: inIt }, page.url())
          }
          await back(page)
        }
      }
      await page.context().close()
    }
  )
})

it('a bar and a point of a line can be clicked', async () => {
  const page = await dashboard.open('/?from=2024-01-01&to=2024-04-01&interval=month')
  const bars = page.getByRole('figure', { name: 'Signups and cancellations over time' })
  await bars.locator('[data-series] rect').first().click()
  await page.waitForURL(/\/users\?where=/)
  expect((await listed(page)).count).toBe(2)

  await page.goBack()
  await page.getByRole('figure', { name: 'Visits and visitors over time' }).locator('circle').first().click()
  await page.waitForURL(/\/(users|events)\?/)
  await settled(page)
})

it('whoever sorts and pages through a list still finds the way back, to the figure that led there first', async () => {
  const page = await dashboard.open('/?from=2024-01-01&to=2024-04-01&currency=USD', {})
  const overview = page.url()
  await page.getByRole('article', { name: 'UAC' }).getByRole('link').click()
  await page.getByRole('button', { name: 'Earnings' }).click()
  await page.waitForURL(/sort=earnings/)
  expect((await costOf(page)).spent).toBe('$520.05')
  await back(page)
  expect(page.url()).toBe(overview)
  await page.context().close()
})

it('a spend that is none says so, and a reader by a link sees what there is', async () => {
  const page = await dashboard.open('/spend?from=2024-01-05&to=2024-01-20&currency=USD', {})
  await page.getByText('choose a range of whole months').waitFor()
  await page.goto(`${dashboard.url}/spend?from=2024-01-01&to=2024-04-01&currency=XTS`)
  await page.getByText('None is entered for these months').waitFor()
  await page.goto(`${dashboard.url}/spend?from=2024-01-01&to=2024-04-01&currency=USD&campaign=nonsense`)
  await page.getByRole('status').getByText('$520.05').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click()
  ])
  const file = await readFile(await download.path(), 'utf8')
  expect(file).toBe('month,currency,amount\r\n2024-01,USD,500.00\r\n2024-03,USD,20.05')

  const { key } = await call('POST', '/api/settings/links', { name: 'Readers' })
  const reader = await openWindow(dashboard.browser, dashboard.url, dashboard.complaints)
  await reader.goto(`${dashboard.url}/spend?from=2024-01-01&to=2024-04-01&currency=USD&key=${key}`)
  await reader.getByRole('status').getByText('$520.05').waitFor()
  await reader.getByText('Test board, read only').waitFor()
  expect(await reader.getByRole('link', { name: 'Edit' }).count()).toBe(0)
  await reader.context().close()
  await page.context().close()
})
