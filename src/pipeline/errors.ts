import { catalogue } from '../web'

/**
 * Every error that the pipeline answers or records. `{placeholders}` are filled by `problem`. The codes of accepted events
 * (delivered, discarded, filtered) are in `outcomes.ts`.
 */
export const { ERRORS, problem } = catalogue({
  invalid_json: { status: 400, message: 'The body is not valid JSON: {detail}. Send one JSON object.' },
  invalid_encoding: { status: 400, message: 'The body cannot be unpacked. Accepted content encodings: none, gzip.' },
  invalid_body: { status: 400, message: 'The body must be a JSON object, not {found}.' },
  invalid_batch: { status: 400, message: '`batch` must be an array of events, not {found}.' },
  invalid_field: { status: 400, message: '`{field}` must be {accepted}, not {found}.' },
  missing_field: { status: 400, message: '`{field}` is missing. Accepted: {accepted}.' },
  missing_id: {
    status: 400,
    message:
      '`userId` and `anonymousId` are both missing. Every call needs at least one, a string of 1 to 256 characters.'
  },
  request_too_large: { status: 400, message: 'The request is larger than 500 KB. Send smaller batches.' },
  event_too_large: { status: 400, message: 'The event has {size} bytes. At most 32 KB (32768 bytes) are accepted.' },
  too_many_events: { status: 400, message: '`batch` has {count} events. At most 2500 are accepted.' },
  too_deep: { status: 400, message: 'The event is nested deeper than {limit} levels.' },
  invalid_mapping: { status: 400, message: 'The mapping is not valid: {detail}' },
  mapping_changed: {
    status: 409,
    message: 'The mapping was changed since it was read, by someone else or in another window. Read it again.'
  },
  invalid_settings: { status: 400, message: 'The settings are not valid: {detail}' },
  missing_write_key: {
    status: 401,
    message: 'There is no write key. Send it as Basic user name, as Bearer token or as `writeKey` in the body.'
  },
  unknown_write_key: { status: 401, message: 'The write key is not one of this pipeline.' },
  unknown_source: { status: 404, message: 'There is no source `{id}`.' },
  unknown_mapping: { status: 404, message: 'There is no mapping `{id}`.' },
  unknown_event: { status: 404, message: 'There is no event with the message id `{id}`.' },
  queue_full: {
    status: 429,
    message: 'Too many events wait to be delivered: the endpoint has been away for long. Nothing was stored; try again.'
  }
})

export type ErrorCode = keyof typeof ERRORS
