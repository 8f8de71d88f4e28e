import type { Page } from 'playwright-core'
import { startPipelinePage } from '../__helpers__/pipeline-page'
import { shared } from '../__helpers__/window'

const pipeline = shared(startPipelinePage)

const EDITOR = '**/assets/CodeEditor-*'
const field = (page: Page) => page.getByLabel('Event as JSON')
const isEditor = async (page: Page) => {
  await field(page).focus()
  await page.locator('.cm-content').waitFor()
}

it('takes over what was written, and where, before it was there', async () => {
  const page = await pipeline.open('/mappings')
  let fetched = () => undefined as void
  const held = new Promise<void>((resolve) => (fetched = resolve))
  await page.route(EDITOR, (route) => held.then(() => route.continue()))
  await page.goto(`${pipeline.url}/tester?sample=Alias`)
  await field(page).fill('{ "type": "alias" }')
  await page.keyboard.press('Home')
  await page.keyboard.type('[')
  fetched()
  await isEditor(page)
  await page.keyboard.type('1, ')
  await page.keyboard.press('End')
  await page.keyboard.type(']')
  await page.getByText('This is JSON, but no object').waitFor()
  expect(await field(page).innerText()).toBe('[1, { "type": "alias" }]')
  await page.unroute(EDITOR)
})

it('is a plain field where it cannot be fetched', async () => {
  const page = await pipeline.open('/mappings', {})
  await page.route(EDITOR, (route) => route.abort())
  await page.goto(`${pipeline.url}/tester?sample=Alias`)
  await page.getByRole('heading', { name: 'Alias', level: 2 }).waitFor()
  await field(page).fill('{ "type": "page", "userId": "ada" }')
  await page.getByRole('button', { name: 'Dry run' }).click()
  await page.getByRole('heading', { name: 'Page', level: 2 }).waitFor()
  expect(await page.locator('.cm-content').count()).toBe(0)
  await page.context().close()
})

it('types over what was marked only now, without a style of the browser’s own', async () => {
  const page = await pipeline.open('/mappings', {})
  const slowed = await page.context().newCDPSession(page)
  await slowed.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  for (const userId of ['ada', 'bob', 'cy', 'dora', 'eve']) {
    await page.goto(`${pipeline.url}/tester?sample=Alias`)
    await isEditor(page)
    await field(page).fill(`{ "type": "page", "userId": "${userId}" }`)
    expect(await field(page).innerText()).toBe(`{ "type": "page", "userId": "${userId}" }`)
    await page.getByRole('button', { name: 'Dry run' }).click()
    await page.getByRole('heading', { name: 'Page', level: 2 }).waitFor()
  }
  await page.context().close()
})

it('types over all of a long text, of which not all is drawn', async () => {
  const page = await pipeline.open('/tester?sample=Alias')
  await isEditor(page)
  await field(page).fill(`[${'0,\n'.repeat(2_000)}0]`)
  await page.getByText('This is JSON, but no object').waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('{ "type": "page", "userId": "ada" }')
  await page.getByRole('button', { name: 'Dry run' }).click()
  await page.getByRole('heading', { name: 'Page', level: 2 }).waitFor()
  expect(await field(page).innerText()).toBe('{ "type": "page", "userId": "ada" }')
})
