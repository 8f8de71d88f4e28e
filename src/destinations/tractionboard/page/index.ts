import type { ActionDefinition } from '@segment/actions-core'
import { contextAndBatching, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendBatch, sendOne } from '../send'
import { toVisit, visitFields } from '../visit'
import type { Payload } from './generated-types'

const toEvent = (payload: Payload) => toVisit('web', payload)

const action: ActionDefinition<Settings, Payload> = {
  title: 'Page',
  description: 'Record a visit to a page of your website or web app.',
  defaultSubscription: 'type = "page"',
  fields: {
    ...whoAndWhen,
    ...visitFields,
    ...contextAndBatching
  },
  perform: (request, { settings, payload }) => sendOne(request, settings, payload, toEvent),
  performBatch: (request, { settings, payload }) => sendBatch(request, settings, payload, toEvent)
}

export default action
