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
import { sendOneOfEach, startPipelinePage } from '../__helpers__/pipeline-page'
import { eventually } from '../__helpers__/product'
import { settled, shared } from '../__helpers__/window'

const pipeline = shared(startPipelinePage)

const open = (path: string) => pipeline.open(path, {})

let track: string

beforeAll(async () => {
  await sendOneOfEach(pipeline)
  // Enough for a second page of the list.
  for (let number = 0; number < 60; number++) {
    await pipeline.call('track', { messageId: `step-${number}`, userId: 'ada', event: 'Step' })
  }
  await pipeline.onBoard('step-59')
  const page = await pipeline.open('/mappings')
  await page.getByRole('link', { name: 'Track', exact: true }).click()
  await page.waitForURL(/\/mappings\/[^/]+$/)
  track = new URL(page.url()).pathname
})

const VIEWS: View[] = [
  {
    what: 'Deliveries',
    path: '/deliveries',
    ready: async (page) => {
      await page.getByText('Live', { exact: true }).waitFor()
      await page.getByRole('link', { name: 'Payment Made' }).first().waitFor()
    }
  },
  {
    what: 'Deliveries, why',
    path: '/deliveries?why=discarded',
    ready: (page) => page.getByText('Live', { exact: true }).waitFor()
  },
  {
    what: 'Deliveries that were discarded',
    path: '/deliveries?state=discarded&hours=168',
    ready: (page) => page.getByText('Live', { exact: true }).waitFor()
  },
  { what: 'A delivered event', path: '/deliveries/delivered' },
  { what: 'A discarded event', path: '/deliveries/discarded' },
  { what: 'A refused event', path: '/deliveries/refused' },
  { what: 'Mappings', path: '/mappings' },
  { what: 'Destination', path: '/destination' },
  { what: 'Connect', path: '/connect' }
]

describe('A view that is opened while the pipeline is away', () => {
  it.each(VIEWS)('says so, and shows itself once it is back: $what', async (view) => {
    await outlivesServer(view, pipeline, open, view.path === '/connect' ? '/destination' : '/connect')
  })

  it('says so, and shows itself once it is back: A mapping', async () => {
    const ready = async (page: Page) => {
      await page.getByRole('region', { name: 'Request body' }).waitFor()
      await page.getByText('First on record.').waitFor()
    }
    await outlivesServer({ what: 'A mapping', path: track, ready }, pipeline, open, '/connect')
  })

  // What is tried bears the time of the trial, so that no two are the same.
  it('says so, and shows itself once it is back: Event tester', async () => {
    const page = await open('/connect')
    await pipeline.stop()
    try {
      await goWithin(page, '/tester?sample=Alias')
      await saysThatServerIsAway(page)
    } finally {
      await pipeline.start()
    }
    await editor(page).focus()
    await page.locator('.cm-content').waitFor()
    await page.getByRole('heading', { name: 'Alias', level: 2 }).waitFor()
    await page.context().close()
  })
})

