import type { Page } from 'playwright-core'
import { startDashboard } from '../__helpers__/dashboard'
import {
  choose,
  dialogKeepsFocus,
  focused,
  focusedPosition,
  focusWithin,
  goesOn,
  tabTo,
  typeInto,
  use
} from '../__helpers__/keyboard'
import { eventually } from '../__helpers__/product'
import { readers, startupHistory, steps } from '../__helpers__/startup-history'
import { settled, shared } from '../__helpers__/window'

/** Every control of the page, used by the keys alone: there is no mouse in this file. */

const dashboard = shared(startDashboard)
const QUARTER = 'from=2024-01-01&to=2024-04-01'

beforeAll(() => dashboard.send([...startupHistory(), ...steps('ada', 130), ...readers(60)]))

const open = (path: string) => dashboard.open(path, { viewport: { width: 1440, height: 900 } })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name, exact: true })
const parameter = (page: Page, name: string, value: string | null) =>
  page.waitForURL((url) => url.searchParams.get(name) === value)

test('the frame: skipping to the content, views forth and back, colours, signing out and in', async () => {
  const page = await open(`/?${QUARTER}`)
  await use(link(page, 'Skip to content'))
  await focused(page.locator('#content'))
  await use(link(page, 'Users'))
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
  await tabTo(link(page, 'Overview'), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()

  await use(button(page, 'Use dark colours'), 'Space')
  await use(button(page, 'Use light colours'))
  await button(page, 'Use dark colours').waitFor()

  await use(button(page, 'Sign out'))
  await use(link(page, 'Sign in'))
  await typeInto(page.getByLabel('Admin key'), 'a key of nobody')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await focused(page.getByLabel('Admin key'))
  await page.keyboard.type(dashboard.adminKey)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
  await page.context().close()
})

test('the palette: from anywhere, to a person, to a view, to a time zone, and back to where the focus was', async () => {
  const page = await open('/users')
  const search = page.getByRole('searchbox')
  const palette = page.getByRole('combobox', { name: 'Search' })
  await tabTo(search)
  await page.keyboard.press('Control+k')
  await focused(palette)
  await page.keyboard.press('Escape')
  await palette.waitFor({ state: 'detached' })
  await focused(search)

  await page.keyboard.press('Control+k')
  await focused(palette)
  await page.keyboard.type('lovelace')
  await page.getByRole('option', { name: 'Ada Lovelace' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()

  await use(button(page, 'Search, Ctrl-K'))
  await focused(palette)
  const chosen = page.getByRole('option', { selected: true })
  const first = await chosen.textContent()
  await page.keyboard.press('ArrowDown')
  await eventually(async () => (await chosen.textContent()) !== first || undefined)
  await page.keyboard.press('ArrowUp')
  await eventually(async () => (await chosen.textContent()) === first || undefined)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()

  await use(page.getByRole('button', { name: /^Time zone/ }))
  await focused(page.getByRole('combobox', { name: 'Time zone' }))
  await page.keyboard.type('tokyo')
  await page.getByRole('option', { name: /Tokyo/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Time zone: Asia/Tokyo' }).waitFor()
  await page.context().close()
})

test('the Overview: range, days, interval, currency, a figure and its explanation, charts as tables', async () => {
  const page = await open(`/?${QUARTER}`)
  await choose(page.getByRole('combobox', { name: 'Currency' }), 'EUR')
  await parameter(page, 'currency', 'EUR')
  await goesOn(page)
  await tabTo(
    page
      .getByRole('radio', { name: 'Month' })
      .or(page.getByRole('radio', { name: 'Week' }))
      .and(page.locator(':checked'))
  )
  await page.keyboard.press('ArrowLeft')
  await parameter(page, 'interval', 'day')
  await page.keyboard.press('ArrowRight')
  await parameter(page, 'interval', 'week')

  // Of a date field each part is typed, the first two of them leading on to the next.
  await tabTo(page.getByLabel('First day'))
  await page.keyboard.type('01052024')
  await parameter(page, 'from', '2024-01-05')
  await tabTo(page.getByLabel('Last day'))
  await page.keyboard.type('01012024')
  await page.getByText('Before the first day').waitFor()
  // Back to its first part.
  await tabTo(page.getByLabel('First day'), 'Shift+Tab')
  await tabTo(page.getByLabel('Last day'))
  await page.keyboard.type('02012024')
  await parameter(page, 'to', '2024-02-02')
  await choose(page.getByRole('combobox', { name: 'Range' }), '12m')
  await parameter(page, 'range', '12m')

  await page.goto(`${dashboard.url}/?${QUARTER}&currency=USD`)
  await settled(page)
  const explain = button(page, 'How is this computed: UAC')
  await dialogKeepsFocus(explain, page.getByRole('dialog'))
  await use(explain)
  await use(page.getByRole('dialog').getByRole('link', { name: 'Signups in this period' }))
  await page.getByRole('status').getByText('2 users').waitFor()
  await use(link(page, 'Back to the figure'))
  await use(page.getByRole('article', { name: 'Visits' }).getByRole('link'))
  await page.getByRole('status').getByText('3 events').waitFor()
  await use(link(page, 'Back to the figure'))

  for (const chart of [/^Table: Visits/, /^Table: Signups/, /^Table: Payments/, /^Table: Churn/]) {
    await use(page.getByRole('button', { name: chart }), 'Space')
    await page.getByRole('region', { name: chart }).waitFor()
    await goesOn(page)
  }
  await use(
    page
      .getByRole('region', { name: /^Table: Signups/ })
      .getByRole('link')
      .first()
  )
  await page.locator('main p[role=status]').waitFor()
  await use(link(page, 'Back to the figure'))
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
  await page.context().close()
})

test('Users: search, choices, a filter made and lifted, sorting, the table, pages, a person', async () => {
  const page = await open('/users')
  await typeInto(page.getByRole('searchbox'), 'nobody like this')
  await use(button(page, 'Clear search and filters'))
  await page
    .getByRole('link', { name: 'Ada Lovelace' })
    .or(page.getByRole('link', { name: 'reader-60' }))
    .first()
    .waitFor()
  expect(await page.getByRole('searchbox').inputValue()).toBe('')
  await goesOn(page)

  await choose(page.getByRole('combobox', { name: 'Status' }), 'canceled')
  await parameter(page, 'status', 'canceled')
  await page.getByRole('link', { name: 'Bob Babbage' }).waitFor()
  await choose(page.getByRole('combobox', { name: 'Status' }), '')
  await parameter(page, 'status', null)
  await choose(page.getByRole('combobox', { name: 'Order' }), 'earnings desc')
  await parameter(page, 'sort', 'earnings')

  await use(button(page, 'Add a filter'))
  const value = page.getByLabel('Value')
  await value.waitFor()
  await page.keyboard.press('Escape')
  await value.waitFor({ state: 'detached' })
  await focused(button(page, 'Add a filter'))
  await page.keyboard.press('Enter')
  await value.waitFor()
  await typeInto(page.getByLabel('Attribute', { exact: true }), 'plan')
  await typeInto(value, 'pro')
  await page.keyboard.press('Enter')
  const lift = button(page, 'Remove plan is pro')
  await lift.waitFor()
  await page.getByRole('status').getByText('1 user', { exact: true }).waitFor()
  await goesOn(page)
  await use(lift)
  await lift.waitFor({ state: 'detached' })
  await focused(button(page, 'Add a filter'))

  await use(page.getByRole('columnheader', { name: 'Last seen' }).getByRole('button'))
  await parameter(page, 'sort', null)
  await page.keyboard.press('Enter')
  await parameter(page, 'order', 'asc')

  const [download] = await Promise.all([page.waitForEvent('download'), use(button(page, 'CSV'))])
  expect(download.suggestedFilename()).toBe('users.csv')
  await focused(button(page, 'CSV'))

  await use(link(page, 'Next'))
  await page.waitForURL(/cursor=/)
  await use(button(page, 'Previous'))
  await page.waitForURL((url) => !url.searchParams.has('cursor'))
  await use(
    page
      .getByRole('link', { name: /^Ada Lovelace/ })
      .or(page.locator('main tbody a'))
      .first()
  )
  await page.getByRole('region', { name: 'Timeline' }).waitFor()
  await page.context().close()
})

test('a person: details, all of a long timeline one after the other, deletion', async () => {
  const page = await open('/users/person?id=ada')
  const details = page.getByRole('button', { name: /^Details of/ })
  await use(details.first(), 'Space')
  await page.getByText('Properties').first().waitFor()
  await page.keyboard.press('Space')

  // Older ones come as one goes to the end.
  while ((await page.locator('main [aria-setsize="139"]').count()) === 0) await page.keyboard.press('End')
  await page.keyboard.press('Home')
  await tabTo(button(page, 'Delete user'))
  await tabTo(page.locator('main [aria-posinset="1"] button'))
  // What is windowed leaves out nothing on the way, and loses no focus.
  for (let next = 2; next <= 139; next++) {
    await page.keyboard.press('Tab')
    expect(await focusedPosition(page)).toBe(next)
  }
  for (let next = 138; next > 120; next--) {
    await page.keyboard.press('Shift+Tab')
    expect(await focusedPosition(page)).toBe(next)
  }

  await dialogKeepsFocus(button(page, 'Delete user'), page.getByRole('dialog'))
  await use(button(page, 'Delete user'))
  await focused(page.getByRole('dialog').getByRole('button', { name: 'Keep' }))
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await page.goto(`${dashboard.url}/users/person?id=reader-60`)
  await use(button(page, 'Delete user'))
  await use(page.getByRole('dialog').getByRole('button', { name: 'Delete user' }))
  await page.getByText('reader-60 and 1 events were deleted.').waitFor()
  await page.waitForURL(/\/users$/)
  await page.context().close()
})

test('Events: pause and go on, types, lifting what narrows them, details', async () => {
  const page = await open('/events')
  await use(button(page, 'Pause'))
  await button(page, 'Go on').waitFor()
  await page.keyboard.press('Enter')
  await button(page, 'Pause').waitFor()
  await choose(page.getByRole('combobox', { name: 'Type' }), 'money')
  await parameter(page, 'type', 'money')
  await page.getByRole('status').getByText('4 events').waitFor()
  await use(page.getByRole('button', { name: /^Details of Payment/ }).first())
  await page.locator('button[aria-expanded=true]').waitFor()
  await use(button(page, 'Clear filters'))
  await parameter(page, 'type', null)
  await goesOn(page)
  await page.context().close()
})

test('Funnel, Cohorts, Audiences, Campaigns: their choices, and a figure of each', async () => {
  const page = await open(`/cohorts?${QUARTER}`)
  await tabTo(page.getByRole('radio', { name: 'Still active' }))
  await page.keyboard.press('ArrowRight')
  await parameter(page, 'show', 'earnings')
  await tabTo(page.getByRole('region', { name: 'Table of cohorts' }))
  for (const path of [
    `/cohorts?${QUARTER}&show=earnings`,
    `/funnel?${QUARTER}`,
    '/audiences',
    `/campaigns?${QUARTER}`
  ]) {
    await page.goto(dashboard.url + path)
    await settled(page)
    await use(page.locator('main li a, main td a').first())
    await page.locator('main p[role=status]').waitFor()
    await use(link(page, 'Back to the figure'))
    await page.waitForURL(dashboard.url + path)
  }
  await page.context().close()
})

test('Spend: years, amounts, another currency, campaigns, and the question before it is left', async () => {
  const page = await open('/settings/spend?year=2023')
  await use(button(page, 'Next year'))
  await parameter(page, 'year', '2024')
  await typeInto(page.getByLabel('January 2024, USD'), '500')
  await typeInto(page.getByLabel('Another currency'), 'eur')
  await use(button(page, 'Add currency'))
  await typeInto(page.getByLabel('March 2024, EUR'), '0.10')

  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  await dialogKeepsFocus(link(page, 'Audiences'), question)
  await typeInto(page.getByLabel('February 2024, USD'), '20')
  await page.keyboard.press('Enter')
  await page.getByText('The acquisition spend is saved.').waitFor()

  await use(button(page, 'Add a campaign'))
  await typeInto(page.getByLabel('Source of entry 1'), 'google')
  await choose(page.getByLabel('Month of entry 1'), '2024-02')
  await typeInto(page.getByLabel('Amount of entry 1'), '100')
  await page.keyboard.press('Enter')
  await page.getByText('The spend by campaign is saved.').waitFor()
  await use(button(page, 'Remove entry 1'))
  await page.getByLabel('Source of entry 1').waitFor({ state: 'detached' })
  await focused(button(page, 'Add a campaign'))
  await use(button(page, 'Save campaigns'))
  await button(page, 'Save campaigns').and(page.locator(':disabled')).waitFor()

  await page.goto(`${dashboard.url}/?from=2024-01-01&to=2024-02-01`)
  await use(page.getByRole('article', { name: 'UAC' }).getByRole('link'))
  await use(page.getByRole('link', { name: /of spend$/ }))
  await use(link(page, 'Edit'))
  await page.getByLabel('January 2024, USD').waitFor()
  await page.context().close()
})

test('Links: one is made, copied and revoked', async () => {
  const page = await dashboard.open('/settings/links', {
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write']
  })
  await typeInto(page.getByLabel('For whom'), 'Investors')
  await page.keyboard.press('Enter')
  await use(button(page, 'Copy Read-only link'), 'Space')
  await page.getByText('Read-only link copied').waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toContain(`${dashboard.url}/?key=`)
  const question = page.getByRole('dialog', { name: 'Revoke the link for Investors?' })
  await dialogKeepsFocus(button(page, 'Revoke Investors'), question)
  await use(button(page, 'Revoke Investors'))
  await focusWithin(question)
  await use(question.getByRole('button', { name: 'Revoke' }))
  await page.getByText('No links').waitFor()
  await page.context().close()
})

test('Integrations: the Token ID shown, copied, rotated', async () => {
  const page = await dashboard.open('/settings/integrations', {
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write']
  })
  await use(button(page, 'Show Token ID'), 'Space')
  await use(button(page, 'Hide Token ID'))
  await use(button(page, 'Copy Token ID'))
  await page.getByText('Token ID copied').waitFor()
  await tabTo(page.getByRole('region', { name: 'SDK set-up' }))
  await use(button(page, 'Copy SDK set-up'))
  await page.getByText('SDK set-up copied').waitFor()
  const dialog = page.getByRole('dialog', { name: /otate/ })
  await dialogKeepsFocus(button(page, 'Rotate'), dialog)
  await use(button(page, 'Rotate'))
  await focused(dialog.getByRole('button', { name: 'Cancel' }))
  await use(dialog.getByRole('button', { name: 'Continue' }))
  await use(dialog.getByRole('button', { name: 'Rotate now' }))
  await page.getByText('The board has a new Token ID.').waitFor()
  await dialog.waitFor({ state: 'detached' })
  await focused(button(page, 'Rotate'))
  await page.context().close()
})
