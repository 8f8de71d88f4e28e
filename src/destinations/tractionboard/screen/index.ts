import type { ActionDefinition } from '@segment/actions-core'
import { contextAndBatching, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendAs } from '../send'
import { toVisit, visitFields } from '../visit'
import type { Payload } from './generated-types'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Screen',
  description: 'Record a visit to a screen of your mobile app.',
  defaultSubscription: 'type = "screen"',
  fields: { ...whoAndWhen, ...visitFields, ...contextAndBatching },
  ...sendAs((payload) => toVisit('mobile', payload))
}

export default action
