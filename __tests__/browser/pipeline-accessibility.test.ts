import { faultsInEveryWindow } from '../__helpers__/axe'
import { sendOneOfEach, startPipelinePage } from '../__helpers__/pipeline-page'
import { shared } from '../__helpers__/window'

const pipeline = shared(startPipelinePage)

beforeAll(() => sendOneOfEach(pipeline))

// Every other view: pipeline-every-view.long.test.ts.
it('is without a fault that axe finds, whatever the colours and the width', async () => {
  const page = await pipeline.open('/deliveries?why=ada&state=discarded')
  expect(await faultsInEveryWindow(page)).toEqual([])
})

it('can be used by keyboard alone: find an event, and why it is not on the board', async () => {
  const page = await pipeline.open('/mappings')
  await page.setViewportSize({ width: 1440, height: 900 })
  const focused = () =>
    page.evaluate<string>(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`)
  const tabTo = async (name: string) => {
    for (let presses = 0; (await focused()) !== name; presses++) {
      if (presses > 60) throw new Error(`Tab does not reach ${name}.`)
      await page.keyboard.press('Tab')
    }
  }
  await page.getByRole('list', { name: 'Mappings' }).waitFor()
  await tabTo('Skip to content')
  await tabTo('Deliveries')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor()
  await tabTo('Message ID, user ID or event name')
  await page.keyboard.type('discarded')
  await page.keyboard.press('Enter')
  await page.getByText('Amount is missing').first().waitFor()
  await tabTo('Its whole path')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Payment Made', level: 1 }).waitFor()
  await tabTo('Send again')
})
