import { PayloadValidationError } from '@segment/actions-core'
import type { ActionDefinition } from '@segment/actions-core'
import { envelopeOf, requiredUserId } from '../envelope'
import { LONGEST_ID } from '../events-api'
import type { Alias } from '../events-api'
import { anonymous_id, contextAndBatching, user_id, whereMissing, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendBatch, sendOne } from '../send'
import { limitedText, requiredText } from '../text'
import type { Payload } from './generated-types'

function toEvent(payload: Payload): Alias {
  const envelope = envelopeOf(payload)
  const userId = requiredUserId(envelope, 'an alias')
  const previousId = requiredText(
    'Previous ID',
    limitedText('Previous ID', payload.previous_id, LONGEST_ID) ?? envelope.anonymous_id,
    LONGEST_ID,
    'an alias joins it with the User ID, and there is no Anonymous ID to take its place'
  )
  if (previousId === userId) {
    throw new PayloadValidationError(
      'Previous ID and User ID are equal. Accepted are two different IDs: the old one and the new one of the user.'
    )
  }
  return { type: 'alias', ...envelope, user_id: userId, previous_id: previousId }
}

const action: ActionDefinition<Settings, Payload> = {
  title: 'Alias',
  description: "Change a user's ID. Tractionboard keeps the old ID as an attribute of the new one.",
  defaultSubscription: 'type = "alias"',
  fields: {
    ...whoAndWhen,
    user_id: { ...user_id, description: 'The new External User ID of the user in Tractionboard.', required: true },
    previous_id: {
      label: 'Previous ID',
      description:
        'The ID that the user had before: a User ID or an Anonymous ID. Where it is empty, the Anonymous ID.',
      type: 'string',
      required: whereMissing('anonymous_id'),
      default: { '@path': '$.previousId' }
    },
    anonymous_id: {
      ...anonymous_id,
      description: 'The ID of the visitor before they were known. It takes the place of an empty Previous ID.',
      required: whereMissing('previous_id')
    },
    ...contextAndBatching
  },
  perform: (request, { settings, payload }) => sendOne(request, settings, payload, toEvent),
  performBatch: (request, { settings, payload }) => sendBatch(request, settings, payload, toEvent)
}

export default action
