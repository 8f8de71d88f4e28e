import type { Page } from 'playwright-core'
import { press, type View } from '../__helpers__/axe'
import {
  expectOwnWords,
  goWithin,
  outlivesServer,
  saysThatServerIsAway,
  textOf,
  worksOnceBack,
  type Deed
} from '../__helpers__/away'
import { startDashboard } from '../__helpers__/dashboard'
import { readers, startupHistory, steps } from '../__helpers__/startup-history'
import { settled, shared } from '../__helpers__/window'

const QUARTER = 'from=2024-01-01&to=2024-04-01'

const dashboard = shared(startDashboard)

beforeAll(() => dashboard.send([...startupHistory(), ...steps('ada', 130), ...readers(60)]))

const open = (path: string) => dashboard.open(path, {})

const VIEWS: View[] = [
  { what: 'Overview', path: `/?${QUARTER}` },
  { what: 'Users', path: '/users?sort=earnings' },
  { what: 'A user', path: '/users/person?id=ada' },
  { what: 'Audiences', path: '/audiences' },
  { what: 'Events', path: '/events', ready: (page) => page.getByText('Live', { exact: true }).waitFor() },
  { what: 'Events of a period', path: '/events?type=money&from=2024-01-01&to=2024-04-01' },
  { what: 'Funnel', path: `/funnel?${QUARTER}` },
  { what: 'Cohorts', path: `/cohorts?${QUARTER}` },
  { what: 'Cohorts with earnings', path: `/cohorts?${QUARTER}&show=earnings` },
  { what: 'Campaigns', path: `/campaigns?${QUARTER}` },
  { what: 'The spend in a figure', path: `/spend?${QUARTER}&currency=USD` },
  { what: 'Integrations', path: '/settings/integrations' },
  { what: 'Spend', path: '/settings/spend?year=2024' },
  { what: 'Links', path: '/settings/links' }
]

describe('A view that is opened while the board is away', () => {
  it.each(VIEWS)('says so, and shows itself once it is back: $what', async (view) => {
    await outlivesServer(view, dashboard, open, view.path.startsWith('/users?') ? '/funnel' : '/users')
  })
})

const AWAY = 'The server does not answer'
const downloaded = (name: string) => async (page: Page) => {
  const [download] = await Promise.all([page.waitForEvent('download'), press('CSV')(page)])
  expect(download.suggestedFilename()).toBe(name)
}
const type = (label: string, text: string) => (page: Page) => page.getByLabel(label).fill(text)

