import type { Page } from 'playwright-core'
import { overflow } from '../__helpers__/axe'
import { startPipelinePage } from '../__helpers__/pipeline-page'
import { settled, shared } from '../__helpers__/window'

/** Names that somebody may give to an event, a user or a source. */
const NAMES = [
  `<img src=x onerror="complain('ran')"><script>complain('ran')</script>{{7*7}}`,
  'Überlang'.repeat(30),
  '\u202Egpj.tnemyap',
  'دفعة جديدة من المستخدم',
  'Z\u0351\u036b\u0343A\u036b\u0357\u0334'.repeat(20)
]
const SAME = 'Of the same name'

const pipeline = shared(() => startPipelinePage(NAMES))

const choose = async (page: Page, source: string) => {
  await page.getByRole('combobox', { name: 'Source' }).selectOption({ label: source })
  await settled(page)
}

beforeAll(async () => {
  for (const [index, name] of NAMES.entries()) {
    const call = { userId: name, event: name, properties: { [name]: name } }
    await pipeline.call('track', { ...call, messageId: `delivered-${index}` })
    await pipeline.call('track', { ...call, messageId: `refused-${index}`, userId: undefined, event: `No ${name}` })
    await pipeline.onBoard(`delivered-${index}`)
  }
})

/** Gives the first mapping of a name another one. */
async function rename(page: Page, from: string, to: string): Promise<void> {
  await page.goto(`${pipeline.url}/mappings`)
  await page.getByRole('link', { name: from, exact: true }).first().click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(to)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('is saved.').waitFor()
}

it('shows names of every kind in their place, cuts nothing off, and takes nothing for markup', async () => {
  const page = await pipeline.open('/mappings')
  await choose(page, 'Test source')
  const [markup, long, turned] = NAMES
  await rename(page, 'Screen', markup)
  await rename(page, 'Group', long.slice(0, 120))
  await rename(page, 'Alias', turned)
  await rename(page, 'Cancel', SAME)
  await rename(page, 'Signup', SAME)
  const views = [
    '/deliveries',
    `/deliveries?why=${encodeURIComponent(markup)}`,
    '/mappings',
    '/tester',
    '/destination',
    ...NAMES.flatMap((_, index) => [
      `/deliveries/delivered-${index}`,
      `/deliveries/refused-${index}`,
      `/tester?event=delivered-${index}`
    ])
  ]
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 })
    for (const view of views) {
      await page.goto(pipeline.url + view)
      await settled(page)
      expect({ view, width, overflow: await overflow(page) }).toEqual({ view, width, overflow: 0 })
    }
  }
  await page.goto(`${pipeline.url}/deliveries`)
  const options = page.getByRole('combobox', { name: 'Mapping' }).getByRole('option', { name: SAME })
  await options.nth(1).waitFor({ state: 'attached' })
  expect(new Set(await options.allInnerTexts()).size).toBe(2)
})

it('keeps to the source that was chosen, and asks before unsaved settings go with another', async () => {
  const page = await pipeline.open('/destination')
  await choose(page, NAMES[3])
  expect(new URL(page.url()).searchParams.get('source')).not.toBeNull()
  await page.getByRole('link', { name: 'Deliveries' }).click()
  await page.getByText('No event has come yet').waitFor()
  await page.reload()
  await page.getByText('No event has come yet').waitFor()

  await page.getByRole('link', { name: 'Destination' }).click()
  const token = page.getByLabel('Token ID')
  await token.fill('half-typed')
  const source = page.getByRole('combobox', { name: 'Source' })
  await source.selectOption({ label: 'Test source' })
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click()
  expect(await token.inputValue()).toBe('half-typed')
  await page.getByRole('link', { name: 'Connect' }).click()
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('heading', { name: 'Connect', level: 1 }).waitFor()

  await page.getByRole('button', { name: 'Search, Ctrl-K' }).click()
  await page.getByRole('combobox', { name: 'Search' }).fill('delivered-0')
  await page.getByRole('option', { name: 'delivered-0' }).click()
  await page.getByText('It is on the board').waitFor()
  expect(await page.getByRole('link', { name: 'This user on the board' }).getAttribute('href')).toContain(
    '/users/person?id='
  )
})
