/** Events as Segment's browser SDK sends them, after Segment has put in what it adds. */
const page = {
  path: '/plans',
  referrer: 'https://www.google.com/',
  search: '?utm_source=newsletter',
  title: 'Plans and prices',
  url: 'https://shop.example.com/plans?utm_source=newsletter'
}

const common = (index) => ({
  messageId: `ajs-next-1704445200000-2b0cba1c-6f0c-4a14-9a0d-${String(index).padStart(12, '0')}`,
  timestamp: new Date(Date.UTC(2024, 0, 5, 9) + index * 1000).toISOString(),
  originalTimestamp: '2024-01-05T09:00:00.000Z',
  sentAt: '2024-01-05T09:00:01.000Z',
  receivedAt: '2024-01-05T09:00:01.100Z',
  userId: `user-${index % 200}`,
  anonymousId: `5f0d6f0e-7d4c-4f39-8d0f-${String(index % 200).padStart(12, '0')}`,
  channel: 'browser',
  version: 2,
  integrations: {},
  context: {
    ip: '203.0.113.7',
    locale: 'en-US',
    timezone: 'Europe/Amsterdam',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
    userAgentData: { brands: [{ brand: 'Chromium', version: '120' }], mobile: false, platform: 'Linux' },
    campaign: { source: 'newsletter', medium: 'email', name: 'january' },
    library: { name: 'analytics.js', version: 'next-1.84.3' },
    page
  }
})

const product = (index) => ({
  order_id: `order-${index}`,
  product_id: `product-${index % 50}`,
  sku: 'TB-0815',
  category: 'Plans',
  variant: 'yearly',
  quantity: 1 + (index % 3),
  coupon: 'JANUARY',
  position: index % 10,
  gift: false
})

const KINDS = {
  track: (index) => ({ type: 'track', event: 'Product Added', properties: { ...product(index), price: 19.99 } }),
  payment: (index) => ({
    type: 'track',
    event: 'Payment Made',
    properties: { ...product(index), revenue: 19.99, currency: 'EUR' }
  }),
  identify: (index) => ({
    type: 'identify',
    traits: {
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: `ada-${index % 200}@example.com`,
      createdAt: '2023-11-02T12:30:00.000Z',
      plan: 'yearly',
      seats: 5,
      company: { id: 'company-1', name: 'Analytical Engines', plan: 'business' }
    }
  }),
  page: () => ({ type: 'page', name: 'Plans', category: 'Shop', properties: page })
}

/** @returns `count` events of a kind: track, payment, identify or page */
exports.eventsOf = (kind, count) =>
  Array.from({ length: count }, (_, index) => ({ ...common(index), ...KINDS[kind](index) }))
