import type { Locator, Page } from 'playwright-core'
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
import { sendOneOfEach, startPipelinePage } from '../__helpers__/pipeline-page'
import { settled, shared } from '../__helpers__/window'

/** Every control of the page, used by the keys alone: there is no mouse in this file. */

const pipeline = shared(() => startPipelinePage(['Another source']))

beforeAll(() => sendOneOfEach(pipeline))

const open = (path: string) =>
  pipeline.open(path, {
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write']
  })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const link = (page: Page, name: string | RegExp) => page.locator('main').getByRole('link', { name, exact: true })
const option = (page: Page, name: string | RegExp) => page.getByRole('combobox', { name, exact: true })
/** A field that suggests what to enter is a combobox. */
const text = (page: Page, name: string) =>
  page.getByRole('textbox', { name, exact: true }).or(page.getByRole('combobox', { name, exact: true }))
const field = (page: Page, name: string) => page.getByRole('group', { name, exact: true })
/** Waits until the preview has a field with a value. */
const becomes = (page: Page, name: string, value: string | RegExp) =>
  field(page, name).getByText(value, { exact: true }).waitFor()
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1, exact: true }).waitFor()
const says = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor()
const parameter = (page: Page, name: string, value: string | null) =>
  page.waitForURL((url) => url.searchParams.get(name) === value)
const copied = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')
const payload = (page: Page) => page.getByRole('region', { name: 'Mapped payload' })

/** Opens a menu and takes an item of it. */
async function take(page: Page, menu: string, item: string): Promise<void> {
  await use(button(page, menu))
  await use(page.getByRole('menuitem', { name: item }), 'Enter', 'ArrowDown')
}

/** Goes to a field for JSON, in whose place the editor comes then, and gives that. */
async function editorAt(page: Page, name: string): Promise<Locator> {
  await tabTo(text(page, name))
  const editor = page.locator('.cm-content')
  await focused(editor)
  return editor
}

async function openMapping(name: string): Promise<Page> {
  const page = await open('/mappings')
  await use(link(page, name))
  await heading(page, name)
  await payload(page).waitFor()
  return page
}

test('the frame: views, the palette from anywhere, another source, signing out and in', async () => {
  const page = await open('/deliveries')
  await use(page.getByRole('link', { name: 'Skip to content' }))
  await focused(page.locator('#content'))
  for (const view of ['Mappings', 'Event tester', 'Connect']) {
    await use(page.getByRole('navigation').getByRole('link', { name: view, exact: true }))
    await heading(page, view)
  }
  const palette = page.getByRole('combobox', { name: 'Search', exact: true })
  await tabTo(button(page, 'Copy Write key'))
  await page.keyboard.press('Control+k')
  await focused(palette)
  await page.keyboard.press('Escape')
  await palette.waitFor({ state: 'detached' })
  await focused(button(page, 'Copy Write key'))
  await page.keyboard.press('Control+k')
  await focused(palette)
  await page.keyboard.type('delivered')
  await page.getByRole('option', { name: /delivered/ }).waitFor()
  await page.keyboard.press('Enter')
  await heading(page, 'Report Opened')

  await choose(option(page, 'Source'), 'Another source')
  await says(page, 'There is nothing here')
  await focused(option(page, 'Source'))
  await use(page.getByRole('navigation').getByRole('link', { name: 'Deliveries' }))
  await says(page, 'No event has come yet')
  await use(link(page, 'Send a sample'))
  await heading(page, 'Event tester')
  await choose(option(page, 'Source'), 'Test source')

  await use(button(page, 'Sign out'))
  await heading(page, 'You are signed out')
  await use(link(page, 'Sign in'))
  await typeInto(page.getByLabel('Admin key'), pipeline.adminKey)
  await page.keyboard.press('Enter')
  await heading(page, 'Deliveries')
  await page.context().close()
})

