import { findings } from '../__helpers__/axe'
import { startDashboard } from '../__helpers__/dashboard'
import { late, settled, shared } from '../__helpers__/window'
import { readers, startupHistory, steps } from '../__helpers__/startup-history'

const dashboard = shared(startDashboard)

beforeAll(() => dashboard.send([...startupHistory(), ...steps('ada', 130), ...readers(60)]))

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

    await page.getByRole('link', { name: 'Sign in' }).click()
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

it('shows what the address says from the click on, however late the rest comes', async () => {
  const page = await dashboard.open('/users', {})
  await page.addInitScript(late(200))
  await page.reload()
  await settled(page)
  for (const [view, path] of [
    ['Events', '/events'],
    ['Overview', '/']
  ]) {
    await page.getByRole('link', { name: view, exact: true }).click()
    const shown = page.locator('main h1:visible, main [aria-busy=true]').first()
    expect(new URL(page.url()).pathname).toBe(path)
    expect(['Loading', view]).toContain((await shown.getAttribute('aria-label')) ?? (await shown.textContent()))
  }
  await page.getByRole('article', { name: 'Visits' }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: 'Events', exact: true }).waitFor()
  await page.context().close()
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

  it('are filtered by attribute, sorted by their columns, and saved as a table', async () => {
    const page = await dashboard.open('/users', { viewport: { width: 1440, height: 900 } })
    await page.getByRole('button', { name: 'Add a filter' }).click()
    await page.getByLabel('Attribute', { exact: true }).fill('plan')
    await page.getByLabel('Value').fill('pro')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByText('plan is pro').waitFor()
    expect(new URL(page.url()).searchParams.get('where')).toBe('[{"attribute":"plan","is":"pro"}]')
    await page.getByRole('status').getByText('1 user', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Earnings' }).click()
    await page.waitForURL(/sort=earnings/)
    await page.getByRole('button', { name: 'Earnings' }).click()
    await page.waitForURL(/order=asc/)
    await page.locator('th[aria-sort=ascending]', { hasText: 'Earnings' }).waitFor()

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click()
    ])
    expect(download.suggestedFilename()).toBe('users.csv')
    await page.getByRole('button', { name: 'Remove plan is pro' }).click()
    await page.waitForURL((url) => !url.searchParams.has('where'))
    await page.context().close()
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
    const newest = page.getByText('Step 130', { exact: true })
    while ((await oldest.count()) === 0) {
      await page.mouse.wheel(0, 20_000)
      await page.waitForTimeout(50)
    }
    // What was scrolled away is no longer in the page, and comes again.
    await newest.waitFor({ state: 'detached' })
    expect(await page.locator('*').count()).toBeLessThan(3_000)
    await page.keyboard.press('Home')
    await newest.waitFor()
  })
})

describe('The palette', () => {
  it('leads to a user by a part of the name, by keyboard alone', async () => {
    const page = await dashboard.open('/events')
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: 'Search' })
    await palette.getByRole('combobox').fill('lovel')
    await palette.getByRole('option', { name: 'Ada Lovelace' }).waitFor()
    expect(await findings(page, 'dialog')).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
    expect(await palette.count()).toBe(0)
  })

  it('takes what is typed before it is there, however late that is', async () => {
    const page = await dashboard.open('/audiences', {})
    await page.addInitScript(late(200))
    await page.reload()
    await settled(page)
    let arrive = () => undefined as void
    const asked = new Promise<void>((resolve) => {
      void page.route(/assets\/Palette-.*\.js/, (route) => {
        arrive = () => void route.continue()
        resolve()
      })
    })
    await page.keyboard.press('Control+k')
    await page.keyboard.type('lovel')
    await asked
    await page.keyboard.type('ac')
    arrive()
    await page.getByRole('option', { name: 'Ada Lovelace' }).waitFor()
    await page.keyboard.type('e')
    expect(await page.getByRole('combobox', { name: 'Search' }).inputValue()).toBe('lovelace')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
    await page.context().close()
  })

  it('leads to views, audiences and events of a type, and does what it names', async () => {
    const page = await dashboard.open('/users')
    const choose = async (text: string, name: string) => {
      await page.getByRole('button', { name: 'Search, Ctrl-K' }).click()
      await page.getByRole('combobox', { name: 'Search' }).fill(text)
      await page.getByRole('option', { name }).first().click()
    }
    await choose('coho', 'Cohorts')
    await page.waitForURL(/\/cohorts/)
    await choose('big_sp', 'big_spenders')
    await page.waitForURL((url) => url.searchParams.get('where') === '[{"attribute":"big_spenders","is":true}]')
    await choose('refund', 'Refund events')
    await page.waitForURL(/\/events\?type=refund/)
    await choose('dark', 'Use dark colours')
    await page.getByRole('button', { name: 'Use light colours' }).click()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search' }).fill('nothing like this')
    await page.getByText('Nothing fits.').waitFor()
    await page.keyboard.press('Escape')
  })
})

