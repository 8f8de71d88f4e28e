import type { Page } from 'playwright-core'
import { overflow, press } from '../__helpers__/axe'
import { expectOwnWords, textOf } from '../__helpers__/away'
import { startDashboard } from '../__helpers__/dashboard'
import { eventually } from '../__helpers__/product'
import { startupHistory } from '../__helpers__/startup-history'
import { openWindow, settled, shared } from '../__helpers__/window'

const dashboard = shared(startDashboard)

const OVERRIDE = '\u202e'
const NAMES: Record<string, string> = {
  HTML: `<img src=x onerror="complain('ran')"><b>bold</b>`,
  'very long': 'W'.repeat(256),
  'very long, in words': 'word '.repeat(51),
  'written from right to left': 'محمد بن عبد الله',
  'an override of the direction': `gnp.${OVERRIDE}exe`,
  'nothing to see': '\u200b\u200d\ufeff',
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈',
  '256 combining marks': `e${'\u0301'.repeat(255)}`
}

beforeAll(async () => {
  await dashboard.send([...startupHistory(), ...Object.values(NAMES).flatMap(eventsOf)])
  const names = Object.values(NAMES).filter((name) => name.trim() !== '')
  const spent = names.map((name) => ({
    source: name,
    medium: name,
    name,
    month: '2024-01',
    currency: 'USD',
    amount: '5'
  }))
  await call('PUT', '/api/spend/campaigns', spent)
  for (const name of Object.values(NAMES)) await call('POST', '/api/settings/links', { name: name.slice(0, 100) })
})

/** All that somebody may name, by a name. */
function eventsOf(name: string, index: number): object[] {
  const time = (minute: number) => `2024-01-05T09:${String(minute).padStart(2, '0')}:00Z`
  const context = { campaign: { source: name, medium: name, name } }
  return [
    { type: 'visit', channel: 'web', path: name, title: name },
    { type: 'login', attributes: { name, email: name, [name]: true, [`${name} `]: name, company: { [name]: name } } },
    { type: 'signup' },
    { type: 'event', name, properties: { [name]: name } },
    { type: 'payment', amount: 1, currency: 'USD' },
    { type: 'group', group_id: name, attributes: { [name]: name } },
    { type: 'alias', previous_id: `${name.slice(0, 250)} old` }
  ].map((event, minute) => ({
    ...event,
    id: `bad-${index}-${minute}`,
    user_id: name,
    context,
    timestamp: time(minute)
  }))
}

async function call(method: string, path: string, body?: object): Promise<any> {
  const response = await fetch(dashboard.url + path, {
    method,
    headers: { authorization: `Bearer ${dashboard.adminKey}`, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body)
  })
  expect(response.ok).toBe(true)
  return response.status === 204 ? undefined : response.json()
}

/** What no view may do, whatever it is given. */
async function expectWhole(page: Page): Promise<void> {
  expect(await page.getByText('This view broke').count()).toBe(0)
  expectOwnWords(await textOf(page))
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 })
    // A chart is drawn anew for a new width.
    await eventually(async () => (await overflow(page)) === 0 || undefined, 5_000).catch(async () =>
      expect({ at: page.url(), width, overflow: await overflow(page) }).toBeNull()
    )
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  expect(await page.locator('main img, main script, dialog img').count()).toBe(0)
  expect({ at: page.url(), turned: await page.evaluate(TURNED) }).toEqual({ at: page.url(), turned: [] })
}

/** Sentences in which what follows a name is turned round by it. */
const TURNED = `{
  const isolates = (element) => /isolate|plaintext/.test(getComputedStyle(element).unicodeBidi) ||
    !getComputedStyle(element).display.startsWith('inline')
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const turned = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.includes('${OVERRIDE}') || !node.parentElement.checkVisibility()) continue
    let element = node.parentElement
    while (!isolates(element)) element = element.parentElement
    const after = element.textContent.split('${OVERRIDE}').at(-1).trim()
    if (!/^exe( old)?$/.test(after)) turned.push(element.outerHTML.slice(0, 300))
  }
  turned
}`

const campaignOf = (name: string) => encodeURIComponent(JSON.stringify({ source: name, medium: name, name }))

const where = (...conditions: object[]) => `/users?where=${encodeURIComponent(JSON.stringify(conditions))}`

