import type { ActionDefinition } from '@segment/actions-core'
import { envelopeOf } from '../envelope'
import type { AttributesUpdate, Login } from '../events-api'
import { contextAndBatching, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendBatch, sendOne } from '../send'
import { attributesOf } from './attributes'
import type { Payload } from './generated-types'

/** Without a user id there is no External User ID that could log in: the traits go to the anonymous person. */
function toEvent(payload: Payload): Login | AttributesUpdate {
  const envelope = envelopeOf(payload)
  const attributes = attributesOf(payload.traits)
  return envelope.user_id !== undefined && payload.is_login !== false
    ? { type: 'login', ...envelope, user_id: envelope.user_id, attributes }
    : { type: 'attributes', ...envelope, attributes }
}

const action: ActionDefinition<Settings, Payload> = {
  title: 'Identify',
  description: 'Record a login of a user and keep what is known of them as attributes.',
  defaultSubscription: 'type = "identify"',
  fields: {
    ...whoAndWhen,
    traits: {
      label: 'Traits',
      description:
        "What is known of the user. Segment's reserved traits, such as firstName or createdAt, become Tractionboard's own attributes; every other trait keeps its name. An empty value (null) removes the attribute.",
      type: 'object',
      default: { '@path': '$.traits' }
    },
    is_login: {
      label: 'Count as Login',
      description:
        'When enabled, the call counts as a login of the user. Calls that Engage makes to sync audiences and computed traits only update attributes.',
      type: 'boolean',
      default: { '@if': { exists: { '@path': '$.context.personas' }, then: false, else: true } }
    },
    ...contextAndBatching
  },
  perform: (request, { settings, payload }) => sendOne(request, settings, payload, toEvent),
  performBatch: (request, { settings, payload }) => sendBatch(request, settings, payload, toEvent)
}

export default action
