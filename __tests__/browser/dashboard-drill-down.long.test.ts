import type { Page } from 'playwright-core'
import { startDashboard } from '../__helpers__/dashboard'
import { settled, shared } from '../__helpers__/window'
import { random, shuffled } from '../__helpers__/random'
import { readers, startupHistory } from '../__helpers__/startup-history'

const dashboard = shared(startDashboard)

beforeAll(async () => {
  await dashboard.send([...startupHistory(), ...readers(7)])
  await call('PUT', '/api/spend', { '2024-01': { USD: '500', EUR: '40' } })
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
  const isUsers = page.url().includes('/users')
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

const COUNTED = ['Active users', 'Visits', 'Visitors', 'Signups']

describe.each(['2024-03-24T12:00:00Z', '2024-03-01T09:00:00Z'])('with the clock at %s', (now) => {
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
    await tile('UAC').getByRole('link').click()
    expect((await listed(page)).count).toBe(total.signups)
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
      const cells = page.getByRole('region', { name: 'Table of cohorts' }).locator('tbody td a[title]')
      const count = await cells.count()
      expect(count).toBeGreaterThan(2)
      for (let index = 0; index < count; index++) {
        const figure = (await cells.nth(index).getAttribute('title'))?.split(' of ')[0] ?? ''
        await cells.nth(index).click()
        expectSame(figure, await listed(page), page.url())
        await back(page)
      }
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
