import { createTestIntegration } from '@segment/actions-core'
import { deliverBatch, envelope, segmentEvent, sentFor } from '../../__tests__/__helpers__/deliver'
import { closeTractionboard, settings, tractionboard } from '../../__tests__/__helpers__/tractionboard'
import destination from '../../index'

const track = (call: any) => segmentEvent({ type: 'track', ...call })
const order = { order_id: 'order-1', items: [{ sku: 'a', quantity: 2 }] }
const money = { ...order, revenue: 19.99, currency: 'eur' }

const CASES: [string, string, any, any][] = [
  ['Payment Made', 'Payment Made', money, { type: 'payment', amount: 19.99, currency: 'EUR' }],
  ['Payment Made', 'Made Payment', money, { type: 'payment', amount: 19.99, currency: 'EUR' }],
  ['Refund Received', 'Refund Received', { total: -5 }, { type: 'refund', amount: 5, currency: 'USD' }],
  ['Refund Received', 'Received Refund', { total: 5 }, { type: 'refund', amount: 5, currency: 'USD' }],
  ['Cancel', 'cancel', { reason: 'price' }, { type: 'cancel' }],
  ['Signup', 'signup', { plan: 'pro' }, { type: 'signup' }],
  ['Track', 'Order Completed', { ...order, revenue: 3 }, { type: 'event' }],
  ['Track', 'payment made', money, { type: 'event' }]
]

afterEach(closeTractionboard)

describe('A track call', () => {
  it.each(CASES)('%s: the event %s, single and in a batch', async (preset, event, properties, expected) => {
    expect(await sentFor(preset, track({ event, properties }))).toEqual({
      ...envelope,
      ...expected,
      name: event,
      properties
    })
  })

  it('gets its statuses in the order of its batch', async () => {
    const received = tractionboard()
    const statuses = await deliverBatch('Track', [
      track({ event: 'a', messageId: 'm-1' }),
      track({ event: 'b', messageId: 'm-2', userId: 'bob' })
    ])
    const events = [
      { type: 'event', ...envelope, id: 'm-1', name: 'a' },
      { type: 'event', ...envelope, id: 'm-2', user_id: 'bob', name: 'b' }
    ]
    expect(received.map(({ body }) => body)).toEqual([{ events }])
    expect(statuses).toMatchObject(events.map((sent) => ({ status: 201, sent, body: 'Stored' })))
  })

  it('may be named by nothing but its kind, where that needs no name', async () => {
    const received = tractionboard()
    const testDestination = createTestIntegration(destination)
    const mapping = { kind: 'cancel', name: '' }
    await testDestination.testAction('track', { event: track({}), mapping, settings, useDefaultMappings: true })
    expect(received[0].body.events).toEqual([expect.not.objectContaining({ name: expect.anything() })])
  })

  it('is of one of five kinds', async () => {
    const testDestination = createTestIntegration(destination)
    const delivery = testDestination.testAction('track', {
      event: track({ event: 'a' }),
      mapping: { kind: 'sale' },
      settings,
      useDefaultMappings: true
    })
    await expect(delivery).rejects.toThrow(/Kind/)
  })
})
