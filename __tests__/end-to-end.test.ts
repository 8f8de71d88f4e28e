import { Analytics } from '@segment/analytics-node'
import { eventually, startProduct, temporaryFolder } from './__helpers__/product'
import type { BoardEvent, Product } from './__helpers__/product'

let data: { folder: string; remove(): Promise<void> }
let product: Product

beforeAll(async () => {
  data = await temporaryFolder()
  product = await startProduct(data.folder)
})

afterAll(async () => {
  await product?.stop()
  await data?.remove()
})

const TIMESTAMP = new Date('2024-01-05T09:00:00.000Z')

/** The fields of an event that the test gives. The pipeline corrects times by what it takes the SDK's clock to be off. */
function essentials({ id: _id, context: _context, stored_at: _stored, timestamp, ...event }: BoardEvent): object {
  return { ...event, onTime: Date.parse(String(timestamp)) - TIMESTAMP.getTime() < 10_000 }
}

describe('a stock Node SDK', () => {
  it('delivers all ten kinds of calls to the board', async () => {
    const analytics = new Analytics({ writeKey: product.writeKey, host: product.pipelineUrl })
    const userId = 'ada'
    const timestamp = TIMESTAMP
    analytics.identify({ userId, timestamp, traits: { firstName: 'Ada', lastName: 'Lovelace', plan: 'pro' } })
    analytics.track({ userId, timestamp, event: 'signup' })
    analytics.track({ userId, timestamp, event: 'Payment Made', properties: { revenue: '19.99', currency: 'eur' } })
    analytics.track({ userId, timestamp, event: 'Refund Received', properties: { revenue: -4.05 } })
    analytics.track({ userId, timestamp, event: 'cancel' })
    analytics.track({ userId, timestamp, event: 'Report Opened', properties: { pages: 3 } })
    analytics.page({ anonymousId: 'device', timestamp, name: 'Pricing', properties: { url: 'https://example.com/p' } })
    analytics.screen({ anonymousId: 'device', timestamp, name: 'Welcome' })
    analytics.group({ userId, timestamp, groupId: 'acme', traits: { name: 'Acme' } })
    analytics.alias({ userId, previousId: 'ada@example.com', timestamp })
    await analytics.closeAndFlush()

    const events = await eventually(async () => {
      const arrived = await product.events()
      return arrived.length >= 10 ? arrived : undefined
    })
    const byType = new Map(events.map((event) => [event.type, essentials(event)]))
    const common = { onTime: true }
    expect(events).toHaveLength(10)
    expect(events.filter(({ type }) => type === 'visit').map(essentials)).toEqual(
      expect.arrayContaining([
        {
          ...common,
          type: 'visit',
          channel: 'web',
          anonymous_id: 'device',
          name: 'Pricing',
          url: 'https://example.com/p',
          properties: { url: 'https://example.com/p' }
        },
        {
          ...common,
          type: 'visit',
          channel: 'mobile',
          anonymous_id: 'device',
          name: 'Welcome',
          properties: {}
        }
      ])
    )
    expect(byType.get('login')).toEqual({
      ...common,
      type: 'login',
      user_id: 'ada',
      attributes: { first_name: 'Ada', last_name: 'Lovelace', name: 'Ada Lovelace', plan: 'pro' }
    })
    expect(byType.get('signup')).toMatchObject({ ...common, user_id: 'ada' })
    expect(byType.get('payment')).toMatchObject({ ...common, user_id: 'ada', currency: 'EUR' })
    expect(Number(byType.get('payment')?.['amount' as keyof object])).toBe(19.99)
    expect(byType.get('refund')).toMatchObject({ ...common, user_id: 'ada', currency: 'USD' })
    expect(Number(byType.get('refund')?.['amount' as keyof object])).toBe(4.05)
    expect(byType.get('cancel')).toMatchObject({ ...common, user_id: 'ada' })
    expect(byType.get('event')).toMatchObject({
      ...common,
      user_id: 'ada',
      name: 'Report Opened',
      properties: { pages: 3 }
    })
    expect(byType.get('group')).toMatchObject({
      ...common,
      user_id: 'ada',
      group_id: 'acme',
      attributes: { name: 'Acme' }
    })
    expect(byType.get('alias')).toMatchObject({ ...common, user_id: 'ada', previous_id: 'ada@example.com' })
  })

  it('stores each event once, also when the same batch comes three times', async () => {
    const batches: string[] = []
    const httpClient = async (url: string, init: RequestInit) => {
      if (typeof init.body === 'string') batches.push(init.body)
      return fetch(url, init)
    }
    const analytics = new Analytics({
      writeKey: product.writeKey,
      host: product.pipelineUrl,
      httpClient: httpClient
    })
    const before = (await product.events()).length
    for (let number = 0; number < 10; number++) {
      analytics.track({ userId: 'grace', event: 'Payment Made', properties: { revenue: 10, number } })
    }
    await analytics.closeAndFlush()
    for (const body of [...batches, ...batches]) {
      const answer = await fetch(`${product.pipelineUrl}/v1/batch`, { method: 'POST', body })
      expect(answer.status).toBe(200)
    }
    const last = new Analytics({ writeKey: product.writeKey, host: product.pipelineUrl })
    last.track({ userId: 'grace', event: 'Last' })
    await last.closeAndFlush()

    const events = await eventually(async () => {
      const arrived = await product.events()
      return arrived.some(({ name }) => name === 'Last') ? arrived : undefined
    })
    expect(events).toHaveLength(before + 11)
    expect(events.filter(({ type, user_id }) => type === 'payment' && user_id === 'grace')).toHaveLength(10)
  })
})
