import { readFile, writeFile } from 'fs/promises'
import { join } from 'path'
import type { Page } from 'playwright-core'
import { startPipelinePage } from '../__helpers__/pipeline-page'
import { eventually, temporaryFolder } from '../__helpers__/product'
import { shared } from '../__helpers__/window'

const pipeline = shared(startPipelinePage)

async function openMapping(name: string): Promise<Page> {
  const page = await pipeline.open('/mappings')
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  await page.getByRole('region', { name: 'Mapped payload' }).waitFor()
  return page
}

/** Chooses an entry of a select field by the words that the user sees. */
async function choose(page: Page, field: string, label: string): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).selectOption({ label })
}

const payload = (page: Page) => page.getByRole('region', { name: 'Mapped payload' })
const request = (page: Page) => page.getByRole('region', { name: 'Request body' })
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })

it('shows what a change does to an event, and new events follow it once it is saved', async () => {
  await pipeline.call('track', {
    messageId: 'seen',
    userId: 'ada',
    event: 'Report Opened',
    properties: { plan: 'pro' }
  })
  await pipeline.onBoard('seen')
  const page = await openMapping('Track')
  await payload(page).getByText('"Report Opened"').waitFor()

  await choose(page, 'Event Name: method', 'Template')
  await page.getByLabel('Event Name: template').fill('{{event}} ({{properties.plan}})')
  await payload(page).getByText('"Report Opened (pro)"').waitFor()
  await request(page).getByText('"Report Opened (pro)"').waitFor()
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByText('Of the last 1 events, 1 would change and 0 would not.').waitFor()
  await page.locator('summary', { hasText: 'seen' }).click()
  await page.getByRole('row', { name: 'name "Report Opened" "Report Opened (pro)"' }).waitFor()
  expect(await pipeline.boardEvents()).toHaveLength(1)

  await save(page).click()
  await page.getByText('“Track” is saved.').waitFor()
  await pipeline.call('track', { messageId: 'after', userId: 'ada', event: 'Export', properties: { plan: 'team' } })
  expect(await pipeline.onBoard('after')).toMatchObject({ type: 'event', name: 'Export (team)' })
})

it('suggests the fields of recent events', async () => {
  await pipeline.call('track', { messageId: 'rare', userId: 'ada', event: 'Rare', properties: { rareField: 'blue' } })
  await pipeline.onBoard('rare')
  const page = await openMapping('Track')
  await choose(page, 'Event Name: method', 'Event field')
  const path = page.getByLabel('Event Name: path')
  const suggestions = page.locator(`datalist[id=${await path.getAttribute('list')}]`)
  await suggestions.locator('option[value="$.properties.rareField"][label=blue]').waitFor({ state: 'attached' })

  await choose(page, 'Event Name: method', 'Template')
  const template = page.getByLabel('Event Name: template')
  await template.fill('in ')
  await choose(page, 'Event Name: a field', 'properties.rareField')
  await page.getByRole('button', { name: 'Insert' }).click()
  await eventually(async () => (await template.inputValue()) === 'in {{properties.rareField}}' || undefined)
})

it('puts functions together, shows fields by condition and requires those that are needed', async () => {
  const page = await openMapping('Payment Made')
  await choose(page, 'Currency: method', 'Function')
  await choose(page, 'Currency: function', 'Upper or lower case')
  await choose(page, 'Currency, case', 'to lower case')
  await payload(page)
    .getByText(/^"eur"$/)
    .waitFor()

  await choose(page, 'Kind: value', 'Cancellation')
  await page.getByRole('group', { name: 'Amount' }).waitFor({ state: 'hidden' })
  await page.getByRole('group', { name: 'Message ID' }).getByText('Required', { exact: true }).waitFor()
  await choose(page, 'Message ID: method', 'Not mapped')
  await page.getByText('This field needs a value.').waitFor()
  await save(page).click()
  await page.getByRole('group', { name: 'Message ID' }).getByRole('alert').waitFor()

  await page.getByRole('button', { name: 'Discard changes' }).click()
  await page.getByRole('group', { name: 'Amount' }).waitFor()
  await payload(page)
    .getByText(/^"eur"$/)
    .waitFor({ state: 'hidden' })
})