const AWAY = /The server (does|did) not answer/
const editor = (page: Page) => page.getByLabel('Event as JSON')
const shows = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor()
const confirm = (name: string) => (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
const inMenu = (name: string) => (page: Page) => page.getByRole('menuitem', { name }).click()
const inOrder =
  (...deeds: ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page) => {
    for (const deed of deeds) await deed(page)
  }
const dialog = (page: Page) => page.getByRole('dialog').waitFor()
const choose = (name: string, label: string) => (page: Page) =>
  page.getByRole('combobox', { name, exact: true }).selectOption({ label })
const fill = (label: string, text: string) => (page: Page) =>
  page.getByRole('textbox', { name: label, exact: true }).fill(text)
const has = (label: string, text: string) => async (page: Page) => {
  const field = page.getByRole('textbox', { name: label, exact: true })
  await eventually(async () => (await field.inputValue()) === text || undefined)
}
const ready = (page: Page) => page.getByRole('region', { name: 'Request body' }).waitFor()
const holds = (text: string) => async (page: Page) => {
  await eventually(async () => (await editor(page).innerText()).includes(text) || undefined)
}
const EVENT = '{ "type": "track", "event": "Typed by hand", "userId": "ada" }'
const typed = inOrder(
  (page) => editor(page).focus(),
  (page) => page.locator('.cm-content').waitFor(),
  (page) => editor(page).fill(EVENT)
)

const DEEDS: Deed[] = [
  {
    what: 'a dry run is made',
    path: '/tester?sample=Alias',
    before: typed,
    act: press('Dry run'),
    says: AWAY,
    again: inOrder(holds('Typed by hand'), press('Dry run')),
    shows: (page) => page.getByRole('heading', { name: 'Track', level: 2 }).waitFor()
  },
  {
    what: 'an event is sent',
    path: '/tester?sample=Alias',
    before: typed,
    act: press('Send'),
    says: AWAY,
    again: inOrder(holds('Typed by hand'), press('Send')),
    shows: (page) => page.getByRole('link', { name: 'See its whole path' }).waitFor()
  },
  {
    what: 'another sample is chosen',
    path: '/tester?sample=Alias',
    before: (page) => page.getByRole('heading', { name: 'Alias', level: 2 }).waitFor(),
    act: choose('Sample or recent event', 'Group'),
    says: AWAY,
    again: press('Dry run'),
    shows: (page) => page.getByRole('heading', { name: 'Group', level: 2 }).waitFor()
  },
  {
    what: 'a mapping is saved',
    path: () => track,
    before: inOrder(ready, fill('Name', 'Track, renamed')),
    act: press(/^Save$/),
    says: AWAY,
    again: inOrder(has('Name', 'Track, renamed'), press(/^Save$/)),
    shows: shows('“Track, renamed” is saved.')
  },
  {
    what: 'a trigger is edited',
    path: () => track,
    before: ready,
    act: inOrder(fill('As FQL', 'type = "track" and'), (page) => goWithin(page, new URL(page.url()).pathname + '?a=1')),
    says: AWAY,
    shows: (page) => page.locator('mark').waitFor()
  },
  {
    what: 'a field is to be written as JSON',
    path: () => track,
    before: ready,
    act: choose('Event Name: method', 'JSON'),
    says: AWAY,
    shows: (page) => page.getByLabel('Event Name: JSON').waitFor()
  },
  {
    what: 'a draft is compared',
    path: () => track,
    before: inOrder(ready, fill('Name', 'Draft')),
    act: press('Compare'),
    says: AWAY,
    again: inOrder(has('Name', 'Draft'), press(/^Compare/)),
    shows: shows('Nothing changes for the last')
  },
  {
    what: 'edits are left',
    path: () => track,
    before: inOrder(ready, fill('Name', 'Half done')),
    act: (page) => page.getByRole('link', { name: 'Connect' }).click(),
    says: AWAY,
    again: (page) => page.getByRole('link', { name: 'Connect' }).click(),
    shows: (page) => page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
  },
  {
    what: 'a mapping is switched off',
    path: '/mappings',
    act: (page) => page.getByRole('switch', { name: 'Screen enabled' }).click({ force: true }),
    says: AWAY,
    again: (page) => page.getByRole('switch', { name: 'Screen enabled' }).click({ force: true }),
    shows: (page) => page.locator('li [data-enabled=false]').getByText('Screen').first().waitFor()
  },
  {
    what: 'the menu of a mapping is opened',
    path: '/mappings',
    act: press('More for Alias'),
    says: AWAY,
    shows: (page) => page.getByRole('menuitem', { name: 'Duplicate' }).waitFor()
  },
  {
    what: 'a mapping is duplicated',
    path: '/mappings',
    before: inOrder(press('More for Alias'), (page) => page.getByRole('menuitem', { name: 'Duplicate' }).waitFor()),
    act: inMenu('Duplicate'),
    says: AWAY,
    again: inOrder(press('More for Alias'), inMenu('Duplicate')),
    shows: (page) => page.getByRole('heading', { name: 'Alias (copy)' }).waitFor()
  },
  {
    what: 'a mapping is deleted',
    path: '/mappings',
    before: inOrder(press('More for Alias (copy)'), inMenu('Delete'), dialog),
    act: confirm('Delete'),
    says: AWAY,
    again: inOrder(press('More for Alias (copy)'), inMenu('Delete'), confirm('Delete')),
    shows: (page) => page.getByText('Alias (copy)').first().waitFor({ state: 'hidden' })
  },
  {
    what: 'a mapping is reset',
    path: '/mappings',
    before: inOrder(press('More for Group'), inMenu('Reset'), dialog),
    act: confirm('Reset'),
    says: AWAY,
    again: inOrder(press('More for Group'), inMenu('Reset'), confirm('Reset')),
    shows: shows('“Group” is as the preset has it.')
  },
  {
    what: 'a mapping is made',
    path: '/mappings',
    before: inOrder(press('New mapping'), (page) => page.getByRole('menuitem', { name: /^Group/ }).waitFor()),
    act: inMenu('Group'),
    says: AWAY,
    again: inOrder(press('New mapping'), inMenu('Group')),
    shows: (page) => page.getByRole('heading', { name: /^New Group/, level: 1 }).waitFor()
  },
  {
    what: 'the mappings are exported',
    path: '/mappings',
    act: press('Export'),
    says: AWAY,
    shows: async (page) => {
      const [download] = await Promise.all([page.waitForEvent('download'), press('Export')(page)])
      expect(download.suggestedFilename()).toBe('tractionboard-mappings.json')
    }
  },
  {
    what: 'a file of mappings is chosen',
    path: '/mappings',
    act: async (page) => {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('Import')(page)])
      await chooser.setFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{') })
    },
    says: AWAY,
    again: async (page) => {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('Import')(page)])
      await chooser.setFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{') })
    },
    shows: shows('broken.json: ')
  },
  {
    what: 'a version of a mapping is gone back to',
    path: () => track,
    before: inOrder(ready, press('Go back'), dialog),
    act: confirm('Go back'),
    says: AWAY,
    again: inOrder(press('Go back'), confirm('Go back')),
    shows: shows('“Track” is as it was.')
  },
  {
    what: 'it is asked why',
    path: '/deliveries',
    act: async (page) => {
      await page.getByRole('searchbox', { name: 'Message ID, user ID or event name', exact: true }).fill('discarded')
      await press('Explain')(page)
    },
    says: AWAY,
    shows: shows('It was discarded after one attempt')
  },
  {
    what: 'another range is chosen',
    path: '/deliveries',
    act: (page) => page.getByText('7 days', { exact: true }).click(),
    says: AWAY,
    shows: (page) => page.getByRole('figure', { name: /^Deliveries by day/ }).waitFor()
  },
  {
    what: 'the list is filtered',
    path: '/deliveries',
    act: press(/Discarded$/),
    says: AWAY,
    shows: (page) => page.getByRole('button', { name: 'Send all again' }).waitFor()
  },
  {
    what: 'older events are scrolled to',
    path: '/deliveries',
    before: (page) => page.getByRole('link', { name: 'Step', exact: true }).first().waitFor(),
    act: async (page) => {
      await page.keyboard.press('End')
    },
    says: AWAY,
    shows: async (page) => {
      while ((await page.getByRole('link', { name: 'Report Opened' }).count()) === 0) {
        await page.keyboard.press('End')
        await page.waitForTimeout(100)
      }
    }
  },
  {
    what: 'all of a reason are sent again',
    path: '/deliveries',
    act: press('Send again'),
    says: AWAY,
    again: press('Send again'),
    shows: shows('One delivery is on its way again.')
  },
  {
    what: 'an event is sent again',
    path: '/deliveries/discarded',
    act: press('Send again'),
    says: AWAY,
    again: press('Send again'),
    shows: shows('One delivery is on its way again.')
  },
  {
    what: 'all that were discarded are sent again',
    path: '/deliveries?state=discarded',
    before: inOrder(press('Send all again'), dialog),
    act: confirm('Send again'),
    says: AWAY,
    again: inOrder(press('Send all again'), confirm('Send again')),
    shows: shows(/on (its|their) way again/)
  },
  {
    what: 'all of a reason are given up',
    path: '/deliveries',
    before: inOrder(press(/^Discard$/), dialog),
    act: confirm('Discard'),
    says: AWAY,
    again: inOrder(press(/^Discard$/), confirm('Discard')),
    shows: shows(/is given up|are given up/)
  },
  {
    what: 'the palette is opened',
    path: '/connect',
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('Alias')
    },
    says: AWAY,
    shows: (page) => page.getByRole('option', { name: 'Alias' }).waitFor()
  },
  {
    what: 'the settings are tested',
    path: '/destination',
    before: async (page) => {
      await page.getByLabel('Token ID').fill('no-such-token')
      await page.getByRole('textbox', { name: 'Endpoint' }).fill('http://127.0.0.1:9')
    },
    act: press('Test connection'),
    says: AWAY,
    again: async (page) => {
      expect(await page.getByLabel('Token ID').inputValue()).toBe('no-such-token')
      await press('Test connection')(page)
    },
    shows: shows('nothing takes connections at 127.0.0.1:9')
  },
  {
    what: 'the settings are saved',
    path: '/destination',
    before: (page) => page.getByLabel('Token ID').fill(pipeline.tokenId),
    act: press(/^Save$/),
    says: AWAY,
    again: press(/^Save$/),
    shows: shows('The settings are saved.')
  },
  {
    what: 'the destination is switched off',
    path: '/destination',
    act: (page) => page.getByRole('switch').click({ force: true }),
    says: AWAY,
    again: (page) => page.getByRole('switch').click({ force: true }),
    shows: shows('Off: events are accepted and filtered')
  },
  {
    what: 'somebody signs out',
    path: '/connect',
    act: press('Sign out'),
    says: 'You are still signed in: the server did not answer.',
    again: press('Sign out'),
    shows: (page) => page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  }
]

describe('While the pipeline is away', () => {
  it('a live view says that it is not, and shows what came meanwhile', async () => {
    const page = await open('/deliveries')
    await page.getByText('Live', { exact: true }).waitFor()
    await pipeline.stop()
    await page.getByText('Connecting…').waitFor()
    await pipeline.start()
    await pipeline.call('track', { messageId: 'meanwhile', userId: 'ada', event: 'Meanwhile' })
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Meanwhile' }).waitFor()
    await page.context().close()
  })

  it.each(DEEDS)('is said when $what, which works once it is back', (deed) => worksOnceBack(deed, pipeline, open))

  it('what was seen before stays, and it is said that it may be old', async () => {
    const page = await open('/mappings')
    await pipeline.stop()
    try {
      await goWithin(page, '/tester')
      await saysThatServerIsAway(page)
      await goWithin(page, '/mappings')
      await page.getByText('What is shown may be old').waitFor()
      await page.getByRole('link', { name: 'Identify', exact: true }).waitFor()
      expectOwnWords(await textOf(page))
    } finally {
      await pipeline.start()
    }
    await page.getByText('What is shown may be old').waitFor({ state: 'detached' })
    await settled(page)
    await page.context().close()
  })
})
