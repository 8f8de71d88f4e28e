import { whatChanged } from '../what-changed'

it('says of every value that was sent where it is from, and what was left out', () => {
  const event = {
    type: 'track',
    event: 'Payment Made',
    messageId: 'm1',
    userId: 'ada',
    properties: { revenue: '5.00', currency: 'eur', plan: 'pro', coupon: true },
    context: { ip: '203.0.113.7', library: { name: 'analytics.js' } }
  }
  const sent = {
    id: 'm1',
    type: 'payment',
    name: 'Payment Made',
    user_id: 'ada',
    amount: 5,
    currency: 'EUR',
    made: true,
    properties: { plan: 'pro' },
    context: { ip: '203.0.113.7' }
  }
  expect(whatChanged(event, sent)).toEqual({
    sent: [
      { field: 'id', value: 'm1', from: 'messageId' },
      { field: 'type', value: 'payment', from: 'type', before: 'track' },
      { field: 'name', value: 'Payment Made', from: 'event' },
      { field: 'user_id', value: 'ada', from: 'userId' },
      { field: 'amount', value: 5, from: 'properties.revenue', before: '5.00' },
      { field: 'currency', value: 'EUR', from: 'properties.currency', before: 'eur' },
      { field: 'made', value: true, from: null },
      { field: 'properties.plan', value: 'pro', from: 'properties.plan' },
      { field: 'context.ip', value: '203.0.113.7', from: 'context.ip' }
    ],
    leftOut: ['properties.coupon', 'context.library.name']
  })
})