test('Deliveries: why, the range, the figures, what narrows the list, and what is discarded', async () => {
  const page = await open('/deliveries')
  await typeInto(page.getByRole('searchbox', { name: 'Message ID, user ID or event name', exact: true }), 'ada')
  await page.keyboard.press('Enter')
  await says(page, 'Of the newest 2 events that fit')
  await use(page.locator('summary', { hasText: 'The other event' }), 'Space')
  await page.getByRole('list', { name: 'Answers for ada' }).getByRole('link', { name: 'Its whole path' }).waitFor()
  await use(page.getByRole('search').getByRole('button', { name: 'Clear' }))
  await parameter(page, 'why', null)
  await goesOn(page)

  await tabTo(page.getByRole('radio', { name: '24 hours' }))
  await page.keyboard.press('ArrowRight')
  await parameter(page, 'hours', '168')
  await page.getByRole('figure', { name: /^Deliveries by day/ }).waitFor()
  await use(button(page, /Delivered$/), 'Space')
  await parameter(page, 'state', 'delivered')

  const filter = page.getByRole('searchbox', { name: /^Filter by/ })
  await typeInto(filter, 'nothing like it')
  await page.keyboard.press('Enter')
  await says(page, 'No event is like this')
  await focused(filter)
  await choose(option(page, 'State'), 'All states')
  await parameter(page, 'state', null)
  await choose(option(page, 'Mapping'), 'Track')
  const filters = page.getByRole('search', { name: 'Filters' })
  await use(filters.getByRole('button', { name: 'Clear' }))
  await parameter(page, 'query', null)
  await parameter(page, 'mapping', null)
  await goesOn(page)
  await choose(option(page, 'State'), 'Discarded')
  await dialogKeepsFocus(button(page, 'Send all again'), page.getByRole('dialog'))

  const failures = page.getByRole('list', { name: 'Failures by reason' })
  const discard = failures.getByRole('button', { name: 'Discard' })
  await dialogKeepsFocus(discard, page.getByRole('dialog'))
  await use(discard)
  await focusWithin(page.getByRole('dialog'))
  await use(page.getByRole('dialog').getByRole('button', { name: 'Discard' }))
  await says(page, 'One delivery is given up.')
  await failures.getByText('It was discarded on the page').waitFor()
  await goesOn(page)
  await use(failures.getByRole('button', { name: 'Send again' }))
  await says(page, 'One delivery is on its way again.')
  await failures.getByText('Amount is missing').waitFor()
  await goesOn(page)
  await use(failures.getByRole('link', { name: 'An example' }).first())
  await heading(page, 'Payment Made')
  await page.context().close()
})

test('an event: what was sent beside it, copied; the request and its answer; the tester; sent again', async () => {
  const page = await open('/deliveries/delivered')
  for (const [region, part] of [
    ['Event as received', '"messageId"'],
    ['What Track sent', '"user_id"']
  ]) {
    await tabTo(page.getByRole('region', { name: region }))
    await use(button(page, `Copy ${region}`))
    await says(page, `${region} copied`)
    expect(await copied(page)).toContain(part)
  }
  await use(page.locator('summary', { hasText: 'Request and answer' }), 'Space')
  await tabTo(page.getByRole('region', { name: 'Request body' }))
  await use(page.locator('summary', { hasText: /header/ }).first())
  await says(page, 'application/json')
  await use(link(page, 'Deliveries'))
  await heading(page, 'Deliveries')

  await page.goto(`${pipeline.url}/deliveries/discarded`)
  await use(button(page, 'Send again'))
  await says(page, 'One delivery is on its way again.')
  await goesOn(page)
  await use(link(page, 'Try in the tester'))
  await heading(page, 'Event tester')
  await page.context().close()
})

test('the tester: a sample, the editor that Tab leaves, a dry run, sending, the whole path', async () => {
  const page = await open('/tester?sample=Alias')
  await page.getByRole('heading', { name: 'Alias', level: 2 }).waitFor()
  await choose(option(page, 'Sample or recent event'), 'Group')
  await page.getByRole('heading', { name: 'Group', level: 2 }).waitFor()
  await typeInto(await editorAt(page, 'Event as JSON'), '{ "type": "page", "userId": "ada", "name": "By keys" }')
  await page.keyboard.press('Tab')
  await page.locator('.cm-content:focus').waitFor({ state: 'detached' })
  await focused(button(page, 'Dry run'))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Page', level: 2 }).waitFor()
  await goesOn(page)
  await use(button(page, 'Send'))
  await use(link(page, 'See its whole path'))
  await says(page, 'It is on the board')
  await page.context().close()
})

