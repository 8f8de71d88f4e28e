import destination from '../index'
import { automatic, deliverBatch, deliverOne, segmentEvent } from './__helpers__/deliver'
import { AUTHORIZATION, closeTractionboard, tractionboard } from './__helpers__/tractionboard'

const context = {
  ip: '203.0.113.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
  locale: 'nl-NL',
  timezone: 'Europe/Amsterdam',
  campaign: { source: 'newsletter', medium: 'email' },
  app: { name: 'Shop', version: '1.2.3' },
  device: { id: 'device-1', type: 'ios' },
  os: { name: 'iOS', version: '17.2' },
  library: { name: 'analytics.js', version: '2.0.0' },
  page: { url: 'https://shop.example.com/' },
  groupId: 'acme'
}

const envelope = {
  id: 'message-1',
  timestamp: '2024-01-05T09:30:00.123Z',
  user_id: 'ada',
  anonymous_id: 'visitor-1',
  context: {
    ip: '203.0.113.7',
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
    locale: 'nl-NL',
    timezone: 'Europe/Amsterdam',
    campaign: { source: 'newsletter', medium: 'email' },
    app: { name: 'Shop', version: '1.2.3' },
    device: { id: 'device-1', type: 'ios' },
    os: { name: 'iOS', version: '17.2' }
  }
}

const pageProperties = {
  path: '/plans',
  referrer: 'https://search.example.com/',
  search: '?q=plans',
  title: 'Plans',
  url: 'https://shop.example.com/plans?q=plans',
  keywords: ['plans', 'prices']
}
const order = { order_id: 'order-1', items: [{ sku: 'a', quantity: 2 }] }

const CASES: [string, any, any][] = [
  [
    'Page',
    { type: 'page', name: 'Plans', category: 'Shop', properties: pageProperties },
    {
      type: 'visit',
      channel: 'web',
      name: 'Plans',
      category: 'Shop',
      path: '/plans',
      referrer: 'https://search.example.com/',
      search: '?q=plans',
      title: 'Plans',
      url: 'https://shop.example.com/plans?q=plans',
      properties: pageProperties
    }
  ],
  [
    'Screen',
    { type: 'screen', name: 'Welcome', properties: { tab: 2 } },
    { type: 'visit', channel: 'mobile', name: 'Welcome', properties: { tab: 2 } }
  ],
  [
    'Identify',
    { type: 'identify', traits: { firstName: 'Ada', email: 'ada@example.com', plan: { tier: 1 } } },
    { type: 'login', attributes: { first_name: 'Ada', email: 'ada@example.com', plan: { tier: 1 }, name: 'Ada' } }
  ],
  [
    'Payment Made',
    { type: 'track', event: 'Payment Made', properties: { ...order, revenue: 19.99, currency: 'eur' } },
    {
      type: 'payment',
      name: 'Payment Made',
      amount: 19.99,
      currency: 'EUR',
      properties: { ...order, revenue: 19.99, currency: 'eur' }
    }
  ],
  [
    'Refund Received',
    { type: 'track', event: 'Refund Received', properties: { ...order, total: -5 } },
    {
      type: 'refund',
      name: 'Refund Received',
      amount: 5,
      currency: 'USD',
      properties: { ...order, total: -5 }
    }
  ],
  [
    'Cancel',
    { type: 'track', event: 'cancel', properties: { reason: 'price' } },
    { type: 'cancel', name: 'cancel', properties: { reason: 'price' } }
  ],
  [
    'Signup',
    { type: 'track', event: 'signup', properties: { plan: 'pro' } },
    { type: 'signup', name: 'signup', properties: { plan: 'pro' } }
  ],
  [
    'Track',
    { type: 'track', event: 'Order Completed', properties: { ...order, revenue: 3 } },
    { type: 'event', name: 'Order Completed', properties: { ...order, revenue: 3 } }
  ],
  [
    'Group',
    { type: 'group', groupId: 'acme', traits: { name: 'Acme', employees: 12 } },
    { type: 'group', group_id: 'acme', attributes: { name: 'Acme', employees: 12 } }
  ],
  ['Alias', { type: 'alias', previousId: 'ada-old' }, { type: 'alias', previous_id: 'ada-old' }]
]

const HEADERS = {
  authorization: [AUTHORIZATION],
  connection: ['keep-alive'],
  'content-type': ['application/json']
}

describe('The request of each automatic preset', () => {
  afterEach(closeTractionboard)

  it('stands in the order that Tractionboard documents', () => {
    expect(automatic.map(({ name }) => name)).toEqual(CASES.map(([preset]) => preset))
  })

  it.each(CASES)('%s: a single event', async (_preset, call, expected) => {
    const received = tractionboard()
    await deliverOne(segmentEvent({ context, ...call }))
    expect(received).toEqual([
      {
        path: '/v1/events',
        headers: expect.objectContaining(HEADERS),
        body: { events: [{ ...envelope, ...expected }] }
      }
    ])
  })

  it.each(CASES)('%s: a batch, in its order', async (preset, call, expected) => {
    const received = tractionboard()
    const statuses = await deliverBatch(preset, [
      segmentEvent({ context, ...call }),
      segmentEvent({ context, ...call, messageId: 'message-2', userId: 'bob' })
    ])
    const events = [
      { ...envelope, ...expected },
      { ...envelope, ...expected, id: 'message-2', user_id: 'bob' }
    ]
    expect(received).toEqual([{ path: '/v1/events', headers: expect.objectContaining(HEADERS), body: { events } }])
    expect(statuses).toEqual(events.map((sent) => ({ status: 201, sent, body: 'Stored' })))
  })
})

describe('The definition', () => {
  it('has the name, slug, mode and settings that Segment knows', () => {
    expect(destination).toMatchObject({ name: 'Tractionboard', slug: 'actions-tractionboard', mode: 'cloud' })
    expect(destination.authentication?.fields.tokenId).toMatchObject({ type: 'password', required: true })
    expect(destination.authentication?.fields.endpoint).toMatchObject({
      type: 'string',
      format: 'uri',
      required: false,
      default: 'https://api.tractionboard.io'
    })
    expect(Object.keys(destination.actions)).toEqual(['page', 'screen', 'identify', 'track', 'group', 'alias'])
  })

  it.each(Object.entries(destination.actions))('%s delivers single events and batches', (_slug, action: any) => {
    expect(action.perform).toBeInstanceOf(Function)
    expect(action.performBatch).toBeInstanceOf(Function)
    expect(action.fields.enable_batching.default).toBe(true)
  })
})
