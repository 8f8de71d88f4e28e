import { use } from '../__helpers__/keyboard'
import { eventually } from '../__helpers__/product'
import { startProductInBrowser } from '../__helpers__/product-in-browser'
import { shared, withKey } from '../__helpers__/window'

jest.setTimeout(300_000)

const product = shared(startProductInBrowser)

test('sample data are loaded and removed by a button, and again, all of it by the keys', async () => {
  const page = await product.browser.newPage()
  page.setDefaultTimeout(120_000)
  const integrations = `${product.boardUrl}/settings/integrations`
  await page.goto(withKey(product.boardUrl, product.adminKey))
  for (let round = 0; round < 2; round++) {
    await Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith('/api/sample') && answer.request().method() === 'POST'),
      use(page.getByRole('button', { name: 'Load sample data' }))
    ])
    await page.getByRole('article', { name: 'Net revenue' }).waitFor()
    // All of it has to have come before it is removed.
    const { sources } = await call<{ sources: { id: string }[] }>('/api/sources', product.pipelineUrl)
    await eventually(async () => {
      const { total } = await call<{ total: Record<string, number> }>(
        `/api/sources/${sources[0].id}/counts`,
        product.pipelineUrl
      )
      return total.waiting + total.retrying === 0 || undefined
    }, 120_000)
    expect(await call('/api/spend/campaigns')).not.toEqual([])
    await page.goto(integrations)
    await use(page.getByRole('button', { name: 'Remove the sample data' }), 'Space')
    await page.getByRole('button', { name: 'Load sample data' }).waitFor()
    expect(await call('/api/totals/users')).toEqual({ count: 0, earnings: {} })
    expect(await call('/api/spend')).toEqual({})
    expect(await call('/api/spend/campaigns')).toEqual([])
    await page.goto(product.boardUrl)
    await page.getByRole('heading', { name: 'Waiting for your first event' }).waitFor()
  }
})

async function call<Answer>(path: string, url = product.boardUrl): Promise<Answer> {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${product.adminKey}` } })
  return (await response.json()) as Answer
}
