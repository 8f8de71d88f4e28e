import type { InputField } from '@segment/actions-core'
import { envelopeOf } from './envelope'
import { objectField, textField } from './fields'
import type { Payload } from './page/generated-types'
import type { Visit } from './types'
import { objectOf, textOf } from './utils'

const FROM_CONTEXT = "Where it is empty, a Page call has it from the Context's page."

/** The fields of the two actions that record a visit. */
export const visitFields: Record<string, InputField> = {
  name: textField('Name', '$.name', 'The name of the page or screen. Where it is empty, the name in the Properties.'),
  category: textField(
    'Category',
    '$.category',
    'The category of the page or screen. Where it is empty, the category in the Properties.'
  ),
  url: textField('URL', '$.properties.url', `The full address of the page. ${FROM_CONTEXT}`),
  path: textField('Path', '$.properties.path', `The path of the page's address. ${FROM_CONTEXT}`),
  title: textField('Title', '$.properties.title', `The title of the page. ${FROM_CONTEXT}`),
  referrer: textField('Referrer', '$.properties.referrer', `The address of the page that led here. ${FROM_CONTEXT}`),
  search: textField('Search', '$.properties.search', `The query string of the page's address. ${FROM_CONTEXT}`),
  properties: objectField('Properties', '$.properties', 'Everything else that is known of the visit.')
}

/** @throws PayloadValidationError */
export function toVisit(channel: Visit['channel'], payload: Payload): Visit {
  const { properties } = payload
  // A screen has no address: a page in its context is that of a web view, or of whatever the library found.
  const page = channel === 'web' ? objectOf(payload.context?.page) : undefined
  return {
    type: 'visit',
    ...envelopeOf(payload),
    channel,
    name: textOf(payload.name) ?? textOf(properties?.name),
    category: textOf(payload.category) ?? textOf(properties?.category),
    url: textOf(payload.url) ?? textOf(page?.url),
    path: textOf(payload.path) ?? textOf(page?.path),
    title: textOf(payload.title) ?? textOf(page?.title),
    referrer: textOf(payload.referrer) ?? textOf(page?.referrer),
    search: textOf(payload.search) ?? textOf(page?.search),
    properties
  }
}
