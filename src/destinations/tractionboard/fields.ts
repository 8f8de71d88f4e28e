import type { InputField } from '@segment/actions-core'
import { MAX_BATCH_BYTES, MAX_BATCH_SIZE } from './constants'

/** A text, which comes from `path` of the event unless a mapping says otherwise. */
export function textField(label: string, path: string, description: string): InputField {
  return { label, description, type: 'string', default: { '@path': path } }
}

/** As `textField`, for an object. */
export function objectField(label: string, path: string, description: string): InputField {
  return { label, description, type: 'object', defaultObjectUI: 'keyvalue', default: { '@path': path } }
}

const message_id: InputField = {
  label: 'Message ID',
  description: 'The ID of the event. Tractionboard stores each ID once, however often the event arrives.',
  type: 'string',
  required: true,
  default: { '@path': '$.messageId' }
}

const timestamp: InputField = {
  label: 'Timestamp',
  description: 'When the event happened, as an ISO 8601 date and time or as epoch seconds or milliseconds.',
  type: 'datetime',
  required: true,
  default: { '@path': '$.timestamp' }
}

export const user_id = textField(
  'User ID',
  '$.userId',
  'The External User ID of the user in Tractionboard. Required where there is no Anonymous ID.'
)

export const anonymous_id = textField(
  'Anonymous ID',
  '$.anonymousId',
  'The ID of a visitor who is not known yet. Required where there is no User ID.'
)

const context = objectField(
  'Context',
  '$.context',
  "Where the event comes from. Tractionboard keeps the IP address, user agent, locale, time zone, campaign, app, device and operating system of Segment's context object."
)

const enable_batching: InputField = {
  label: 'Batch Data to Tractionboard',
  description: 'When enabled, Segment sends events in batches.',
  type: 'boolean',
  unsafe_hidden: true,
  default: true
}

const batch_size: InputField = {
  label: 'Batch Size',
  description: `The most events that a batch holds: 1 to ${MAX_BATCH_SIZE}.`,
  type: 'number',
  minimum: 1,
  maximum: MAX_BATCH_SIZE,
  unsafe_hidden: true,
  default: MAX_BATCH_SIZE
}

const batch_bytes: InputField = {
  label: 'Batch Bytes',
  description: 'The most bytes that a batch holds.',
  type: 'number',
  unsafe_hidden: true,
  default: MAX_BATCH_BYTES
}

/** The fields that every action begins with. */
export const whoAndWhen = { message_id, timestamp, user_id, anonymous_id }

/** The fields that every action ends with. */
export const contextAndBatching = { context, enable_batching, batch_size, batch_bytes }
