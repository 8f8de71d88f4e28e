import type { Page } from 'playwright-core'
import { failing, faultsInEveryWindow, press, unreachable, type View } from '../__helpers__/axe'
import { startDashboard } from '../__helpers__/dashboard'
import { startupHistory } from '../__helpers__/startup-history'
import { shared } from '../__helpers__/window'

const QUARTER = 'from=2024-01-01&to=2024-04-01'
const PRO = encodeURIComponent('[{"attribute":"plan","is":"pro"}]')

const WON = encodeURIComponent('[{"signed_up":["2024-01-01","2024-04-01"]}]')

const choose = (name: string) => (page: Page) => page.getByRole('combobox', { name }).click()
/** A dialog has its name a moment after it is there. */
const dialog = (name: string | RegExp) => async (page: Page) => {
  await press(name)(page)
  await page.getByRole('dialog', { name: /./ }).getByRole('button').first().waitFor()
}

/** Every view, and what can be opened in it. */
const VIEWS: View[] = [
  { what: 'Overview', path: `/?${QUARTER}` },
  { what: 'Overview by day', path: `/?${QUARTER}&interval=day` },
  { what: 'Overview of a range without events', path: '/?from=2020-01-01&to=2020-02-01' },
  { what: 'Overview, how a figure is computed', path: `/?${QUARTER}`, act: dialog('How is this computed: Churn rate') },
  { what: 'Overview, the table of a chart', path: `/?${QUARTER}`, act: press('Table: Visits and visitors') },
  { what: 'Overview, the ranges', path: `/?${QUARTER}`, act: choose('Range') },
  { what: 'Overview, the currencies', path: `/?${QUARTER}`, act: choose('Currency') },
  { what: 'Overview while the board is away', path: `/?${QUARTER}`, act: failing('**/api/metrics*') },
  { what: 'Users', path: '/users' },
  { what: 'Users with a filter', path: `/users?where=${PRO}&sort=earnings` },
  { what: 'Users, a new filter', path: '/users', act: press('Add a filter') },
  { what: 'Users, the orders', path: '/users', act: choose('Order') },
  { what: 'Users that nobody is', path: '/users?query=nobody' },
  { what: 'Users while the board is away', path: '/users', act: failing('**/api/users*') },
  { what: 'A user', path: '/users/person?id=ada' },
  { what: 'A user, opened events', path: '/users/person?id=ada', act: press(/^Details of/) },
  { what: 'A user, deletion', path: '/users/person?id=ada', act: dialog('Delete user') },
  { what: 'A user that is none', path: '/users/person?id=nobody' },
  { what: 'Audiences', path: '/audiences' },
  { what: 'Events', path: '/events' },
  { what: 'Events, opened', path: '/events', act: press(/^Details of/) },
  { what: 'Events of a type', path: '/events?type=money&currency=USD' },
  { what: 'Events, the types', path: '/events', act: choose('Type') },
  { what: 'Funnel', path: `/funnel?${QUARTER}` },
  { what: 'Cohorts', path: `/cohorts?${QUARTER}` },
  { what: 'Cohorts with earnings', path: `/cohorts?${QUARTER}&show=earnings` },
  { what: 'Campaigns', path: `/campaigns?${QUARTER}` },
  { what: 'The spend in a figure', path: `/spend?${QUARTER}&currency=USD` },
  { what: 'Users, and what one of them cost', path: `/users?where=${WON}&uac=USD` },
  { what: 'Integrations', path: '/settings/integrations' },
  { what: 'Integrations, the Token ID shown', path: '/settings/integrations', act: press('Show Token ID') },
  { what: 'Integrations, rotation', path: '/settings/integrations', act: dialog('Rotate') },
  { what: 'Spend', path: '/settings/spend?year=2024' },
  { what: 'Links', path: '/settings/links' },
  { what: 'The palette', path: '/users', act: press('Search, Ctrl-K') },
  { what: 'An address that is none', path: '/nowhere' }
]

const dashboard = shared(startDashboard)
const empty = shared(startDashboard)

beforeAll(async () => {
  await dashboard.send(startupHistory())
  const headers = { authorization: `Bearer ${dashboard.adminKey}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ '2024-01': { USD: '500', EUR: '40' } })
  expect((await fetch(`${dashboard.url}/api/spend`, { method: 'PUT', headers, body })).status).toBe(200)
})

it.each(VIEWS)('axe finds no fault with it: $what', async ({ path, act }) => {
  const page = await dashboard.open(path)
  await act?.(page)
  expect(await faultsInEveryWindow(page)).toEqual([])
})

it.each(VIEWS.filter(({ act }) => !act))('Tab reaches everything in it: $what', async ({ path }) => {
  const page = await dashboard.open(path)
  await page.setViewportSize({ width: 1440, height: 900 })
  expect(await unreachable(page)).toEqual([])
})

it('axe finds no fault with what is shown before the first event', async () => {
  const page = await empty.open('/')
  await page.getByRole('heading', { name: 'Waiting for your first event' }).waitFor()
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click()
    expect(await faultsInEveryWindow(page)).toEqual([])
  }
  expect(await unreachable(page)).toEqual([])
})

it('axe finds no fault with the end of a session, nor with its beginning', async () => {
  const page = await empty.open('/settings/integrations', {})
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  expect(await faultsInEveryWindow(page)).toEqual([])

  await page.goto(empty.url)
  await page.getByLabel('Admin key').waitFor()
  expect(await faultsInEveryWindow(page)).toEqual([])
  expect(await unreachable(page)).toEqual([])
  await page.getByLabel('Admin key').fill('a key of nobody')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  expect(await faultsInEveryWindow(page)).toEqual([])
  await page.context().close()
})