describe('An address with', () => {
  const RANGES = {
    'a range in the future': 'from=2090-01-01&to=2090-03-01',
    'a range that is reversed': 'from=2024-03-01&to=2024-01-01',
    'a range of one day': 'from=2024-01-05&to=2024-01-06',
    'ten years by day': 'from=2014-01-01&to=2024-01-01&interval=day',
    'the first and the last of all years': 'from=0001-01-01&to=9999-12-31&interval=day',
    'days that are none': 'from=2024-02-30&to=2024-13-01&interval=hour',
    'a currency that there is none of': 'from=2024-01-01&to=2024-04-01&currency=XTS',
    'a currency that is none': 'from=2024-01-01&to=2024-04-01&currency=%3Cb%3E'
  }
  it.each(Object.entries(RANGES))('%s', async (_, range) => {
    const page = await dashboard.open('/users')
    for (const path of [
      '/',
      '/funnel',
      '/cohorts',
      '/cohorts?show=earnings',
      '/campaigns',
      '/events',
      '/events?type=money',
      '/spend'
    ])
      for (const more of ['', '&interval=week']) {
        await page.goto(dashboard.url + path + (path.includes('?') ? '&' : '?') + range + (path === '/' ? more : ''))
        await settled(page)
        await expectWhole(page)
      }
  })

  it('a range of one day shows that day, and one that is reversed says so', async () => {
    const page = await dashboard.open('/?from=2024-01-05&to=2024-01-06&interval=day')
    await page.getByText('Jan 5, 2024, against Jan 4, 2024 (UTC)').waitFor()
    await page.goto(`${dashboard.url}/?from=2024-03-01&to=2024-01-01`)
    await page.getByText('The address names no range of days').waitFor()
    expect(await page.getByRole('combobox', { name: 'Range' }).inputValue()).toBe('6m')
    await page.goto(`${dashboard.url}/events?from=2024-03-01&to=2024-01-01`)
    await page.getByText('No events here').waitFor()
  })

  it.each([
    ['a cohort of nobody', '/cohorts?from=2030-01-01&to=2030-03-01', 'Nobody signed up in this range'],
    ['a cohort of nobody, by earnings', '/cohorts?from=2030-01-01&to=2030-03-01&show=earnings', 'Nobody signed up'],
    ['the events of a cohort of nobody', '/events?type=money&cohort=2030-01', 'No events here'],
    ['who signed up in a month of nobody', where({ signed_up: ['2030-01-01', '2030-02-01'] }), 'Nobody fits'],
    ['an audience of nobody', where({ attribute: 'nobody_is', is: true }), 'Nobody fits'],
    ['a campaign of nobody', where({ campaign: { source: 'x', medium: null, name: null } }), 'Nobody fits'],
    ['days that are reversed', where({ signed_up: ['2024-02-01', '2024-01-01'] }), 'The server did not accept this'],
    ['a condition that is none', where({ nonsense: 1 }), 'The server did not accept this'],
    ['what is no condition', '/users?where=nonsense', 'The server did not accept this'],
    ['a status that is none', '/users?status=nonsense', 'The server did not accept this'],
    ['the cost of nobody', `${where({ signed_up: ['2030-01-01', '2030-02-01'] })}&uac=USD`, 'No spend in USD'],
    ['the cost of what is no days', `${where({ signed_up: 'ever' })}&uac=USD`, 'The server did not accept this'],
    ['the cost in a currency that is none', `${where({ signed_up: ['2024-01-01', '2024-02-01'] })}&uac=%3Cb%3E`, 'Ada'],
    ['the spend of days that are none', '/spend?from=2024-02-30&to=x&currency=USD', 'No spend here'],
    ['the spend on what is no campaign', '/spend?campaign=%5B%22x%22%5D', 'No spend here'],
    ['a cursor that is none', '/users?cursor=nonsense', 'The server did not accept this'],
    ['a currency that there is none of', '/users?sort=earnings&currency=XTS', 'Ada Lovelace'],
    ['a currency that is none', '/users?sort=earnings&currency=%3Cb%3E', 'Ada Lovelace'],
    ['a year of long ago', '/settings/spend?year=0001', 'January'],
    ['a year that is none', '/settings/spend?year=nonsense', 'January']
  ])('%s', async (_, path, says) => {
    const page = await dashboard.open(path)
    await page.getByText(says).first().waitFor()
    await expectWhole(page)
  })
})

