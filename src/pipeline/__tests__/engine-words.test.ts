import type { ActionDefinition } from '@segment/actions-core'
import { Engine, type Definition } from '../deliver/engine'
import { explainEngineWords } from '../deliver/engine-words'

const fields: ActionDefinition<unknown>['fields'] = {
  at: { label: 'Happened at', description: '', type: 'datetime', required: true },
  user: {
    label: 'User',
    description: '',
    type: 'string',
    minimum: 1,
    required: { conditions: [{ fieldKey: 'visitor', operator: 'is', value: undefined }] }
  },
  visitor: {
    label: 'Visitor',
    description: '',
    type: 'string',
    required: { conditions: [{ fieldKey: 'user', operator: 'is', value: undefined }] }
  },
  kind: {
    label: 'Kind',
    description: '',
    type: 'string',
    choices: [
      { label: 'Sale', value: 'sale' },
      { label: 'Return', value: 'return' }
    ]
  },
  price: {
    label: 'Price',
    description: '',
    type: 'number',
    minimum: 1,
    maximum: 100,
    required: { conditions: [{ fieldKey: 'kind', operator: 'is', value: 'sale' }] }
  },
  tags: { label: 'Tags', description: '', type: 'string', multiple: true },
  details: { label: 'Details', description: '', type: 'object' },
  paid: { label: 'Paid', description: '', type: 'boolean' }
}
const definition: Definition = {
  name: 'Shop',
  mode: 'cloud',
  actions: {
    record: { title: 'Record', description: '', fields, perform: () => 'sent', performBatch: () => ['sent'] }
  }
}
const at = '2024-02-29T12:00:00Z'

/** What the real engine makes of a payload, alone and in a batch. */
async function reasonsFor(properties: Record<string, unknown>): Promise<string[]> {
  const mapping = Object.fromEntries(Object.keys(fields).map((key) => [key, { '@path': `$.properties.${key}` }]))
  const engine = new Engine(definition)
  const event = { messageId: 'm', type: 'track' as const, properties } as any
  const attempts = [false, true].map((enable_batching) =>
    engine.deliver(
      {},
      {
        partnerAction: 'record',
        subscribe: 'type = "track"',
        name: 'x',
        mapping: { ...mapping, enable_batching }
      } as any,
      [event]
    )
  )
  return (await Promise.all(attempts)).flatMap(({ result }) =>
    'split' in result ? [] : result.results.map(({ reason }) => reason)
  )
}

describe('what the engine says of a field', () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      'a missing field',
      { user: 'u' },
      "Happened at is missing. Accepted is an ISO 8601 date and time, or epoch seconds or milliseconds. (Segment: The root value is missing the required field 'at'.)"
    ],
    ['two of which one is needed', { at }, 'User and Visitor are missing: an event needs at least one. (Segment: The'],
    ['a field that another requires', { at, user: 'u', kind: 'sale' }, 'Price is missing. Accepted is a number of at'],
    ['an unreadable time', { at: 'noon', user: 'u' }, 'Happened at cannot be read. Accepted is an ISO 8601 date and'],
    ['a time of a wrong type', { at: {}, user: 'u' }, 'Happened at cannot be read: it was an object. Accepted is'],
    ['no choice', { at, user: 'u', kind: 'x' }, 'Kind is not acceptable. Accepted is one of sale, return. (Segment: '],
    [
      'a number beyond',
      { at, user: 'u', price: 101 },
      'Price is not acceptable. Accepted is a number of at least 1 and'
    ],
    ['a text for a number', { at, user: 'u', price: '$5' }, 'Price is not acceptable: it was a string. Accepted is a'],
    ['a text for an object', { at, user: 'u', details: 'x' }, 'Details is not acceptable: it was a string. Accepted'],
    [
      'no boolean',
      { at, user: 'u', paid: 'maybe' },
      'Paid is not acceptable: it was a string. Accepted is true or false'
    ],
    ['several', { user: 'u', details: 'x', paid: 'x' }, 'Details is not acceptable: it was a string. Accepted is an']
  ])('%s reads as the destination puts it, alone and in a batch', async (_case, properties, expected) => {
    const reasons = await reasonsFor(properties)
    expect(reasons).toHaveLength(2)
    expect(reasons).toEqual([expect.stringContaining(expected), expect.stringContaining(expected)])
  })

  it('says that a blank text in a batch is missing', async () => {
    const [, inBatch] = await reasonsFor({ at, user: '' })
    expect(inBatch).toContain('User is missing. Accepted is a text.')
  })

  it.each([
    ['Tractionboard answered 400: The root value is missing the required field'],
    ['User ID is missing: a cancel event cannot be booked without it.'],
    ["The root value is missing the required field 'unknown'."],
    ['Happened at must be a valid date-like string but it was not. And something else.'],
    ['']
  ])('leaves %j as it is', (reason) => {
    expect(explainEngineWords(reason, fields)).toBe(reason)
  })
})
