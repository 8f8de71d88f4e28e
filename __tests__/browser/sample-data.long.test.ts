import type { Browser } from 'playwright-core'
import { launchBrowser } from '../__helpers__/browser'
import { startProduct, temporaryFolder, type Product } from '../__helpers__/product'
import { withKey } from '../__helpers__/window'

jest.setTimeout(300_000)

let data: { folder: string; remove(): Promise<void> }
let product: Product
let browser: Browser

beforeAll(async () => {
  data = await temporaryFolder()
  product = await startProduct(data.folder)
  browser = await launchBrowser()
}, 90_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await data?.remove()
})

test('sample data are loaded and removed by a button, and again', async () => {
  const page = await browser.newPage()
  page.setDefaultTimeout(120_000)
  const integrations = `${product.boardUrl}/settings/integrations`
  await page.goto(withKey(product.boardUrl, product.adminKey))
  for (let round = 0; round < 2; round++) {
    await page.getByRole('button', { name: 'Load sample data' }).click()
    await page.getByRole('article', { name: 'Net revenue' }).waitFor()
    // All of it has to have come before it is removed.
    for (let [before, now] = [-1, 0]; before !== now;) {
      await page.waitForTimeout(3_000)
      before = now
      const { total } = await call<{ total: { visits: number } }>(
        '/api/metrics?from=2020-01-01&to=2030-01-01&interval=month'
      )
      now = total.visits
    }
    await page.goto(integrations)
    await page.getByRole('button', { name: 'Remove the sample data' }).click()
    await page.getByRole('button', { name: 'Load sample data' }).waitFor()
    expect(await call('/api/totals/users')).toEqual({ count: 0, earnings: {} })
    expect(await call('/api/spend')).toEqual({})
    await page.goto(product.boardUrl)
    await page.getByRole('heading', { name: 'Waiting for your first event' }).waitFor()
  }
})

async function call<Answer>(path: string): Promise<Answer> {
  const response = await fetch(product.boardUrl + path, { headers: { authorization: `Bearer ${product.adminKey}` } })
  return (await response.json()) as Answer
}
