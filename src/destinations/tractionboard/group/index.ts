import type { ActionDefinition } from '@segment/actions-core'
import { envelopeOf } from '../envelope'
import { LONGEST_ID } from '../events-api'
import type { GroupMembership } from '../events-api'
import { contextAndBatching, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendBatch, sendOne } from '../send'
import { requiredText, withoutBlanks } from '../text'
import type { Payload } from './generated-types'

function toEvent(payload: Payload): GroupMembership {
  return {
    type: 'group',
    ...envelopeOf(payload),
    group_id: requiredText('Group ID', payload.group_id, LONGEST_ID, 'Tractionboard keeps the group under it'),
    attributes: withoutBlanks(payload.traits)
  }
}

const action: ActionDefinition<Settings, Payload> = {
  title: 'Group',
  description: 'Keep the group that a user belongs to, and what is known of it, as an attribute of the user.',
  defaultSubscription: 'type = "group"',
  fields: {
    ...whoAndWhen,
    group_id: {
      label: 'Group ID',
      description: 'The ID of the group, such as a company or a team.',
      type: 'string',
      required: true,
      default: { '@path': '$.groupId' }
    },
    traits: {
      label: 'Traits',
      description: 'What is known of the group.',
      type: 'object',
      default: { '@path': '$.traits' }
    },
    ...contextAndBatching
  },
  perform: (request, { settings, payload }) => sendOne(request, settings, payload, toEvent),
  performBatch: (request, { settings, payload }) => sendBatch(request, settings, payload, toEvent)
}

export default action
