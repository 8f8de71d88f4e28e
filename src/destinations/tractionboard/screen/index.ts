import type { ActionDefinition } from '@segment/actions-core'
import { contextAndBatching, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendBatch, sendOne } from '../send'
import { toVisit, visitFields } from '../visit'
import type { Payload } from './generated-types'

const toEvent = (payload: Payload) => toVisit('mobile', payload)

const action: ActionDefinition<Settings, Payload> = {
  title: 'Screen',
  description: 'Record a visit to a screen of your mobile app.',
  defaultSubscription: 'type = "screen"',
  fields: {
    ...whoAndWhen,
    ...visitFields,
    ...contextAndBatching
  },
  perform: (request, { settings, payload }) => sendOne(request, settings, payload, toEvent),
  performBatch: (request, { settings, payload }) => sendBatch(request, settings, payload, toEvent)
}

export default action
