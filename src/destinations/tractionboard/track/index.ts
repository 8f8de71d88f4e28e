import type { ActionDefinition } from '@segment/actions-core'
import { contextAndBatching, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendBatch, sendOne } from '../send'
import { trackFields } from './fields'
import type { Payload } from './generated-types'
import { toEvent } from './to-event'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Track',
  description: 'Record what a user did: a custom event, a payment, a refund, a cancellation or a signup.',
  defaultSubscription: 'type = "track"',
  fields: {
    ...whoAndWhen,
    ...trackFields,
    ...contextAndBatching
  },
  perform: (request, { settings, payload }) => sendOne(request, settings, payload, toEvent),
  performBatch: (request, { settings, payload }) => sendBatch(request, settings, payload, toEvent)
}

export default action