it('builds a trigger, shows it as FQL, and marks what cannot be read', async () => {
  const page = await openMapping('Signup')
  const fql = page.getByLabel('As FQL')
  await page.getByRole('button', { name: 'Add a condition' }).click()
  await page.getByText('Enter a value.').waitFor()
  await choose(page, 'Condition 3: what', 'Property')
  await page.getByLabel('Condition 3: field').fill('plan.seats')
  await choose(page, 'Condition 3: operator', '≥ at least')
  await page.getByLabel('Condition 3: value').fill('5')
  expect(await fql.inputValue()).toBe('type = "track" and event = "signup" and properties.plan.seats >= 5')
  await page.getByText('The trigger does not match: properties.plan.seats >= 5.').waitFor()

  await fql.fill('type = "track" and evnt = "signup"')
  await page.locator('mark', { hasText: 'and evnt' }).waitFor()
  await save(page).click()
  await page.getByText('Not saved: the field that is marked is not right yet.').waitFor()
  await fql.fill('type = "track" and event != "signup"')
  const operator = page.getByRole('combobox', { name: 'Condition 2: operator' })
  await operator.waitFor()
  expect(await operator.inputValue()).toBe('!=')
  expect(await page.getByText('is saved').count()).toBe(0)
})

it('keeps the saved mapping where the server refuses a change, and says at the field why', async () => {
  const page = await openMapping('Group')
  await choose(page, 'Group ID: method', 'Template')
  await page.getByLabel('Group ID: template').fill('{{groupId')
  await save(page).click()
  await page.getByRole('group', { name: 'Group ID' }).getByRole('alert').getByText('does not parse').waitFor()
  await page.reload()
  expect(await page.locator('input[aria-label="Group ID: path"]').inputValue()).toBe('$.groupId')
})

it('switches off, duplicates, resets and deletes', async () => {
  const page = await pipeline.open('/mappings')
  await page.getByRole('switch', { name: 'Screen enabled' }).click({ force: true })
  await page.locator('li [data-enabled=false]').getByText('Screen').first().waitFor()
  await pipeline.call('screen', { messageId: 'unseen', userId: 'ada', name: 'Home' })
  await page.goto(`${pipeline.url}/deliveries?why=unseen`)
  await page.getByText('It was filtered: No enabled mapping has a trigger that matches the event').first().waitFor()

  await page.goto(`${pipeline.url}/mappings`)
  await page.getByRole('button', { name: 'More for Alias' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await page.getByRole('heading', { name: 'Alias (copy)' }).waitFor()
  await page.getByRole('button', { name: 'More for Alias (copy)' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('heading', { name: 'Mappings', level: 1 }).waitFor()
  await page.getByText('Alias (copy)').waitFor({ state: 'hidden' })

  await page.getByRole('link', { name: 'Identify', exact: true }).click()
  await page.getByLabel('As FQL').fill('type = "identify" and userId != null')
  await save(page).click()
  await page.getByText('“Identify” is saved.').waitFor()
  await page.getByRole('button', { name: 'More for Identify' }).click()
  await page.getByRole('menuitem', { name: 'Reset to preset' }).click()
  await page.getByRole('button', { name: 'Reset', exact: true }).click()
  await page.getByText('“Identify” is as the preset has it.').waitFor()
  expect(await page.getByLabel('As FQL').inputValue()).toBe('type = "identify"')
})

describe('a mapping that is saved in another window', () => {
  const nameOf = (page: Page) => page.getByRole('textbox', { name: 'Name', exact: true })
  const path = (page: Page) => page.locator('input[aria-label="Group ID: path"]')
  const bar = (page: Page) => page.getByRole('region', { name: 'Unsaved changes' })
  const saveElsewhere = async (page: Page, name: string) => {
    const other = await pipeline.open(new URL(page.url()).pathname, {})
    await nameOf(other).fill(name)
    await save(other).click()
    await other.getByText(`“${name}” is saved.`).waitFor()
    await other.context().close()
  }

  it('keeps the edits here, and is not overwritten without being asked', async () => {
    const page = await openMapping('Group')
    await path(page).fill('$.properties.team')
    await saveElsewhere(page, 'Group of theirs')
    await save(page).click()
    await bar(page).getByText('This mapping was saved elsewhere meanwhile.').waitFor()
    expect(await path(page).inputValue()).toBe('$.properties.team')
    expect(await nameOf(page).inputValue()).toBe('Group')

    await page.getByRole('button', { name: 'Load what was saved' }).click()
    await bar(page).waitFor({ state: 'detached' })
    expect(await nameOf(page).inputValue()).toBe('Group of theirs')
    expect(await path(page).inputValue()).toBe('$.groupId')
  })

  it('is saved over by who wants that', async () => {
    const page = await openMapping('Group of theirs')
    await nameOf(page).fill('Group')
    await saveElsewhere(page, 'Group of others')
    await save(page).click()
    await page.getByRole('button', { name: 'Save over it' }).click()
    await page.getByText('“Group” is saved.').waitFor()
    await bar(page).waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('heading', { name: 'Group', level: 1, exact: true }).waitFor()
  })

  it('is taken over where there are no edits, as soon as it is known', async () => {
    const page = await openMapping('Group')
    await saveElsewhere(page, 'Group by somebody')
    await page.getByRole('link', { name: 'Deliveries' }).click()
    await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'Group by somebody', level: 1 }).waitFor()
    expect(await nameOf(page).inputValue()).toBe('Group by somebody')
    await nameOf(page).fill('Group')
    await save(page).click()
    await page.getByText('“Group” is saved.').waitFor()
  })

  it('stays with its edits where it is deleted, to be saved as a new one', async () => {
    const listed = await pipeline.open('/mappings')
    await listed.getByRole('button', { name: 'More for Group' }).click()
    await listed.getByRole('menuitem', { name: 'Duplicate' }).click()
    await listed.getByRole('heading', { name: 'Group (copy)' }).waitFor()
    const page = await openMapping('Group (copy)')
    await nameOf(page).fill('Group, kept')
    const other = await pipeline.open(new URL(page.url()).pathname, {})
    await other.getByRole('button', { name: 'More for Group (copy)' }).click()
    await other.getByRole('menuitem', { name: 'Delete' }).click()
    await other.getByRole('button', { name: 'Delete', exact: true }).click()
    await other.getByRole('heading', { name: 'Mappings', level: 1 }).waitFor()
    await other.context().close()

    await save(page).click()
    await bar(page).getByText('This mapping was deleted elsewhere meanwhile.').waitFor()
    await page.getByRole('button', { name: 'Save as a new mapping' }).click()
    await page.getByRole('heading', { name: 'Group, kept', level: 1 }).waitFor()
    await page.getByText('“Group, kept” is saved.').waitFor()
    await page.getByRole('button', { name: 'More for Group, kept' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('heading', { name: 'Mappings', level: 1 }).waitFor()
  })
})

it('exports the mappings in the form of Segment, and imports them again', async () => {
  const data = await temporaryFolder()
  const page = await pipeline.open('/mappings')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click()
  ])
  const file = join(data.folder, 'mappings.json')
  await download.saveAs(file)
  const { subscriptions } = JSON.parse(await readFile(file, 'utf8')) as { subscriptions: Record<string, unknown>[] }
  expect(subscriptions[0]).toMatchObject({ name: 'Page', partnerAction: 'page', subscribe: 'type = "page"' })

  const importing = async (file: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Import' }).click()
    ])
    await chooser.setFiles(file)
    await page.getByRole('button', { name: 'Replace', exact: true }).click()
  }
  await writeFile(file, JSON.stringify({ subscriptions: [{ ...subscriptions[0], subscribe: 'typ = "page"' }] }))
  await importing(file)
  await page.getByText('its trigger is wrong').waitFor()
  expect(await page.getByRole('list', { name: 'Mappings' }).getByRole('listitem').count()).toBe(10)

  await writeFile(file, JSON.stringify({ subscriptions: subscriptions.slice(0, 2) }))
  await importing(file)
  await page.getByText('The mappings are those of the file.').waitFor()
  await page.getByText('Identify').first().waitFor({ state: 'hidden' })
  expect(await page.getByRole('list', { name: 'Mappings' }).getByRole('listitem').count()).toBe(2)
  await data.remove()
})

