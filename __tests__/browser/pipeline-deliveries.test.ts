import type { Page } from 'playwright-core'
import { startPipelinePage } from '../__helpers__/pipeline-page'
import { shared } from '../__helpers__/window'

const pipeline = shared(startPipelinePage)

const track = (messageId: string, event: string, properties = {}) =>
  pipeline.call('track', { messageId, userId: 'ada', event, properties })

async function ask(page: Page, query: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Message ID, user ID or event name', exact: true }).fill(query)
  await page.getByRole('button', { name: 'Explain' }).click()
}

it('says what to do first where nothing has come, and shows an event as soon as it arrives', async () => {
  const page = await pipeline.open('/')
  await page.getByText('No event has come yet').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()

  await track('first', 'Report Opened')
  await page.getByRole('link', { name: 'Report Opened' }).waitFor()
  await page.getByRole('button', { name: '1 Delivered' }).waitFor()
  await page.getByRole('link', { name: 'Report Opened' }).click()
  await page.getByRole('heading', { name: 'Report Opened' }).waitFor()
  await page.getByText('It is on the board: the mapping “Track” delivered it.').waitFor()
  await page.getByText('Attempt 1: answered 200').waitFor()
  await page.getByText('Request and answer').click()
  await page.getByText('/v1/events').waitFor()
})

it('answers why an event is not on the board, in a sentence', async () => {
  await pipeline.call('track', { messageId: 'nobody', event: 'Nobody' })
  await pipeline.call('track', { messageId: 'out', userId: 'eve', event: 'Out', integrations: { All: false } })
  await track('unpaid', 'Payment Made')
  const page = await pipeline.open('/deliveries')

  await ask(page, 'nobody')
  await page.getByText('It was never accepted').waitFor()
  await page.getByRole('link', { name: 'Its whole path' }).click()
  await page.getByText('Never accepted: the call itself was wrong.').waitFor()
  await page.goBack()
  await ask(page, 'eve')
  await page.getByText('It was filtered').waitFor()
  await ask(page, 'unpaid')
  await page.getByText('It was discarded after one attempt by the mapping “Payment Made”: Amount is missing').waitFor()
  await page.reload()
  await page.getByText('It was discarded after one attempt').waitFor()
  await ask(page, 'unheard-of')
  await page.getByText('The pipeline has never seen “unheard-of”').waitFor()
})

it('has a palette that finds events by their message id, and mappings', async () => {
  await track('sought-after', 'Something Sought')
  const page = await pipeline.open('/connect')
  const choose = async (text: string, name: string) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search' }).fill(text)
    await page.getByRole('option', { name }).click()
  }
  await choose('sought-after', 'sought-after')
  await page.getByRole('heading', { name: 'Something Sought' }).waitFor()
  await choose('payment', 'Payment Made')
  await page.waitForURL(/\/mappings\/[^/]+$/)
})

it('sends a discarded event again once its mapping is mended', async () => {
  await track('mend', 'Payment Made', { price: { gross: 12.5 }, currency: 'EUR' })
  const page = await pipeline.open('/deliveries/mend')
  await page.getByText('It was discarded').waitFor()

  await page.goto(`${pipeline.url}/mappings`)
  await page.getByRole('link', { name: 'Payment Made' }).click()
  await page.getByText('Amount is missing').waitFor()
  await page.locator('input[aria-label="Amount: path"]').fill('$.properties.price.gross')
  await page.getByText('The payload is valid.').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('“Payment Made” is saved.').waitFor()

  await page.goto(`${pipeline.url}/deliveries/mend`)
  await page.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('One delivery is on its way again.').waitFor()
  await page.getByText('It is on the board').waitFor()
  expect(await pipeline.onBoard('mend')).toMatchObject({ type: 'payment', amount: 12.5, currency: 'EUR' })
})

it('sends all discarded events again', async () => {
  const ids = ['a1', 'a2', 'a3']
  await Promise.all(ids.map((id) => track(id, 'Payment Made', { cost: 5 })))
  const page = await pipeline.open('/deliveries?state=discarded&query=Payment+Made')
  await page.getByRole('link', { name: 'Payment Made' }).nth(2).waitFor()

  await page.goto(`${pipeline.url}/mappings`)
  await page.getByRole('link', { name: 'Payment Made' }).click()
  await page.locator('input[aria-label="Amount: path"]').fill('$.properties.cost')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('“Payment Made” is saved.').waitFor()
  await page.goto(`${pipeline.url}/deliveries?state=discarded`)
  await page.getByRole('button', { name: 'Send all again' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click()
  for (const id of ids) expect(await pipeline.onBoard(id)).toMatchObject({ type: 'payment', amount: 5 })
})

it('loses nothing to a wrong Token ID, and goes on once it is right', async () => {
  const page = await pipeline.open('/destination')
  await page.getByLabel('Token ID').fill('no-such-token')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('The settings are saved.').waitFor()
  await track('kept', 'Invite Sent')
  await page.goto(`${pipeline.url}/deliveries?state=retrying&query=Invite+Sent`)
  await page.getByRole('link', { name: 'Invite Sent' }).waitFor()

  await page.goto(`${pipeline.url}/destination`)
  await page.getByLabel('Token ID').fill(pipeline.tokenId)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('The settings are saved.').waitFor()
  expect(await pipeline.onBoard('kept')).toMatchObject({ name: 'Invite Sent' })
})

it('filters the list by what it was, how it stands and where it went', async () => {
  await track('needle', 'Needle')
  await pipeline.onBoard('needle')
  const page = await pipeline.open('/deliveries')
  await page.getByLabel('Filter by message ID, user ID or event name').fill('needle')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Report Opened' }).waitFor({ state: 'hidden' })
  await page.getByRole('link', { name: 'Needle' }).waitFor()
  await page.getByRole('button', { name: /Filtered$/ }).click()
  await page.getByText('No event is like this').waitFor()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await page.getByRole('link', { name: 'Needle' }).waitFor()
})

it('shows what a sender wrote as text, whatever it is', async () => {
  const markup = `<img src=x onerror="complain('ran')"><script>complain('ran')</script>`
  await pipeline.call('track', {
    messageId: 'markup',
    userId: markup,
    event: markup,
    properties: { [markup]: markup, url: 'javascript:complain("ran")' }
  })
  await pipeline.onBoard('markup')
  const page = await pipeline.open('/deliveries')
  await page.getByRole('link', { name: markup }).click()
  await page.getByRole('heading', { name: markup }).waitFor()
  await page.getByText('Request and answer').click()
  await page.getByRole('link', { name: 'Try in the tester' }).click()
  await page.getByRole('region', { name: 'Mapped payload' }).getByText('javascript:complain').first().waitFor()
  expect(await page.locator('img').count()).toBe(0)
})
