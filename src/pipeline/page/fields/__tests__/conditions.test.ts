import type { ActionField, Conditions } from '../../../read-api/shapes'
import { describeConditions, isRequired, isShown, truthOf } from '../conditions'

const field = (key: string, label: string, more: Partial<ActionField> = {}): ActionField => ({
  key,
  label,
  description: '',
  type: 'string',
  required: false,
  dependsOn: null,
  multiple: false,
  choices: null,
  default: null,
  properties: null,
  ...more
})
const isKind = (value: string) => ({ fieldKey: 'kind', operator: 'is', value })
const whenMoneyFlows: Conditions = { match: 'any', conditions: [isKind('payment'), isKind('refund')] }
const amount = field('amount', 'Amount', { required: whenMoneyFlows, dependsOn: whenMoneyFlows })
// As JSON, a condition on a missing field has no value at all.
const withoutUser: Conditions = { conditions: [{ fieldKey: 'user_id', operator: 'is' }] }

describe('a field that is shown and required by condition', () => {
  it.each([
    [{ kind: 'payment' }, true, 'yes'],
    [{ kind: 'event' }, false, 'no'],
    [{}, false, 'no'],
    [{ kind: { '@path': '$.properties.kind' } }, true, 'depends']
  ])('%j: shown %s, required %s', (mapping, shown, required) => {
    expect(isShown(amount, mapping)).toBe(shown)
    expect(isRequired(amount, mapping)).toBe(required)
  })

  it.each([
    [{}, 'yes'],
    [{ user_id: 'ada' }, 'no'],
    [{ user_id: { '@path': '$.userId' } }, 'depends']
  ])('%j: needed in place of the missing user: %s', (mapping, truth) => {
    expect(truthOf(withoutUser, mapping)).toBe(truth)
  })

  it('wants all conditions where it does not say any', () => {
    const both: Conditions = { conditions: [isKind('payment'), { fieldKey: 'user_id', operator: 'is_not' }] }
    expect(truthOf(both, { kind: 'payment' })).toBe('no')
    expect(truthOf(both, { kind: 'payment', user_id: 'ada' })).toBe('yes')
  })
})

describe('a condition in words', () => {
  const kind = field('kind', 'Kind', { choices: [{ label: 'Payment', value: 'payment' }] })
  it.each<[Conditions, string]>([
    [whenMoneyFlows, 'Kind is Payment or refund'],
    [withoutUser, 'User ID is missing'],
    [
      { match: 'any', conditions: [isKind('payment'), { fieldKey: 'user_id', operator: 'is' }] },
      'Kind is Payment or User ID is missing'
    ],
    [{ conditions: [{ fieldKey: 'user_id', operator: 'is_not' }] }, 'User ID is not missing']
  ])('%j', (conditions, text) => {
    expect(describeConditions(conditions, [kind, field('user_id', 'User ID')])).toBe(text)
  })
})
