import type { Page } from 'playwright-core'
import { startPipelinePage } from '../__helpers__/pipeline-page'
import { shared } from '../__helpers__/window'

const pipeline = shared(startPipelinePage)

const chooseSample = (page: Page, label: string) =>
  page.getByRole('combobox', { name: 'Sample or recent event' }).selectOption({ label })

describe('the event tester', () => {
  it('says of every mapping what it makes of a sample, and sends nothing', async () => {
    const page = await pipeline.open('/tester')
    await chooseSample(page, 'Alias')
    await page.getByRole('heading', { name: 'Alias', level: 2 }).waitFor()
    await page.getByRole('region', { name: 'Request body' }).getByText('"previous_id"').waitFor()
    await page.getByText('not: type = "page"').waitFor()

    await chooseSample(page, 'Engage: audience by identify')
    await page.getByRole('region', { name: 'Mapped payload' }).getByText('high_value_customers').first().waitFor()
    await page.getByRole('region', { name: 'Request body' }).getByText('"attributes"').first().waitFor()
    expect(await pipeline.boardEvents()).toEqual([])
  })

  it('sends, and shows the answer of the board', async () => {
    const page = await pipeline.open('/tester?sample=Track%3A+Payment+Made')
    await page.getByRole('heading', { name: 'Payment Made', level: 2 }).waitFor()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Delivered', { exact: true }).waitFor()
    await page.getByText(/^200$/).waitFor()
    await page.getByRole('region', { name: 'Answer body' }).getByText('"status": 201').waitFor()
    expect(await pipeline.boardEvents()).toMatchObject([{ type: 'payment', user_id: 'ada', amount: 49.9 }])
    await page.getByRole('link', { name: 'See its whole path' }).click()
    await page.getByText('It is on the board').waitFor()
  })

  it('marks a mistake in JSON where it is and says it in words, without catching who goes by Tab', async () => {
    const page = await pipeline.open('/tester?sample=Alias')
    const json = page.getByLabel('Event as JSON')
    await json.focus()
    await page.locator('.cm-content').waitFor()
    await json.fill('{\n  "type": "alias"\n  "userId": "ada"\n}')
    await page.getByText('Line 3: a comma is missing before this.').waitFor()
    expect(await page.locator('.cm-lintRange-error').innerText()).toBe('"userId"')
    expect(await json.getAttribute('aria-invalid')).toBe('true')
    await page.getByText('Tab leaves the editor').waitFor()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    const reached = await page.evaluate<string>('document.activeElement.closest(".cm-editor") ? "editor" : "beyond"')
    expect(reached).toBe('beyond')
  })

  it('says what is wrong with an event', async () => {
    const page = await pipeline.open('/tester')
    const json = page.getByLabel('Event as JSON')
    await json.fill('{ "type": "track", ')
    await page.getByText('Line 1: a name in double quotes is missing').waitFor()
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)

    await json.fill('{ "type": "track", "event": "Nobody" }')
    await page.getByRole('button', { name: 'Dry run' }).click()
    await page.getByText('userId and anonymousId are both missing').waitFor()

    await json.fill('{ "type": "track", "event": "x", "userId": "ada", "integrations": { "Tractionboard": false } }')
    await page.getByRole('button', { name: 'Dry run' }).click()
    await page.getByText('The event would be filtered').waitFor()
  })
})

describe('the destination', () => {
  it('tests the settings before they are saved, and refuses those that cannot work', async () => {
    const page = await pipeline.open('/destination')
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByText('Connected').waitFor()

    await page.getByLabel('Token ID').fill('no-such-token')
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByText('Not connected').waitFor()
    await page.getByLabel('Token ID').fill('')
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)

    await page.getByRole('textbox', { name: 'Endpoint' }).fill('ftp://example.com')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Endpoint must be an https URL').waitFor()
    await page.reload()
    expect(await page.getByRole('textbox', { name: 'Endpoint' }).inputValue()).toMatch(/^http:\/\/127/)
    expect(await page.content()).not.toContain(pipeline.tokenId)
  })

  it('is switched off, and then filters what comes', async () => {
    const page = await pipeline.open('/destination')
    const power = page.getByRole('switch', { name: 'Tractionboard on' })
    await power.click({ force: true })
    await page.getByText('Off: events are accepted and filtered').waitFor()
    await pipeline.call('track', { messageId: 'off', userId: 'ada', event: 'Off' })
    await page.goto(`${pipeline.url}/deliveries?why=off`)
    await page.getByRole('list', { name: 'Answers for off' }).getByText('The destination was switched off').waitFor()

    await page.goto(`${pipeline.url}/destination`)
    await power.click({ force: true })
    await page.getByText('On', { exact: true }).waitFor()
  })
})

it('gives code with this pipeline’s own address and key', async () => {
  const page = await pipeline.open('/connect')
  for (const client of ['Node', 'Browser', 'curl', 'HTTP']) {
    await page.getByRole('tab', { name: client }).click()
    const panel = page.getByRole('tabpanel', { name: client })
    await panel.waitFor()
    const code = await panel.innerText()
    expect(code).toContain(new URL(pipeline.url).host)
    expect(code).toContain(client === 'HTTP' ? btoa(`${pipeline.writeKey}:`) : pipeline.writeKey)
  }
})

it('ends the session, and says how to sign in again', async () => {
  const page = await pipeline.open('/mappings')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  await page.reload()
  await page.getByLabel('Admin key').waitFor()
})
