import fc from './fast-check'
import type { WireEvent } from './board'

/**
 * Ids are few, so that histories collide; one of them occurs both as a user's and as an anonymous one. Some are of other planes, which
 * JavaScript and a database put in different orders.
 */
const user = fc.constantFrom('ann', 'bob', 'cat\u{1f600}', 'cat\uffee', 'both')
const anonymous = fc.constantFrom('phone\u{1f600}', 'phone\uffee', 'both')
const plane = fc.constantFrom('', '\ue000', '\u{10000}', '\uffee', 'z')
const anyId = fc.oneof(user, anonymous)

/** Times of two months and a half: many ties, many midnights, the ends of months and weeks, other time zones. */
const timestamp = fc
  .tuple(
    fc.constantFrom('2024-01-01', '2024-01-30', '2024-01-31', '2024-02-01', '2024-02-05', '2024-02-29', '2024-03-01'),
    fc.constantFrom(
      'T00:00:00Z',
      'T00:00:00.000Z',
      'T08:00:00Z',
      'T08:00:00.001Z',
      'T23:59:59.999Z',
      'T00:30:00+02:00',
      'T12:00:00Z'
    )
  )
  .map((parts) => parts.join(''))

const who = fc.oneof(
  fc.record({ user_id: user }),
  fc.record({ anonymous_id: anonymous }),
  fc.record({ user_id: user, anonymous_id: anonymous })
)
const known = fc.oneof(fc.record({ user_id: user }), fc.record({ user_id: user, anonymous_id: anonymous }))

const value = fc.constantFrom<unknown>(null, null, 1, 'blue', true, false, { nested: [1, null] }, '')
const attributes = fc.dictionary(fc.constantFrom('email', 'name', 'plan', '__proto'), value, { maxKeys: 3 })
const amount = fc.constantFrom(0, 0.1, 0.2, 19.99, 50, 0.0001, 99_999_999_999.9999)
const currency = fc.constantFrom('USD', 'EUR')

const body = fc.oneof(
  fc.tuple(who, fc.record({ type: fc.constant('visit'), channel: fc.constantFrom('web', 'mobile') })),
  fc.tuple(known, fc.record({ type: fc.constant('login'), attributes })),
  fc.tuple(who, fc.record({ type: fc.constant('attributes'), attributes })),
  fc.tuple(who, fc.record({ type: fc.constant('event'), name: fc.constant('Report Exported') })),
  fc.tuple(who, fc.record({ type: fc.constantFrom('payment', 'refund'), amount, currency })),
  fc.tuple(known, fc.record({ type: fc.constantFrom('cancel', 'signup') })),
  fc.tuple(known, fc.record({ type: fc.constant('cancel') })),
  fc.tuple(who, fc.record({ type: fc.constant('group'), group_id: fc.constantFrom('acme', 'beta'), attributes })),
  fc
    .tuple(known, fc.record({ type: fc.constant('alias'), previous_id: anyId }))
    .filter(([{ user_id }, { previous_id }]) => user_id !== previous_id)
)

const text = fc.constantFrom<unknown>('google', 'cpc', ' ', null, 7)
const campaign = fc.option(fc.record({ source: text, medium: text, name: text }, { requiredKeys: [] }), { freq: 1 })

const item = fc.tuple(fc.tuple(plane, fc.nat(99)), timestamp, body, campaign)

/** A set of up to 60 events, their ids in no relation to their order. Most are short: collisions need few events. */
export const history: fc.Arbitrary<WireEvent[]> = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(item, { minLength: 1, maxLength: 16, size: 'max' }) },
    { weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength: 60, size: 'max' }) }
  )
  .map((items) =>
    items.map(([chance, timestamp, [ids, fields], campaign], index) => ({
      id: `${chance.join('')}-${index}`,
      timestamp,
      ...ids,
      ...fields,
      ...(campaign && { context: { campaign } })
    }))
  )