it('prints the whole of a long list that was loaded, and says where it is only a part', async () => {
  const page = await dashboard.open('/users/person?id=ada', { viewport: { width: 1440, height: 900 } })
  const items = page.locator('main [data-index]')
  await items.first().waitFor()
  await page.emulateMedia({ media: 'print' })
  await page.getByText('A part of the list. CSV has all of it.').waitFor()
  await page.emulateMedia({ media: 'screen' })

  await page.getByRole('button', { name: 'Show older events' }).scrollIntoViewIfNeeded()
  await page.locator('main [aria-posinset="60"]').waitFor({ state: 'attached' })
  while ((await page.locator('main [aria-setsize="139"]').count()) === 0) await page.keyboard.press('End')
  await page.evaluate(
    `addEventListener('beforeprint', () => (window.printed = document.querySelectorAll('main [data-index]').length))`
  )
  expect(await items.count()).toBeLessThan(100)
  await page.pdf()
  expect(await page.evaluate('window.printed')).toBe(139)
  await page.waitForFunction(`document.querySelectorAll('main [data-index]').length < 100`)
  await page.context().close()
})

describe('The time zone', () => {
  it('is chosen for the times of events, kept in this browser, and said', async () => {
    const page = await dashboard.open('/users/person?id=bob', { viewport: { width: 1440, height: 900 } })
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await timeline.getByText('All times are UTC.').waitFor()
    const times = () => timeline.locator('time').allTextContents()
    const days = () => timeline.getByRole('heading', { level: 3 }).allTextContents()
    const utc = { times: await times(), days: await days() }

    await page.getByRole('button', { name: 'Time zone: UTC' }).click()
    await page.getByRole('combobox', { name: 'Time zone' }).fill('pago')
    await page.getByRole('option', { name: 'Pacific/Pago_Pago' }).click()
    await timeline.getByText('Times are those of Pacific/Pago_Pago; periods are days of UTC.').waitFor()
    const shifted = { times: await times(), days: await days() }
    // Eleven hours behind UTC.
    const behind = ([hour, minute]: string[]) => `${String((Number(hour) + 13) % 24).padStart(2, '0')}:${minute}`
    expect(shifted.times).toEqual(utc.times.map((time) => behind(time.split(':'))))
    expect(shifted.days).not.toEqual(utc.days)
    expect(await timeline.locator('time').first().getAttribute('title')).toMatch(/ Pacific\/Pago_Pago \(.* UTC\)$/)

    await page.reload()
    await timeline.getByText('Times are those of Pacific/Pago_Pago').waitFor()
    await page.evaluate(`localStorage.setItem('tractionboard-time-zone', 'Not/AZone')`)
    await page.reload()
    await timeline.getByText('All times are UTC.').waitFor()
    await page.context().close()
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
    await page.getByRole('combobox', { name: 'Type' }).selectOption('Cancel')
    await page.getByText('Canceled').waitFor()
    expect(await page.locator('main ul > li').count()).toBe(1)
    expect(page.url()).toContain('type=cancel')
  })
})
