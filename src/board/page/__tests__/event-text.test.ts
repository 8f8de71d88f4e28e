import type { StoredEvent } from '../../read-api/shapes'
import { describeEvent, detailsOf } from '../events/event-text'

const event = (fields: Partial<StoredEvent>): StoredEvent => ({
  id: 'e1',
  type: 'event',
  timestamp: '2024-01-05T09:00:00.000Z',
  stored_at: '2024-01-05T09:00:01.000Z',
  user_id: 'ada',
  ...fields
})

it.each([
  [{ type: 'visit', channel: 'web', path: '/pricing', title: 'Pricing' }, 'Visited', '/pricing'],
  [{ type: 'visit', channel: 'mobile', name: 'Home' }, 'Viewed a screen', 'Home'],
  [{ type: 'login' }, 'Logged in', ''],
  [{ type: 'attributes', attributes: { plan: 'pro', seats: 3 } }, 'Attributes changed', 'plan, seats'],
  [{ type: 'event', name: 'Report Exported' }, 'Report Exported', ''],
  [{ type: 'payment', amount: 49.5, currency: 'USD' }, 'Payment', '$49.50'],
  [{ type: 'refund', amount: 0.0001, currency: 'EUR' }, 'Refund', '€0.0001'],
  [{ type: 'cancel' }, 'Canceled', ''],
  [{ type: 'signup' }, 'Signed up', ''],
  [{ type: 'group', group_id: 'acme' }, 'In group', 'acme'],
  [{ type: 'alias', previous_id: 'ada-before' }, 'New id, before', 'ada-before'],
  [{ type: 'constructor', name: 'of the future' }, 'constructor', 'of the future']
])('says what %j is', (fields, title, detail) => {
  expect(describeEvent(event(fields))).toEqual({ title, detail })
})

it('gives all details by part, without empty parts', () => {
  const details = detailsOf(event({ name: 'Step', properties: { number: 1 }, context: {} }))
  expect(details.map(({ part }) => part)).toEqual(['Event', 'Properties'])
  expect(details[0].facts.map(([name]) => name)).toEqual(['id', 'timestamp', 'stored_at', 'user_id', 'name'])
  expect(details[1].facts).toEqual([['number', 1]])
})