test('a mapping: its name, its trigger by conditions, groups and FQL, thrown away', async () => {
  const page = await openMapping('Identify')
  await typeInto(text(page, 'Name'), 'Logins')
  const enabled = page.getByRole('switch', { name: 'Enabled' })
  await use(enabled, 'Space')
  await page.keyboard.press('Space')
  expect(await enabled.isChecked()).toBe(true)
  await use(button(page, 'Add a condition'))
  await choose(option(page, 'Condition 2: what'), 'Trait')
  await typeInto(text(page, 'Condition 2: field'), 'plan')
  await choose(option(page, 'Condition 2: operator'), 'contains')
  await typeInto(text(page, 'Condition 2: value'), 'pro-by-keys')
  await says(page, 'The trigger does not match')
  await use(button(page, 'Remove Condition 2'))
  await option(page, 'Condition 2: what').waitFor({ state: 'detached' })
  await goesOn(page)
  await use(button(page, 'Add a group'))
  await choose(option(page, 'Condition 2: all or any'), 'All')
  await use(field(page, 'Condition 2').getByRole('button', { name: 'Add a condition' }))
  await tabTo(text(page, 'Condition 2 2: value'), 'Shift+Tab')
  await use(button(page, 'Remove the group'))
  await field(page, 'Condition 2').waitFor({ state: 'detached' })
  await goesOn(page)
  const fql = text(page, 'As FQL')
  await typeInto(fql, 'type = "identify" and userId != null')
  await option(page, 'Condition 2: what').waitFor()
  await focused(fql)

  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  const away = page.getByRole('navigation').getByRole('link', { name: 'Connect' })
  await dialogKeepsFocus(away, question)
  await use(away)
  await focusWithin(question)
  await use(question.getByRole('button', { name: 'Stay' }))
  await question.waitFor({ state: 'detached' })
  await focused(away)
  await tabTo(text(page, 'Name'))
  await use(button(page, 'Discard changes'))
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' })
  await focused(text(page, 'Name'))
  await page.context().close()
})

