import type { InputField } from '@segment/actions-core'
import { MOST_EVENTS } from './events-api'

type Conditions = NonNullable<InputField['depends_on']>

/**
 * The condition that another field is missing, stated twice: where it stands alone, the engine's test for it also
 * makes nothing of a value of 0, which can be an ID.
 */
export function whereMissing(fieldKey: string): Conditions {
  const isMissing: Conditions['conditions'][number] = { fieldKey, operator: 'is', value: undefined }
  return { match: 'all', conditions: [isMissing, isMissing] }
}

export const message_id: InputField = {
  label: 'Message ID',
  description: 'The ID of the event. Tractionboard stores each ID once, however often the event arrives.',
  type: 'string',
  required: true,
  default: { '@path': '$.messageId' }
}

export const timestamp: InputField = {
  label: 'Timestamp',
  description: 'When the event happened, as an ISO 8601 date and time or as epoch seconds or milliseconds.',
  type: 'datetime',
  required: true,
  default: { '@path': '$.timestamp' }
}

export const user_id: InputField = {
  label: 'User ID',
  description: 'The External User ID of the user in Tractionboard. Required where there is no Anonymous ID.',
  type: 'string',
  required: whereMissing('anonymous_id'),
  default: { '@path': '$.userId' }
}

export const anonymous_id: InputField = {
  label: 'Anonymous ID',
  description: 'The ID of a visitor who is not known yet. Required where there is no User ID.',
  type: 'string',
  required: whereMissing('user_id'),
  default: { '@path': '$.anonymousId' }
}

export const context: InputField = {
  label: 'Context',
  description:
    "Where the event comes from. Tractionboard keeps the IP address, user agent, locale, time zone, campaign, app, device and operating system of Segment's context object.",
  type: 'object',
  default: { '@path': '$.context' }
}

export const enable_batching: InputField = {
  label: 'Batch Data to Tractionboard',
  description: 'When enabled, Segment sends events in batches.',
  type: 'boolean',
  unsafe_hidden: true,
  default: true
}

export const batch_size: InputField = {
  label: 'Batch Size',
  description: `The most events that a batch holds: 1 to ${MOST_EVENTS}.`,
  type: 'integer',
  minimum: 1,
  maximum: MOST_EVENTS,
  unsafe_hidden: true,
  default: MOST_EVENTS
}

/** The fields that every action begins with. */
export const whoAndWhen = { message_id, timestamp, user_id, anonymous_id }

/** The fields that every action ends with. */
export const contextAndBatching = { context, enable_batching, batch_size }
