import type { ActionDefinition, InputField } from '@segment/actions-core'
import { contextAndBatching, objectField, textField, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendAs } from '../send'
import type { Payload } from './generated-types'
import { toEvent } from './to-event'

// One condition for each kind: the engine never matches a list of values.
const whenMoneyFlows: InputField['depends_on'] = {
  match: 'any',
  conditions: [
    { fieldKey: 'kind', operator: 'is', value: 'payment' },
    { fieldKey: 'kind', operator: 'is', value: 'refund' }
  ]
}

const action: ActionDefinition<Settings, Payload> = {
  title: 'Track',
  description: 'Record what a user did: a custom event, a payment, a refund, a cancellation or a signup.',
  defaultSubscription: 'type = "track"',
  fields: {
    ...whoAndWhen,
    user_id: textField(
      'User ID',
      '$.userId',
      'The External User ID of the user in Tractionboard. Required for a cancellation or a signup, and where there is no Anonymous ID.'
    ),
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
    name: textField('Event Name', '$.event', 'The name of the event. Required for a custom event.'),
    // As text, since the engine would turn a blank into the number 0 and true into 1.
    amount: {
      ...textField(
        'Amount',
        '$.properties.revenue',
        'What was paid or refunded, as a decimal number. Where it is empty, the first of total, amount and value in the Properties that is a number. For a refund, the sign does not matter.'
      ),
      depends_on: whenMoneyFlows
    },
    currency: {
      ...textField(
        'Currency',
        '$.properties.currency',
        'The ISO 4217 code of the currency of the Amount. Where it is missing, the currency is USD.'
      ),
      depends_on: whenMoneyFlows
    },
    properties: objectField('Properties', '$.properties', 'Everything else that is known of the event.'),
    ...contextAndBatching
  },
  ...sendAs(toEvent)
}

export default action