test('a field: by template, by each function and its parts, by a list, as JSON, by default', async () => {
  const page = await openMapping('Payment Made')
  await choose(option(page, 'Try it on'), 'Track: Payment Made')
  await becomes(page, 'Currency', '"EUR"')
  await choose(option(page, 'Message ID: method'), 'Template')
  await typeInto(text(page, 'Message ID: template'), 'by-keys-')
  await choose(option(page, 'Message ID: a field'), 'messageId')
  await use(button(page, 'Insert'))
  await payload(page)
    .getByText(/"by-keys-./)
    .waitFor()

  await choose(option(page, 'Currency: method'), 'Function')
  // What was mapped before is not kept on the way there: by the arrows each method is chosen that is passed.
  await choose(option(page, 'Currency, if: method'), 'Event field')
  await typeInto(text(page, 'Currency, if: path'), '$.properties.plan')
  await choose(option(page, 'Currency, test'), 'exists and is not empty')
  await choose(option(page, 'Currency, then: method'), 'Fixed value')
  await typeInto(text(page, 'Currency, then: value'), 'CHF')
  await becomes(page, 'Currency', '"CHF"')
  await choose(option(page, 'Currency, else: method'), 'Fixed value')
  await typeInto(text(page, 'Currency, else: value'), 'SEK')
  await tabTo(text(page, 'Currency, if: path'), 'Shift+Tab')
  await typeInto(text(page, 'Currency, if: path'), '$.properties.none')
  await becomes(page, 'Currency', '"SEK"')

  await choose(option(page, 'Currency: function'), 'Upper or lower case')
  await choose(option(page, 'Currency, text: method'), 'Fixed value')
  await typeInto(text(page, 'Currency, text: value'), 'Nok')
  await choose(option(page, 'Currency, case'), 'to upper case')
  await becomes(page, 'Currency', '"NOK"')

  await choose(option(page, 'Currency: function'), 'Replace text')
  await typeInto(text(page, 'replace'), 'ok')
  await typeInto(text(page, 'by'), 'ZD')
  await use(page.getByRole('switch', { name: 'Upper and lower case are the same' }), 'Space')
  await becomes(page, 'Currency', '"NZD"')
  await use(field(page, 'Currency').getByRole('button', { name: 'Use default' }))
  await becomes(page, 'Currency', '"EUR"')
  await goesOn(page)

  await choose(option(page, 'User ID: method'), 'JSON')
  const json = await editorAt(page, 'User ID: JSON')
  await typeInto(json, '["ada"]')
  await page.keyboard.press('Control+k')
  await focused(page.getByRole('combobox', { name: 'Search', exact: true }))
  await page.keyboard.press('Escape')
  await focused(json)
  await page.keyboard.press('Tab')
  await page.locator('.cm-content:focus').waitFor({ state: 'detached' })
  await goesOn(page)
  await page.context().close()
})

test('a mapping is compared, saved and gone back with; a list is of several values', async () => {
  const page = await openMapping('Track')
  await choose(option(page, 'Event Name: method'), 'JSON')
  await typeInto(await editorAt(page, 'Event Name: JSON'), '["one", { "@path": "$.event" }]')
  await use(button(page, 'Compare'))
  await says(page, /^(Of|Nothing changes for) the last/)
  await goesOn(page)
  await use(button(page, 'Save'))
  await says(page, '“Track” is saved.')
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' })
  await goesOn(page)

  await page.reload()
  await typeInto(text(page, 'Event Name 1: value'), 'first')
  await use(button(page, 'Add a value'))
  await typeInto(text(page, 'Event Name 3: path'), '$.event')
  await use(button(page, 'Remove Event Name 3'))
  await button(page, 'Remove Event Name 3').waitFor({ state: 'detached' })
  await goesOn(page)
  await typeInto(text(page, 'Name'), 'Others')
  await page.keyboard.press('Enter')
  await says(page, '“Others” is saved.')
  await focused(text(page, 'Name'))

  const changes = page.getByRole('region', { name: 'Changes' })
  await changes.getByText('Others').waitFor()
  const back = changes.getByRole('button', { name: 'Go back' })
  const question = page.getByRole('dialog', { name: 'Go back to this version?' })
  await dialogKeepsFocus(back.last(), question)
  await use(back.last())
  await focusWithin(question)
  await use(question.getByRole('button', { name: 'Go back' }))
  await says(page, '“Track” is as it was.')
  await goesOn(page)
  await heading(page, 'Track')
  expect(await page.locator('input[aria-label="Event Name: path"]').inputValue()).toBe('$.event')
  await page.context().close()
})

test('Mappings: switched, a new one, duplicated, deleted, reset to the preset, as a file', async () => {
  const page = await open('/mappings')
  const enabled = page.getByRole('switch', { name: 'Screen enabled' })
  await use(enabled, 'Space')
  await page.locator('[data-enabled=false]').getByText('Screen').first().waitFor()
  await settled(page)
  await focused(enabled)
  await page.keyboard.press('Space')
  await page.locator('[data-enabled=true]').getByText('Screen').first().waitFor()

  const [download] = await Promise.all([page.waitForEvent('download'), use(button(page, 'Export'))])
  expect(download.suggestedFilename()).toBe('tractionboard-mappings.json')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), use(button(page, 'Import'))])
  await chooser.setFiles({
    name: 'mappings.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{ "subscriptions": [] }')
  })
  const replacing = page.getByRole('dialog', { name: 'Replace all mappings?' })
  await focusWithin(replacing)
  await use(replacing.getByRole('button', { name: 'Cancel' }))
  await replacing.waitFor({ state: 'detached' })
  await focused(button(page, 'Import'))

  await use(button(page, 'New mapping'))
  await page.getByRole('menuitem').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('menuitem').first().waitFor({ state: 'detached' })
  await focused(button(page, 'New mapping'))
  await take(page, 'New mapping', 'Group')
  await heading(page, 'New Group mapping')
  await take(page, 'More for New Group mapping', 'Duplicate')
  await heading(page, 'New Group mapping (copy)')
  await take(page, 'More for New Group mapping (copy)', 'Delete')
  const deleting = page.getByRole('dialog', { name: /^Delete/ })
  await focusWithin(deleting)
  await use(deleting.getByRole('button', { name: 'Delete' }))
  await heading(page, 'Mappings')
  await take(page, 'More for New Group mapping', 'Delete')
  await focusWithin(deleting)
  await page.keyboard.press('Escape')
  await deleting.waitFor({ state: 'detached' })
  await focused(button(page, 'More for New Group mapping'))

  await use(link(page, 'Group'))
  await heading(page, 'Group')
  await typeInto(text(page, 'As FQL'), 'type = "group" and userId != null')
  await use(button(page, 'Save'))
  await says(page, '“Group” is saved.')
  await take(page, 'More for Group', 'Reset to preset')
  const resetting = page.getByRole('dialog', { name: /^Reset/ })
  await focusWithin(resetting)
  await use(resetting.getByRole('button', { name: 'Reset' }))
  await says(page, '“Group” is as the preset has it.')
  await resetting.waitFor({ state: 'detached' })
  await focused(button(page, 'More for Group'))
  expect(await text(page, 'As FQL').inputValue()).toBe('type = "group"')
  await page.context().close()
})