const DEEDS: Deed[] = [
  {
    what: 'another range is chosen',
    path: `/?${QUARTER}`,
    act: (page) => page.getByRole('combobox', { name: 'Range' }).selectOption('Last 12 months'),
    says: AWAY,
    shows: (page) => page.getByRole('article', { name: 'Visits' }).waitFor()
  },
  {
    what: 'it is asked how a figure is computed',
    path: `/?${QUARTER}`,
    act: press('How is this computed: UAC'),
    says: 'acquisition spend ÷ signups',
    shows: (page) => page.getByRole('dialog', { name: 'UAC' }).waitFor()
  },
  {
    what: 'a table is to be saved',
    path: '/users',
    act: press('CSV'),
    says: 'The table could not be fetched. Try again in a moment.',
    shows: downloaded('users.csv')
  },
  {
    what: 'users are searched for',
    path: '/users',
    act: (page) => page.getByRole('searchbox').fill('lovelace'),
    says: AWAY,
    shows: (page) => page.getByRole('status').getByText('1 user', { exact: true }).waitFor()
  },
  {
    what: 'a filter is to be added',
    path: '/users',
    act: press('Add a filter'),
    says: AWAY,
    shows: (page) => page.getByLabel('Attribute', { exact: true }).waitFor()
  },
  {
    what: 'the next page is opened',
    path: '/users',
    act: (page) => page.getByRole('link', { name: 'Next' }).click(),
    says: AWAY,
    shows: (page) => page.getByRole('link', { name: 'reader-1', exact: true }).waitFor()
  },
  {
    what: 'older events are scrolled to',
    path: '/users/person?id=ada',
    act: (page) => page.keyboard.press('End'),
    says: AWAY,
    shows: async (page) => {
      while ((await page.getByText('Step 1', { exact: true }).count()) === 0) {
        await page.keyboard.press('End')
        await page.waitForTimeout(100)
      }
    }
  },
  {
    what: 'a user is to be deleted',
    path: '/users/person?id=reader-3',
    act: async (page) => {
      await press('Delete user')(page)
      await page.getByText(AWAY).first().waitFor()
    },
    says: AWAY,
    shows: (page) => page.getByRole('dialog', { name: 'Delete reader-3?' }).waitFor()
  },
  {
    what: 'the deletion of a user is confirmed',
    path: '/users/person?id=reader-3',
    before: (page) => press('Delete user')(page).then(() => page.getByRole('dialog', { name: /^Delete/ }).waitFor()),
    act: (page) => page.getByRole('dialog').getByRole('button', { name: 'Delete user' }).click(),
    says: AWAY,
    again: (page) => page.getByRole('dialog').getByRole('button', { name: 'Delete user' }).click(),
    shows: (page) => page.getByText(/^reader-3 and \d+ events? (was|were) deleted/).waitFor()
  },
  {
    what: 'the palette is opened',
    path: '/audiences',
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('lovel')
    },
    says: AWAY,
    shows: (page) => page.getByRole('option', { name: 'Ada Lovelace' }).waitFor()
  },
  {
    what: 'the palette searches',
    path: '/audiences',
    before: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('option').first().waitFor()
    },
    act: (page) => page.keyboard.type('lovel'),
    says: AWAY,
    shows: (page) => page.getByRole('option', { name: 'Ada Lovelace' }).waitFor()
  },
  {
    what: 'spend is saved',
    path: '/settings/spend?year=2024',
    before: type('January 2024, USD', '500'),
    act: press(/^Save$/),
    says: `${AWAY}. Nothing was changed; check that it is still running.`,
    again: press(/^Save$/),
    shows: (page) => page.getByText('The acquisition spend is saved.').waitFor()
  },
  {
    what: 'spend by campaign is saved',
    path: '/settings/spend?year=2024',
    before: async (page) => {
      await press('Add a campaign')(page)
      await type('Source of entry 1', 'google')(page)
      await type('Amount of entry 1', '100')(page)
    },
    act: press('Save campaigns'),
    says: AWAY,
    again: press('Save campaigns'),
    shows: (page) => page.getByText('The spend by campaign is saved.').waitFor()
  },
  {
    what: 'spend that is not saved is left',
    path: '/settings/spend?year=2024',
    before: type('May 2024, USD', '5'),
    act: (page) => page.getByRole('link', { name: 'Users' }).click(),
    says: AWAY,
    again: (page) => page.getByRole('link', { name: 'Users' }).click(),
    shows: (page) => page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
  },
  {
    what: 'a link is made',
    path: '/settings/links',
    before: type('For whom', 'Investors'),
    act: press('Make a link'),
    says: AWAY,
    again: press('Make a link'),
    shows: (page) => page.getByRole('textbox', { name: 'Read-only link' }).waitFor()
  },
  {
    what: 'a link is revoked',
    path: '/settings/links',
    before: async (page) => {
      await press(/^Revoke/)(page)
      await page.getByRole('dialog').waitFor()
    },
    act: (page) => page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click(),
    says: AWAY,
    again: async (page) => {
      await press(/^Revoke/)(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    },
    shows: (page) => page.getByText(/is revoked/).waitFor()
  },
  {
    what: 'the Token ID is rotated',
    path: '/settings/integrations',
    before: async (page) => {
      await press('Rotate')(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
    },
    act: press('Rotate now'),
    says: AWAY,
    again: press('Rotate now'),
    shows: (page) => page.getByText('The board has a new Token ID.').waitFor()
  },
  {
    what: 'somebody signs out',
    path: '/audiences',
    act: press('Sign out'),
    says: 'You are still signed in: the server did not answer.',
    again: press('Sign out'),
    shows: (page) => page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  }
]

describe('While the board is away', () => {
  it('a live view says that it is not, and shows what came meanwhile', async () => {
    const page = await open('/events')
    await page.getByText('Live', { exact: true }).waitFor()
    await dashboard.stop()
    await page.getByText('Connecting…').waitFor()
    await dashboard.start()
    await dashboard.send([
      { id: 'meanwhile', type: 'event', name: 'Meanwhile', timestamp: '2024-03-21T10:00:00Z', user_id: 'bob' }
    ])
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByText('Meanwhile').waitFor()
    await page.context().close()
  })

  it.each(DEEDS)('is said when $what, which works once it is back', (deed) => worksOnceBack(deed, dashboard, open))

  it('what was seen before stays, and it is said that it may be old', async () => {
    const page = await open('/audiences')
    await dashboard.stop()
    try {
      const note = page.getByText('What is shown may be old')
      // What was fetched a moment ago is not asked for again.
      while (!(await note.isVisible())) {
        await goWithin(page, '/users')
        await saysThatServerIsAway(page)
        await goWithin(page, '/audiences')
        await page.getByRole('link', { name: '1', exact: true }).first().waitFor()
      }
      expectOwnWords(await textOf(page))
    } finally {
      await dashboard.start()
    }
    await page.getByText('What is shown may be old').waitFor({ state: 'detached' })
    await settled(page)
    await page.context().close()
  })
})
