import AxeBuilder from '@axe-core/playwright'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { focused, tabTo, use } from '../__helpers__/keyboard'
import { startProductInBrowser } from '../__helpers__/product-in-browser'
import { shared } from '../__helpers__/window'

const SDK = path.join(__dirname, '..', '..', 'node_modules/@segment/analytics-next/dist/umd/index.js')

const product = shared(startProductInBrowser)

/** Runs the code that was copied, in a page of somebody's website that has the SDK. */
async function runInWebsite(site: Page, code: string): Promise<void> {
  await site.addScriptTag({ content: await readFile(SDK, 'utf8') })
  await site.addScriptTag({
    content: `const { AnalyticsBrowser } = window.AnalyticsNext\n${code.replace(/^import .*$/m, '')}`
  })
}

test('from the start to the first event of one’s own: open the link, choose the language, copy, paste, by the keys', async () => {
  const [link] = /http:\/\/127\.0\.0\.1:\d+\/\?key=\S+/.exec(product.output().split('dashboard')[1]) ?? []
  const context = await product.browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  await page.goto(String(link))
  await page.getByRole('heading', { name: 'Waiting for your first event' }).waitFor()
  await page.getByRole('tab', { name: 'Browser' }).waitFor()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])

  const [first, ...others] = await page.getByRole('tab').allTextContents()
  await tabTo(page.getByRole('tab', { name: first, exact: true }))
  for (const language of [...others, first]) {
    await page.keyboard.press('ArrowRight')
    await focused(page.getByRole('tab', { name: language, exact: true }))
    await page.getByRole('tabpanel', { name: language, exact: true }).waitFor()
  }
  await use(page.getByRole('button', { name: 'Copy Browser example' }))
  await page.getByText('Browser example copied').waitFor()
  const code = await page.evaluate<string>('navigator.clipboard.readText()')
  const site = await context.newPage()
  await site.goto(`${product.pipelineUrl}/healthz`)
  await runInWebsite(site, code)

  await page.getByRole('article', { name: 'Signups' }).getByText('1', { exact: true }).waitFor({ timeout: 20_000 })
  expect(await page.getByText('Waiting for your first event').count()).toBe(0)
  await page.goto(`${product.boardUrl}/settings/integrations`)
  await page.getByRole('link', { name: /The pipeline’s page/ }).waitFor()
  await context.close()
})

test('who has no key is told how to get it', async () => {
  const context = await product.browser.newContext({ colorScheme: 'dark' })
  const page = await context.newPage()
  await page.goto(product.boardUrl)
  await page.getByText('tractionboard open').waitFor()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await context.close()
})