it('asks before unsaved edits are left, by a link, by going back, by the palette, by signing out and by closing', async () => {
  const page = await openMapping('Page')
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  await name.fill('Half done')

  await page.getByRole('link', { name: 'Event tester' }).click()
  await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
  await page.getByRole('button', { name: 'Stay' }).click()
  expect(await name.inputValue()).toBe('Half done')

  await page.goBack()
  await page.getByRole('button', { name: 'Stay' }).click()
  expect(await name.inputValue()).toBe('Half done')

  const reader = page.getByRole('dialog', { name: 'Leave without saving?' })
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search', exact: true }).fill('Connect')
  await page.getByRole('option', { name: 'Connect' }).click()
  await reader.getByRole('button', { name: 'Stay' }).click()
  expect(await name.inputValue()).toBe('Half done')

  await page.getByRole('button', { name: 'Sign out' }).click()
  await reader.getByRole('button', { name: 'Stay' }).click()
  expect(await name.inputValue()).toBe('Half done')

  page.removeAllListeners('dialog')
  const asked = page.waitForEvent('dialog')
  void page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()

  await page.getByRole('link', { name: 'Event tester' }).click()
  await page.getByRole('button', { name: 'Leave', exact: true }).click()
  await page.getByRole('heading', { name: 'Event tester', level: 1 }).waitFor()
  await page.close()
})
