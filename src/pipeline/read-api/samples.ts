import type { Sample } from './shapes'

const context = {
  ip: '203.0.113.7',
  locale: 'en-GB',
  timezone: 'Europe/Berlin',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
  library: { name: 'analytics.js', version: 'next-1.84.3' }
}
const user = { userId: 'ada', anonymousId: '8f2a1c3e-0d4b-4f6a-9c7e-5b1d2e3f4a60' }
const page = {
  path: '/pricing',
  referrer: 'https://www.example.org/',
  search: '?utm_source=newsletter',
  title: 'Pricing',
  url: 'https://www.example.com/pricing?utm_source=newsletter'
}
/** What Engage adds to the calls it makes itself. */
const personas = (computation_class: 'audience' | 'trait', computation_key: string) => ({
  personas: {
    computation_class,
    computation_id: computation_class === 'audience' ? 'aud_2XnPqRs' : 'trt_7YmKjLt',
    computation_key,
    namespace: 'spa_hN8dVc',
    space_id: 'spa_hN8dVc'
  }
})
const engage = { All: false, Tractionboard: true }

const track = (event: string, properties: Record<string, unknown> = {}) => ({
  type: 'track',
  ...user,
  event,
  properties,
  context: { ...context, page }
})

/** An event of every kind that a Segment source and Engage send. Message id and times are given to it when it is used. */
export const samples: Sample[] = [
  {
    name: 'Page',
    event: {
      type: 'page',
      ...user,
      name: 'Pricing',
      category: 'Marketing',
      properties: page,
      context: { ...context, page }
    }
  },
  {
    name: 'Screen',
    event: {
      type: 'screen',
      ...user,
      name: 'Checkout',
      properties: { plan: 'pro' },
      context: {
        ...context,
        app: { name: 'Shop', version: '4.2.0' },
        device: { type: 'ios', model: 'iPhone15,2' },
        os: { name: 'iOS', version: '17.5' }
      }
    }
  },
  {
    name: 'Identify',
    event: {
      type: 'identify',
      ...user,
      traits: {
        email: 'ada@example.com',
        firstName: 'Ada',
        lastName: 'Lovelace',
        plan: 'pro',
        createdAt: '2024-01-15T09:30:00.000Z',
        company: { name: 'Analytical Engines' }
      },
      context
    }
  },
  {
    name: 'Identify, anonymous',
    event: { type: 'identify', anonymousId: user.anonymousId, traits: { newsletter: true }, context }
  },
  { name: 'Track', event: track('Report Opened', { report: 'revenue' }) },
  { name: 'Track: Payment Made', event: track('Payment Made', { revenue: 49.9, currency: 'EUR', plan: 'pro' }) },
  {
    name: 'Track: Refund Received',
    event: track('Refund Received', { total: 49.9, currency: 'EUR', reason: 'duplicate' })
  },
  { name: 'Track: signup', event: track('signup', { source: 'newsletter' }) },
  { name: 'Track: cancel', event: track('cancel', { reason: 'too expensive' }) },
  {
    name: 'Group',
    event: {
      type: 'group',
      ...user,
      groupId: 'analytical-engines',
      traits: { name: 'Analytical Engines', employees: 12, plan: 'team' },
      context
    }
  },
  { name: 'Alias', event: { type: 'alias', userId: 'ada', previousId: user.anonymousId, context } },
  {
    name: 'Engage: audience by identify',
    event: {
      type: 'identify',
      userId: 'ada',
      traits: { high_value_customers: true },
      context: personas('audience', 'high_value_customers'),
      integrations: engage
    }
  },
  {
    name: 'Engage: audience by track',
    event: {
      type: 'track',
      userId: 'ada',
      event: 'Audience Entered',
      properties: { audience_key: 'high_value_customers', high_value_customers: true },
      context: personas('audience', 'high_value_customers'),
      integrations: engage
    }
  },
  {
    name: 'Engage: computed trait by identify',
    event: {
      type: 'identify',
      userId: 'ada',
      traits: { lifetime_value: 249.5 },
      context: personas('trait', 'lifetime_value'),
      integrations: engage
    }
  },
  {
    name: 'Engage: computed trait by track',
    event: {
      type: 'track',
      userId: 'ada',
      event: 'Trait Computed',
      properties: { trait_key: 'lifetime_value', lifetime_value: 249.5 },
      context: personas('trait', 'lifetime_value'),
      integrations: engage
    }
  }
]
