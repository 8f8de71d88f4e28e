import type { Page } from 'playwright-core'
import { startDashboard } from '../__helpers__/dashboard'
import { shared } from '../__helpers__/window'

const MARKUP = `<img src=x onerror="complain('ran')"><script>complain('ran')</script>{{7*7}}\${7*7}`
const SCHEMES = [
  'javascript:complain("ran")',
  'data:text/html,<script>complain("ran")</script>',
  'vbscript:x',
  'file:///etc/passwd'
]

const dashboard = shared(startDashboard)

beforeAll(() => dashboard.send(attack()))

/** Markup and addresses of other schemes wherever a sender may put text: as values and as names, in every type of event. */
function attack(): object[] {
  const time = (minute: number) => `2024-01-05T09:${String(minute).padStart(2, '0')}:00Z`
  const who = { user_id: MARKUP, anonymous_id: MARKUP }
  const [script, data, vbscript, file] = SCHEMES
  const attributes = {
    name: MARKUP,
    email: MARKUP,
    avatar: script,
    website: data,
    [MARKUP]: MARKUP,
    nested: { [MARKUP]: { deeper: [MARKUP] } },
    audience: true,
    __proto__polluted: true
  }
  const context = { ip: MARKUP, user_agent: MARKUP, campaign: { [MARKUP]: MARKUP, source: MARKUP, name: script } }
  return [
    {
      id: 'x1',
      type: 'visit',
      channel: 'web',
      url: script,
      path: MARKUP,
      title: MARKUP,
      referrer: vbscript,
      properties: { file }
    },
    { id: 'x2', type: 'login', attributes },
    { id: 'x3', type: 'event', name: MARKUP, properties: { [MARKUP]: MARKUP, link: script } },
    { id: 'x4', type: 'signup', name: MARKUP },
    { id: 'x5', type: 'payment', amount: 10, currency: 'USD', properties: { [MARKUP]: MARKUP } },
    { id: 'x6', type: 'group', group_id: MARKUP, attributes },
    { id: 'x7', type: 'alias', previous_id: `${MARKUP} before` }
  ].map((event, index) => ({ ...who, ...event, context, timestamp: time(index) }))
}

async function openAllDetails(page: Page): Promise<void> {
  for (const button of await page.getByRole('button', { name: /^Details of/ }).all()) await button.click()
}

/** Whatever a link or a picture on the page points to that is neither the dashboard's own nor on the web. */
async function foreignAddresses(page: Page): Promise<unknown> {
  return page.evaluate(`[...document.querySelectorAll('main [href], main [src]')]
    .map((element) => element.href?.baseVal ?? element.href ?? element.src)
    .filter((address) => !/^https?:/.test(address))`)
}

it.each([
  ['the users', '/users'],
  ['the overview', '/?from=2024-01-01&to=2024-02-01'],
  ['a search', `/users?query=${encodeURIComponent('<img')}`],
  ['filters that are none', `/events?type=${encodeURIComponent(MARKUP)}&from=${encodeURIComponent(MARKUP)}&user=x`],
  ['a range that is none', `/?range=${encodeURIComponent(MARKUP)}&from=x&to=y&interval=z&currency=%3Cb%3E`]
])('shows %s with nothing of it taken for markup', async (_, path) => {
  const page = await dashboard.open(path)
  expect(await page.locator('main img, main script').count()).toBe(0)
  expect(await foreignAddresses(page)).toEqual([])
})

it.each([
  ['the user’s page', `/users/person?id=${encodeURIComponent(MARKUP)}`],
  ['the events', '/events?from=2024-01-01&to=2024-02-01']
])('shows %s with all details as plain text', async (_, path) => {
  const page = await dashboard.open(path)
  await page
    .getByRole('button', { name: /^Details of/ })
    .first()
    .waitFor()
  await openAllDetails(page)

  expect(await page.getByRole('main').textContent()).toContain(MARKUP)
  expect(await page.locator('main img, main script').count()).toBe(0)
  expect(await foreignAddresses(page)).toEqual([])
  await page.getByText(SCHEMES[0], { exact: true }).first().waitFor()
})

it('loads no picture from elsewhere, which would tell its owner who looks', async () => {
  const avatar = 'https://pictures.example/ada.png'
  await dashboard.send([
    { id: 'p1', type: 'login', timestamp: '2024-01-06T09:00:00Z', user_id: 'ada', attributes: { avatar } }
  ])
  const page = await dashboard.open('/users/person?id=ada')
  await page.getByText(avatar).first().waitFor()
  expect(await page.locator('main img').count()).toBe(0)
})

it.each([
  ['the audiences', '/audiences'],
  ['a filter', `/users?where=${encodeURIComponent(JSON.stringify([{ attribute: MARKUP, is: MARKUP }]))}`],
  ['a filter that is none', `/users?where=${encodeURIComponent(`[{"signed_up":5},7,${JSON.stringify(MARKUP)}]`)}`],
  ['campaigns', '/campaigns?from=2024-01-01&to=2024-02-01'],
  ['cohorts', '/cohorts?from=2024-01-01&to=2024-02-01&show=earnings&currency=%3Cb%3E'],
  ['a funnel', '/funnel?from=2024-01-01&to=2024-02-01']
])('shows %s with nothing of it taken for markup, either', async (_, path) => {
  const page = await dashboard.open(path)
  expect(await page.locator('main img, main script').count()).toBe(0)
  expect(await foreignAddresses(page)).toEqual([])
})