/** What is due at this very moment goes without being sent again. */
const TRIED = /^(One delivery is on its way|There is nothing to send) again\.$/

test('Destination: off and on, a setting shown, tested and saved; what waits for it is tried by reason and by mapping', async () => {
  const page = await open('/destination')
  const power = page.getByRole('switch', { name: 'Tractionboard on' })
  await use(power, 'Space')
  await says(page, 'Off: events are accepted and filtered')
  await settled(page)
  await focused(power)
  await page.keyboard.press('Space')
  await page.getByText('On', { exact: true }).waitFor()

  const token = page.getByLabel('Token ID')
  await typeInto(token, 'no-such-token')
  await use(button(page, 'Show what is typed'), 'Space')
  await page.locator('input[type=text]').and(token).waitFor()
  await use(button(page, 'Test connection'))
  await says(page, 'Not connected')
  await tabTo(token)
  await page.keyboard.press('Enter')
  await says(page, 'The settings are saved.')
  await focused(token)

  await pipeline.call('track', { messageId: 'waits', userId: 'ada', event: 'Payment Made', properties: { revenue: 5 } })
  await page.goto(`${pipeline.url}/deliveries/waits`)
  await says(page, 'Attempt 1:')
  await use(button(page, 'Try now'))
  await says(page, TRIED)
  await page.goto(`${pipeline.url}/deliveries`)
  await use(page.getByRole('list', { name: 'Failures by reason' }).getByRole('button', { name: 'Try now' }))
  await says(page, TRIED)
  await page.goto(`${pipeline.url}/deliveries`)
  await use(page.getByRole('status').getByRole('button', { name: 'Try now' }))
  await says(page, 'It is tried now.')
  await page.goto(`${pipeline.url}/deliveries`)
  await use(page.getByRole('status').getByRole('link', { name: 'Destination' }))
  await typeInto(token, pipeline.tokenId)
  await use(button(page, 'Test connection'))
  await says(page, 'The endpoint knows this Token ID.')
  await use(button(page, 'Save'))
  await says(page, 'The settings are saved.')
  await pipeline.onBoard('waits')
  await page.context().close()
})

test('Connect: the key, and code for each client, copied', async () => {
  const page = await open('/connect')
  await use(button(page, 'Copy Write key'), 'Space')
  await says(page, 'Write key copied')
  expect(await copied(page)).toBe(pipeline.writeKey)
  await tabTo(page.getByRole('tab', { name: 'Node' }))
  for (const client of ['Browser', 'curl', 'HTTP', 'Node']) {
    await page.keyboard.press('ArrowRight')
    await focused(page.getByRole('tab', { name: client }))
    await page.getByRole('tabpanel', { name: client }).waitFor()
  }
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('tabpanel', { name: 'HTTP' }).waitFor()
  await tabTo(page.getByRole('region', { name: 'HTTP, part 1' }))
  await use(button(page, 'Copy HTTP, part 1'))
  await says(page, 'HTTP, part 1 copied')
  expect(await copied(page)).toContain('POST /v1/batch')
  await page.context().close()
})

test('older deliveries: all of a long list one after the other', async () => {
  const EVENTS = 130
  for (let number = 0; number < EVENTS; number++)
    await pipeline.call('track', { messageId: `many-${number}`, userId: 'many', event: 'One of many' })
  await pipeline.onBoard(`many-${EVENTS - 1}`)
  const page = await open('/deliveries?query=many')
  // Older ones come as one goes to the end.
  while ((await page.locator(`main [aria-setsize="${EVENTS}"]`).count()) === 0) await page.keyboard.press('End')
  await page.keyboard.press('Home')
  await tabTo(page.getByRole('searchbox', { name: /^Filter by/ }))
  await tabTo(page.locator('main [aria-posinset="1"] a'))
  for (let next = 2; next <= EVENTS; next++) {
    await page.keyboard.press('Tab')
    expect(await focusedPosition(page)).toBe(next)
  }
  await page.keyboard.press('Enter')
  await heading(page, 'One of many')
  await page.context().close()
})
