import type { ActionDefinition } from '@segment/actions-core'
import { MAX_ID_LENGTH } from '../constants'
import { envelopeOf } from '../envelope'
import { contextAndBatching, objectField, textField, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendAs } from '../send'
import type { GroupMembership } from '../types'
import { requiredText, withoutBlanks } from '../utils'
import type { Payload } from './generated-types'

function toEvent(payload: Payload): GroupMembership {
  return {
    type: 'group',
    ...envelopeOf(payload),
    group_id: requiredText('Group ID', payload.group_id, MAX_ID_LENGTH, 'Tractionboard keeps the group under it'),
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
      ...textField('Group ID', '$.groupId', 'The ID of the group, such as a company or a team.'),
      required: true
    },
    traits: objectField('Traits', '$.traits', 'What is known of the group.'),
    ...contextAndBatching
  },
  ...sendAs(toEvent)
}

export default action
