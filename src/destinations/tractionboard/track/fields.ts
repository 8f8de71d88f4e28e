import type { InputField } from '@segment/actions-core'
import { user_id } from '../fields'

type Conditions = NonNullable<InputField['depends_on']>

// One condition for each kind: the engine never matches a list of values.
const isKind = (kind: string): Conditions['conditions'][number] => ({ fieldKey: 'kind', operator: 'is', value: kind })
const whenMoneyFlows: Conditions = { match: 'any', conditions: [isKind('payment'), isKind('refund')] }

export const trackFields: Record<string, InputField> = {
  user_id: {
    ...user_id,
    description:
      'The External User ID of the user in Tractionboard. Required for a cancellation or a signup, and where there is no Anonymous ID.',
    required: {
      match: 'any',
      conditions: [isKind('cancel'), isKind('signup'), { fieldKey: 'anonymous_id', operator: 'is', value: undefined }]
    }
  },
  kind: {
    label: 'Kind',
    description:
      'What the event is to Tractionboard. A payment or a refund changes the earnings and the revenue, a cancellation the churn rate, a signup the user acquisition cost.',
    type: 'string',
    required: true,
    choices: [
      { label: 'Custom Event', value: 'event' },
      { label: 'Payment', value: 'payment' },
      { label: 'Refund', value: 'refund' },
      { label: 'Cancellation', value: 'cancel' },
      { label: 'Signup', value: 'signup' }
    ],
    disabledInputMethods: ['variable', 'function', 'freeform', 'enrichment'],
    default: 'event'
  },
  name: {
    label: 'Event Name',
    description: 'The name of the event. Required for a custom event.',
    type: 'string',
    required: { conditions: [isKind('event')] },
    default: { '@path': '$.event' }
  },
  amount: {
    label: 'Amount',
    description:
      'What was paid or refunded, as a decimal number. The first of these values that is not empty counts. For a refund, the sign does not matter.',
    // As text, since the engine would turn a blank into the number 0 and true into 1.
    type: 'string',
    multiple: true,
    required: whenMoneyFlows,
    depends_on: whenMoneyFlows,
    default: [
      { '@path': '$.properties.revenue' },
      { '@path': '$.properties.total' },
      { '@path': '$.properties.amount' },
      { '@path': '$.properties.value' }
    ]
  },
  currency: {
    label: 'Currency',
    description: 'The ISO 4217 code of the currency of the Amount. Where it is missing, the currency is USD.',
    type: 'string',
    depends_on: whenMoneyFlows,
    default: { '@path': '$.properties.currency' }
  },
  properties: {
    label: 'Properties',
    description: 'Everything else that is known of the event.',
    type: 'object',
    default: { '@path': '$.properties' }
  }
}
