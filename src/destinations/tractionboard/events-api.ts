/**
 * Tractionboard's Events API, as this destination speaks it: the shapes on the wire and their limits.
 * Every call bears HTTP Basic authorization with the Token ID as the user name and an empty password.
 */

export const DEFAULT_ENDPOINT = 'https://api.tractionboard.io'

/** The most events in one request. */
export const MOST_EVENTS = 1000
/** The largest body of a request, in bytes. */
export const MOST_BYTES = 5_000_000
/** The largest event, in bytes of its JSON. */
export const MOST_EVENT_BYTES = 32 * 1024
/** The longest `id`, in characters. */
export const LONGEST_MESSAGE_ID = 128
/** The longest `user_id`, `anonymous_id`, `group_id` and `previous_id`, in characters. */
export const LONGEST_ID = 256
/** The longest `name` of a custom event, payment, refund, cancel or signup, in characters. */
export const LONGEST_NAME = 256

export type Attributes = { [key: string]: unknown }

/** Where an event comes from. */
export interface EventContext {
  ip?: string
  user_agent?: string
  locale?: string
  timezone?: string
  campaign?: Attributes
  app?: Attributes
  device?: Attributes
  os?: Attributes
}

/** What every event bears. At least one of `user_id` and `anonymous_id` is there. */
export interface EventEnvelope {
  id: string
  /** RFC 3339, UTC, milliseconds. */
  timestamp: string
  user_id?: string
  anonymous_id?: string
  context?: EventContext
}

export interface Visit extends EventEnvelope {
  type: 'visit'
  channel: 'web' | 'mobile'
  name?: string
  category?: string
  url?: string
  path?: string
  title?: string
  referrer?: string
  search?: string
  properties?: Attributes
}

export interface Login extends EventEnvelope {
  type: 'login'
  user_id: string
  attributes?: Attributes
}

export interface AttributesUpdate extends EventEnvelope {
  type: 'attributes'
  attributes?: Attributes
}

export interface CustomEvent extends EventEnvelope {
  type: 'event'
  name: string
  properties?: Attributes
}

export interface MoneyEvent extends EventEnvelope {
  type: 'payment' | 'refund'
  name?: string
  properties?: Attributes
  /** Not negative, at most four decimals, below 1e11. */
  amount: number
  /** ISO 4217. */
  currency: string
}

export interface StatusEvent extends EventEnvelope {
  type: 'cancel' | 'signup'
  user_id: string
  name?: string
  properties?: Attributes
}

export interface GroupMembership extends EventEnvelope {
  type: 'group'
  group_id: string
  attributes?: Attributes
}

export interface Alias extends EventEnvelope {
  type: 'alias'
  user_id: string
  /** Not equal to `user_id`. */
  previous_id: string
}

export type Event = Visit | Login | AttributesUpdate | CustomEvent | MoneyEvent | StatusEvent | GroupMembership | Alias

/** The answer on one event: 201 stored, 200 known already, else why not. */
export interface EventResult {
  status: number
  error?: ApiError
}

export interface ApiError {
  code?: string
  message?: string
}

/** The body of the answer to `POST /v1/events`, results in the order of the request, or of a refused request. */
export interface EventsAnswer {
  results?: EventResult[]
  error?: ApiError
}
