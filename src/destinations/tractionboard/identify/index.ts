import type { ActionDefinition } from '@segment/actions-core'
import { envelopeOf } from '../envelope'
import { contextAndBatching, objectField, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendAs } from '../send'
import type { Identification } from '../types'
import { attributesOf } from './attributes'
import type { Payload } from './generated-types'

/** Without a user id there is no External User ID that could log in: the traits go to the anonymous person. */
function toEvent(payload: Payload): Identification {
  const envelope = envelopeOf(payload)
  const type = envelope.user_id !== undefined && payload.is_login !== false ? 'login' : 'attributes'
  return { type, ...envelope, attributes: attributesOf(payload.traits) }
}

const action: ActionDefinition<Settings, Payload> = {
  title: 'Identify',
  description: 'Record a login of a user and keep what is known of them as attributes.',
  defaultSubscription: 'type = "identify"',
  fields: {
    ...whoAndWhen,
    traits: objectField(
      'Traits',
      '$.traits',
      "What is known of the user. Segment's reserved traits, such as firstName or createdAt, become Tractionboard's own attributes; every other trait keeps its name. An empty value (null) removes the attribute."
    ),
    is_login: {
      label: 'Count as Login',
      description:
        'When enabled, the call counts as a login of the user. Calls that Engage makes to sync audiences and computed traits only update attributes.',
      type: 'boolean',
      default: { '@if': { exists: { '@path': '$.context.personas' }, then: false, else: true } }
    },
    ...contextAndBatching
  },
  ...sendAs(toEvent)
}

export default action
