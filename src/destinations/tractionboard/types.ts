/**
 * Tractionboard's Events API, as this destination speaks it: the shapes on the wire. Their limits are in `constants.ts`.
 * Every call bears HTTP Basic authorization with the Token ID as the user name and an empty password.
 */

export type Attributes = { [key: string]: unknown }

/** What every event bears. At least one of `user_id` and `anonymous_id` is there. */
export interface EventEnvelope {
  id: string
  /** RFC 3339, UTC, milliseconds. */
  timestamp: string
  user_id?: string
  anonymous_id?: string
  context?: EventContext
}

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

/** A login has a `user_id`. */
export interface Identification extends EventEnvelope {
  type: 'login' | 'attributes'
  attributes?: Attributes
}

/** A custom event has a name, a cancellation and a signup have a `user_id`, a payment and a refund amount and currency. */
export interface TrackedEvent extends EventEnvelope {
  type: 'event' | 'payment' | 'refund' | 'cancel' | 'signup'
  name?: string
  properties?: Attributes
  /** Not negative, at most four decimals, below 1e11. */
  amount?: number
  /** ISO 4217. */
  currency?: string
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

export type Event = Visit | Identification | TrackedEvent | GroupMembership | Alias

/** The body of a refused request, and a part of the answer on a refused event. */
export interface Refusal {
  error?: { code?: string; message?: string }
}

/** The answer to events, in the order of the request. 201: stored, 200: known already, else why not. */
export interface EventsAnswer extends Refusal {
  results?: ({ status: number } & Refusal)[]
}
