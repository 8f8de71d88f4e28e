import type { ActionDefinition } from '@segment/actions-core'
import { contextAndBatching, whoAndWhen } from '../fields'
import type { Settings } from '../generated-types'
import { sendAs } from '../send'
import { toVisit, visitFields } from '../visit'
import type { Payload } from './generated-types'

const action: ActionDefinition<Settings, Payload> = {
  title: 'Page',
  description: 'Record a visit to a page of your website or web app.',
  defaultSubscription: 'type = "page"',
  fields: { ...whoAndWhen, ...visitFields, ...contextAndBatching },
  ...sendAs((payload) => toVisit('web', payload))
}

export default action