it('a currency that has vanished gives way to one that there is', async () => {
  await dashboard.send([
    { id: 'yen', type: 'payment', timestamp: '2024-01-20T10:00:00Z', user_id: 'yen', amount: 500, currency: 'JPY' }
  ])
  const page = await dashboard.open('/?from=2024-01-01&to=2024-04-01&currency=JPY', {})
  const revenue = page.getByRole('article', { name: 'Net revenue' })
  await revenue.getByText('¥500').waitFor()
  await call('DELETE', '/api/users/yen')
  for (const path of ['/', '/campaigns', '/cohorts?show=earnings', '/users?sort=earnings']) {
    const range = 'from=2024-01-01&to=2024-04-01&currency=JPY'
    await page.goto(dashboard.url + path + (path.includes('?') ? '&' : '?') + range)
    await settled(page)
    await expectWhole(page)
  }
  await page.goto(`${dashboard.url}/?from=2024-01-01&to=2024-04-01&currency=JPY`)
  await revenue.getByText(/[$€]/).first().waitFor()
  await page.context().close()
})

describe('A name that is', () => {
  const views = (name: string) => [
    '/?from=2024-01-01&to=2024-04-01',
    '/users',
    `/users?query=${encodeURIComponent(name.trim().slice(0, 200))}`,
    where({ attribute: name, is: true }, { group: name }, { campaign: { source: name, medium: name, name } }),
    `/users/person?id=${encodeURIComponent(name)}`,
    `/events?user=${encodeURIComponent(name)}`,
    '/events',
    `/events?from=${encodeURIComponent(name)}&cohort=${encodeURIComponent(name)}&user=ada`,
    `/spend?from=2024-01-01&to=2024-04-01&currency=USD&campaign=${campaignOf(name)}`,
    `${where({ signed_up: ['2024-01-01', '2024-04-01'] }, { campaign: { source: name, medium: name, name } })}&uac=USD`,
    '/audiences',
    '/campaigns?from=2024-01-01&to=2024-04-01',
    '/cohorts?from=2024-01-01&to=2024-04-01',
    '/funnel?from=2024-01-01&to=2024-04-01',
    '/settings/links'
  ]
  it.each(Object.entries(NAMES))('%s', async (_, name) => {
    const page = await dashboard.open('/users')
    for (const path of views(name)) {
      await page.goto(dashboard.url + path)
      await settled(page)
      const details = page.getByRole('button', { name: /^Details of/ })
      if (/^\/(events\?user|users\/)/.test(path)) {
        await details.first().waitFor()
        for (const button of await details.all()) await button.click()
      }
      await expectWhole(page)
    }
    await page.goto(`${dashboard.url}/users/person?id=${encodeURIComponent(name)}`)
    await press('Delete user')(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).waitFor()
    await expectWhole(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search' }).fill(name.trim().slice(0, 200) || 'ad')
    await page.getByRole('option').first().waitFor()
    await expectWhole(page)
  })

  it('of a link, whoever it is for, can be revoked', async () => {
    const page = await dashboard.open('/settings/links')
    const buttons = page.getByRole('button', { name: /^Revoke / })
    await buttons.first().waitFor()
    for (let left = await buttons.count(); left > 0; left--) {
      await buttons.first().click()
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).waitFor()
      await expectWhole(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await buttons.nth(left - 1).waitFor({ state: 'detached' })
      await expectWhole(page)
    }
  })

  it('is in no file’s name', async () => {
    const page = await dashboard.open('/users')
    for (const path of [`/users?query=${encodeURIComponent(NAMES.HTML)}`, '/audiences', `/events?user=${OVERRIDE}`]) {
      await page.goto(dashboard.url + path)
      await settled(page)
      const [download] = await Promise.all([page.waitForEvent('download'), press('CSV')(page)])
      expect(download.suggestedFilename()).toMatch(/^(users|audiences|events)\.csv$/)
    }
  })
})

it('a link that is revoked while a view is open is said to be so at the next step, in every view', async () => {
  const { id, key } = (await call('POST', '/api/settings/links', { name: 'Readers' })) as { id: string; key: string }
  const paths = ['/', '/users', '/users/person?id=ada', '/audiences', '/events', '/funnel', '/cohorts', '/campaigns']
  const readers = await Promise.all(
    paths.map(async (path) => {
      const page = await openWindow(dashboard.browser, dashboard.url, dashboard.complaints)
      await page.goto(`${dashboard.url}${path}${path.includes('?') ? '&' : '?'}key=${key}`)
      await page.getByText('Test board, read only').waitFor()
      await settled(page)
      return page
    })
  )
  await call('DELETE', `/api/settings/links/${id}`)
  for (const page of readers) {
    const other = page.url().includes('/audiences') ? 'Funnel' : 'Audiences'
    const revoked = page.getByRole('heading', { name: 'This link was revoked' })
    // The live view may have noticed already.
    await page.getByRole('link', { name: other, exact: true }).or(revoked).click()
    await revoked.waitFor()
    expectOwnWords(await textOf(page))
    await page.context().close()
  }
})
