import { startDashboard } from '../__helpers__/dashboard'
import { openWindow, shared, withKey } from '../__helpers__/window'
import { startupHistory } from '../__helpers__/startup-history'

const dashboard = shared(startDashboard)

beforeAll(() => dashboard.send(startupHistory()))

describe('Acquisition spend', () => {
  it('is entered by month and currency and makes the UAC', async () => {
    const page = await dashboard.open('/settings/spend?year=2024')
    await page.getByLabel('January 2024, USD').fill('500')
    await page.getByLabel('Another currency').fill('eur')
    await page.getByRole('button', { name: 'Add currency' }).click()
    await page.getByLabel('March 2024, EUR').fill('0.10')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('The acquisition spend is saved.').waitFor()

    await page.reload()
    expect(await page.getByLabel('March 2024, EUR').inputValue()).toBe('0.10')
    await page.getByRole('row', { name: '2024 €0.10 $500.00' }).waitFor()

    await page.goto(`${dashboard.url}/?from=2024-01-01&to=2024-02-01`)
    await page.getByRole('article', { name: 'UAC' }).getByText('$250.00').waitFor()
    await page.getByRole('button', { name: 'How is this computed: UAC' }).click()
    await page.getByRole('dialog').getByText('$500.00').waitFor()
  })

  it('does not write over what somebody else has entered meanwhile', async () => {
    const page = await dashboard.open('/settings/spend?year=2023')
    const headers = { authorization: `Bearer ${dashboard.adminKey}`, 'content-type': 'application/json' }
    const other = { '2023-01': { USD: '7' } }
    const before = await (await fetch(`${dashboard.url}/api/spend`, { headers })).json()
    await fetch(`${dashboard.url}/api/spend`, { method: 'PUT', headers, body: JSON.stringify(other) })
    await page.getByLabel('May 2023, USD').fill('5')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('alert').getByText('The spend was changed since it was read').waitFor()
    expect(await (await fetch(`${dashboard.url}/api/spend`, { headers })).json()).toEqual({
      '2023-01': { USD: '7.00' }
    })
    await fetch(`${dashboard.url}/api/spend`, { method: 'PUT', headers, body: JSON.stringify(before) })
  })

  it('is entered by campaign, whose UAC it makes', async () => {
    const page = await dashboard.open('/settings/spend?year=2024')
    await page.getByRole('button', { name: 'Add a campaign' }).click()
    await page.getByLabel('Source of entry 1').fill('<b>google</b>')
    await page.getByLabel('Amount of entry 1').fill('ten')
    await page.getByText('Such as 1250.50').waitFor()
    expect(await page.getByRole('button', { name: 'Save campaigns' }).isDisabled()).toBe(true)
    await page.getByLabel('Amount of entry 1').fill('100')
    await page.getByRole('button', { name: 'Save campaigns' }).click()
    await page.getByText('The spend by campaign is saved.').waitFor()

    await page.goto(`${dashboard.url}/campaigns?from=2024-01-01&to=2024-02-01&currency=USD`)
    await page.getByRole('row', { name: '<b>google</b> 0 $0.00 $100.00 —' }).waitFor()
  })

  it('is not left unsaved without a question: by a link, by going back, by closing', async () => {
    const page = await dashboard.open('/users', {})
    await page.getByRole('link', { name: 'Spend' }).click()
    await page.getByLabel(/^May \d+, USD$/).fill('5')
    await page.getByRole('button', { name: 'Add a campaign' }).click()
    const question = page.getByRole('dialog', { name: 'Leave without saving?' })
    for (const leave of [() => page.getByRole('link', { name: 'Audiences' }).click(), () => page.goBack()]) {
      await leave()
      await question.getByRole('button', { name: 'Stay' }).click()
      await question.waitFor({ state: 'detached' })
      expect(await page.getByLabel(/^May \d+, USD$/).inputValue()).toBe('5')
    }
    const [closing] = await Promise.all([page.waitForEvent('dialog'), page.evaluate('void location.reload()')])
    expect(closing.type()).toBe('beforeunload')
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor()

    await page.getByLabel(/^May \d+, USD$/).fill('5')
    await page.getByRole('button', { name: 'Add a campaign' }).click()
    await page.getByRole('link', { name: 'Audiences' }).click()
    // Of two forms it is asked once.
    await question.getByRole('button', { name: 'Leave' }).click()
    await page.waitForURL(`${dashboard.url}/audiences`)
    await page.context().close()
  })

  it('does not take what is no amount', async () => {
    const page = await dashboard.open('/settings/spend?year=2024')
    for (const amount of ['-5', '1e3', 'ten', '1.23456']) {
      await page.getByLabel('May 2024, USD').fill(amount)
      await page.getByText('A number such as 1250.50').waitFor()
      expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
    }
  })
})

