import { PayloadValidationError } from '@segment/actions-core'
import type { ActionDefinition } from '@segment/actions-core'
import { MAX_ID_LENGTH } from '../constants'
import { envelopeOf, requiredUserId } from '../envelope'
import { anonymous_id, contextAndBatching, textField, user_id, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendAs } from '../send'
import type { Alias } from '../types'
import { limitedText, requiredText } from '../utils'
import type { Payload } from './generated-types'

function toEvent(payload: Payload): Alias {
  const envelope = envelopeOf(payload)
  const userId = requiredUserId(envelope, 'an alias')
  const previousId = requiredText(
    'Previous ID',
    limitedText('Previous ID', payload.previous_id, MAX_ID_LENGTH) ?? envelope.anonymous_id,
    MAX_ID_LENGTH,
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
    previous_id: textField(
      'Previous ID',
      '$.previousId',
      'The ID that the user had before: a User ID or an Anonymous ID. Where it is empty, the Anonymous ID.'
    ),
    anonymous_id: {
      ...anonymous_id,
      description: 'The ID of the visitor before they were known. It takes the place of an empty Previous ID.'
    },
    ...contextAndBatching
  },
  ...sendAs(toEvent)
}

export default action
