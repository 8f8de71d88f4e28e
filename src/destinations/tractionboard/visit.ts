import type { InputField } from '@segment/actions-core'
import { envelopeOf } from './envelope'
import type { CommonPayload } from './envelope'
import type { Attributes, Visit } from './events-api'
import { textOf } from './text'

/** The fields of the two actions that record a visit. */
export const visitFields: Record<string, InputField> = {
  name: {
    label: 'Name',
    description: 'The name of the page or screen. Where it is empty, the name in the Properties.',
    type: 'string',
    default: { '@path': '$.name' }
  },
  category: {
    label: 'Category',
    description: 'The category of the page or screen. Where it is empty, the category in the Properties.',
    type: 'string',
    default: { '@path': '$.category' }
  },
  url: {
    label: 'URL',
    description: 'The full address of the page.',
    type: 'string',
    default: { '@path': '$.properties.url' }
  },
  path: {
    label: 'Path',
    description: "The path of the page's address.",
    type: 'string',
    default: { '@path': '$.properties.path' }
  },
  title: {
    label: 'Title',
    description: 'The title of the page.',
    type: 'string',
    default: { '@path': '$.properties.title' }
  },
  referrer: {
    label: 'Referrer',
    description: 'The full address of the page that led here.',
    type: 'string',
    default: { '@path': '$.properties.referrer' }
  },
  search: {
    label: 'Search',
    description: "The query string of the page's address.",
    type: 'string',
    default: { '@path': '$.properties.search' }
  },
  properties: {
    label: 'Properties',
    description: 'Everything else that is known of the visit.',
    type: 'object',
    default: { '@path': '$.properties' }
  }
}

interface VisitPayload extends CommonPayload {
  name?: string
  category?: string
  url?: string
  path?: string
  title?: string
  referrer?: string
  search?: string
  properties?: Attributes
}

/** @throws PayloadValidationError */
export function toVisit(channel: Visit['channel'], payload: VisitPayload): Visit {
  return {
    type: 'visit',
    ...envelopeOf(payload),
    channel,
    name: textOf(payload.name) ?? textOf(payload.properties?.name),
    category: textOf(payload.category) ?? textOf(payload.properties?.category),
    url: textOf(payload.url),
    path: textOf(payload.path),
    title: textOf(payload.title),
    referrer: textOf(payload.referrer),
    search: textOf(payload.search),
    properties: payload.properties
  }
}