describe('Deleting a user', () => {
  it('says what will go, deletes it, and the figures follow', async () => {
    const page = await dashboard.open('/users/person?id=bob')
    await page.getByRole('button', { name: 'Delete user' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete Bob Babbage?' })
    await dialog.getByText('every event of theirs, under the id bob').waitFor()

    await dialog.getByRole('button', { name: 'Keep' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Delete user' }).click()
    await dialog.getByRole('button', { name: 'Delete user' }).click()

    await page.getByText('Bob Babbage and 4 events were deleted.').waitFor()
    await page.getByRole('heading', { name: 'Users' }).waitFor()
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor()
    expect(await page.getByRole('link', { name: 'Bob Babbage' }).count()).toBe(0)

    await page.goto(`${dashboard.url}/?from=2024-01-01&to=2024-04-01`)
    await page.getByRole('article', { name: 'Net revenue' }).getByText('$79.50').waitFor()
    await page.goto(`${dashboard.url}/users/person?id=bob`)
    await page.getByRole('alert').getByText('There is nothing here').waitFor()
  })
})

describe('A read-only link', () => {
  it('shows the board, changes nothing, and says when it was revoked', async () => {
    const owner = await dashboard.open('/settings/links')
    const name = `<img src=x onerror="complain('ran')">`
    await owner.getByLabel('For whom').fill(name)
    await owner.getByRole('button', { name: 'Make a link' }).click()
    const link = await owner.getByRole('textbox', { name: 'Read-only link' }).inputValue()
    await owner.getByText('never used').waitFor()

    const reader = await openWindow(dashboard.browser, dashboard.url, dashboard.complaints)
    await reader.goto(link)
    await reader.getByText('Test board, read only').waitFor()
    expect(reader.url()).toBe(`${dashboard.url}/`)
    await reader.goto(`${dashboard.url}/users/person?id=ada`)
    await reader.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
    await reader.getByText('Test board, read only').waitFor()
    expect(await reader.getByRole('button', { name: 'Delete user' }).count()).toBe(0)
    expect(await reader.getByRole('link', { name: 'Integrations' }).count()).toBe(0)
    await reader.goto(`${dashboard.url}/settings/links`)
    await reader.getByText('There is no view at this address').waitFor()
    await reader.getByRole('link', { name: 'Events' }).click()
    await reader.getByText('Live', { exact: true }).waitFor()

    await owner.reload()
    await owner.getByText('last used').waitFor()
    expect(await owner.content()).not.toContain(link.split('=')[1])
    await owner.getByRole('button', { name: `Revoke ${name}` }).click()
    await owner.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await owner.getByText('No links').waitFor()
    // The live view of its own accord: the stream has ended.
    await reader.getByRole('heading', { name: 'This link was revoked' }).waitFor()
    await reader.goto(link)
    await reader.getByRole('alert').getByText('This link was revoked').waitFor()
    await reader.context().close()
  })
})

describe('The Token ID', () => {
  it('is covered until it is asked for, and can be copied', async () => {
    const page = await dashboard.open('/settings/integrations', { permissions: ['clipboard-read', 'clipboard-write'] })
    const field = page.getByRole('textbox', { name: 'Token ID' })
    expect(await field.getAttribute('type')).toBe('password')

    await page.getByRole('button', { name: 'Copy Token ID' }).click()
    await page.getByText('Token ID copied').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(dashboard.tokenId)

    await page.getByRole('button', { name: 'Show Token ID' }).click()
    expect(await field.getAttribute('type')).toBe('text')
    expect(await field.inputValue()).toBe(dashboard.tokenId)
  })

  it('is rotated after being asked twice, and the old one stops at once', async () => {
    const page = await dashboard.open('/settings/integrations')
    await page.getByRole('button', { name: 'Rotate' }).click()
    await page.getByRole('dialog', { name: 'Rotate the Token ID?' }).getByRole('button', { name: 'Continue' }).click()
    const second = page.getByRole('dialog', { name: 'Really rotate it now?' })
    await dashboard.send([{ id: 'still-old', type: 'signup', timestamp: '2024-03-20T10:00:00Z', user_id: 'cleo' }])

    await second.getByRole('button', { name: 'Rotate now' }).click()
    await page.getByText('The board has a new Token ID.').waitFor()
    const rotated = await page.getByRole('textbox', { name: 'Token ID' }).inputValue()
    expect(rotated).not.toBe(dashboard.tokenId)
    await expect(dashboard.send(startupHistory())).rejects.toThrow('invalid_token')
    await page.goto(withKey(`${dashboard.url}/settings/integrations`, dashboard.adminKey))
    expect(await page.getByRole('textbox', { name: 'Token ID' }).inputValue()).toBe(rotated)
  })
})
