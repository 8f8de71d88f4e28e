import { startPipelinePage } from '../__helpers__/pipeline-page'
import { shared } from '../__helpers__/window'

const pipeline = shared(startPipelinePage)

const pay = (messageId: string, properties = {}) =>
  pipeline.call('track', { messageId, userId: 'ada', event: 'Payment Made', properties })

it('shows what failed first: the rate, the reasons with an example, and lets all of a reason be given up', async () => {
  for (let number = 0; number < 9; number++) await pay(`good-${number}`, { revenue: 5 })
  await pipeline.onBoard('good-8')
  const page = await pipeline.open('/deliveries')
  await page.getByText('Nothing failed in this time.').waitFor()
  await page.getByText('100%', { exact: true }).waitFor()

  await pay('bad')
  await page.getByText('90%', { exact: true }).waitFor()
  const failures = page.getByRole('list', { name: 'Failures by reason' })
  await failures.getByText('Amount is missing').waitFor()
  await page.getByRole('figure', { name: 'Discarded or refused by hour: 1' }).waitFor()
  await failures.getByRole('link', { name: 'An example' }).click()
  await page.getByRole('heading', { name: 'Payment Made', level: 1 }).waitFor()
  await page.goBack()

  await failures.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
  await page.getByText('One delivery is given up.').waitFor()
  await failures.getByText('It was discarded on the page').waitFor()
})

it('says which mapping stands still and why, and how it goes on', async () => {
  const page = await pipeline.open('/destination')
  await page.getByLabel('Token ID').fill('no-such-token')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('The settings are saved.').waitFor()
  await pay('paused', { revenue: 5 })
  await page.goto(`${pipeline.url}/deliveries`)
  await page.getByText('is paused: the endpoint refuses the settings').waitFor()
  await page.getByRole('button', { name: 'Try now' }).first().click()
  await page.getByText('It is tried now.').waitFor()
  await page.getByRole('status').getByRole('link', { name: 'Destination' }).click()
  await page.getByLabel('Token ID').fill(pipeline.tokenId)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('The settings are saved.').waitFor()
  expect(await pipeline.onBoard('paused')).toMatchObject({ type: 'payment' })
  await page.goto(`${pipeline.url}/deliveries`)
  await page.getByText('is paused').waitFor({ state: 'hidden' })
})

it('puts an event beside what was sent of it, and says what changed', async () => {
  await pay('changed', { revenue: '19.90', currency: 'eur' })
  await pipeline.onBoard('changed')
  const page = await pipeline.open('/deliveries/changed')
  await page.getByRole('region', { name: 'Event as received' }).waitFor()
  await page.getByRole('region', { name: 'What Payment Made sent' }).waitFor()
  await page.getByRole('row', { name: 'currency "EUR" properties.currency, there "eur"' }).waitFor()
})

it('answers “why” by one summary, with what did not arrive on top', async () => {
  await pipeline.call('identify', { messageId: 'eve-1', userId: 'eve', traits: { plan: 'pro' } })
  await pipeline.onBoard('eve-1')
  await pipeline.call('track', { messageId: 'eve-2', userId: 'eve', event: 'Payment Made' })
  const page = await pipeline.open('/deliveries')
  await page.getByRole('link', { name: 'Payment Made', exact: true }).first().waitFor()
  await page.goto(`${pipeline.url}/deliveries?why=eve`)
  await page.getByText('Of the newest 2 events that fit: 1 was discarded, 1 is on the board.').waitFor()
  await page.getByRole('list', { name: 'What did not arrive of eve' }).getByText('Amount is missing').waitFor()
  await page.getByText('The other event').click()
  await page.getByRole('list', { name: 'Answers for eve' }).getByText('It is on the board').waitFor()
})

it('keeps every version of a mapping, with what it changed and the way back', async () => {
  const page = await pipeline.open('/mappings')
  await page.getByRole('link', { name: 'Payment Made' }).click()
  const changes = page.getByRole('region', { name: 'Changes' })
  await changes.getByText('First on record.').waitFor()
  const amount = page.locator('input[aria-label="Amount: path"]')
  const before = await amount.inputValue()
  await amount.fill('$.properties.cost')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await changes.getByText('$.properties.cost').waitFor()
  await changes.getByRole('button', { name: 'Go back' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click()
  await page.getByText('“Payment Made” is as it was.').waitFor()
  await changes.getByRole('listitem').nth(2).waitFor()
  expect(await amount.inputValue()).toBe(before)
  expect(await changes.getByRole('listitem').count()).toBe(3)
})

it('shows nothing as valid of a trigger that cannot be read', async () => {
  const page = await pipeline.open('/mappings')
  await page.getByRole('link', { name: 'Identify', exact: true }).click()
  await page.getByText('The payload is valid.').waitFor()
  await page.getByLabel('As FQL').fill('type = "track" and')
  await page.getByText('The trigger is wrong').first().waitFor()
  expect(await page.getByText('The payload is valid.').count()).toBe(0)
  expect(await page.getByText('Request that would be sent').count()).toBe(0)
})

it.each([
  { width: 1440, height: 500 },
  { width: 390, height: 600 }
])('covers no field that is edited by the bar that saves: $width pixels', async (viewport) => {
  const page = await pipeline.open('/mappings', { viewport })
  await page.getByRole('link', { name: 'Identify', exact: true }).click()
  await page.getByRole('region', { name: 'Request body' }).waitFor()
  const fields = page.locator('form :is(input, select):enabled:visible:not([type=checkbox])')
  await page.getByRole('textbox', { name: 'Name' }).first().fill('Identify, changed')
  const bar = page.getByRole('region', { name: 'Unsaved changes' })
  let reached = 0
  for (const field of await fields.all()) {
    const isReached = await field.evaluate((input: any) => {
      input.scrollIntoView({ block: 'end', behavior: 'instant' })
      input.blur()
      input.focus({ preventScroll: true })
      return input.ownerDocument.activeElement === input
    })
    if (!isReached) continue
    reached++
    const [of, over] = [await field.boundingBox(), await bar.boundingBox()]
    const isApart = of!.x >= over!.x + over!.width || of!.y >= over!.y + over!.height || of!.y + of!.height <= over!.y
    expect({ of, over, isApart }).toEqual({ of, over, isApart: true })
  }
  expect(reached).toBeGreaterThan(10)
})
