import type { SegmentEvent } from '@segment/actions-core'

/**
 * The state of one (event, mapping). `waiting` has not been tried yet; `waiting` and `retrying` are open, the others are
 * outcomes. The others are of calls that were not accepted: `refused` is wrong, a `duplicate` was stored before, and so
 * was the message id of a `conflict`, with a different event.
 */
export const STATES = [
  'waiting',
  'retrying',
  'delivered',
  'discarded',
  'filtered',
  'refused',
  'duplicate',
  'conflict'
] as const
export type State = (typeof STATES)[number]

/** The states of calls that were not accepted. */
export const TURNED_STATES: readonly State[] = ['refused', 'duplicate', 'conflict']

/**
 * The pipeline's own codes. A delivery that the destination or the endpoint turned down bears the engine's code
 * instead (`ErrorCodes` of @segment/actions-core, such as PAYLOAD_VALIDATION_FAILED or BAD_REQUEST).
 */
export const OUTCOMES = {
  FILTERED_BY_INTEGRATIONS_OBJECT: 'The integrations object of the event turns {destination} off',
  NO_MATCHING_MAPPING: 'No enabled mapping has a trigger that matches the event',
  DESTINATION_DISABLED: 'The destination was switched off when the event arrived',
  RETRIES_EXHAUSTED: 'Four hours of retries did not help; the last answer: {last}',
  DUPLICATE: 'An event with this message id and the same content came before',
  CONFLICT: 'Another event with this message id came before; a message id may be used once',
  DISCARDED_BY_HAND: 'It was discarded on the page',
  MAPPING_DELETED: 'The mapping was deleted before the event was delivered',
  MAPPING_FAILED: 'The mapping cannot be applied to the event: {detail}'
} as const

export type OutcomeCode = keyof typeof OUTCOMES

export function outcomeReason(code: OutcomeCode, details: Record<string, string> = {}): string {
  return OUTCOMES[code].replace(/\{(\w+)\}/g, (_, name: string) => details[name])
}

/** Told to `onOutcome` and to the page, once it is committed. It holds no secret. */
export interface Outcome {
  sourceId: string
  receivedAt: Date
  at: Date
  messageId: string
  /** The event's type, and for a track its event name. */
  kind: string
  user: string
  /** The name of the mapping; `null` where the event met none. */
  mapping: string | null
  outcome: State
  code: string | null
  reason: string | null
}

/** What an event is called: a track by its name, anything else by its type. */
export function kindOf({ type, event }: { type?: unknown; event?: unknown }): string {
  return String(type === 'track' ? event : type)
}

export function userOf({ userId, anonymousId }: SegmentEvent): string {
  return String(userId ?? anonymousId ?? '')
}
