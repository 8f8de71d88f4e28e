import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { parseFql, validate, type Subscription } from '@segment/destination-subscriptions'

/** Segment's subscription: which events, to which action, with which fields. */
export interface Mapping {
  id: string
  position: number
  name: string
  /** The name of the preset it was made from and can be reset to. */
  preset: string | null
  partnerAction: string
  /** The trigger, in FQL. */
  subscribe: string
  mapping: JSONObject
  enabled: boolean
  updatedAt: Date
}

/** Of triggers that are kept parsed: beyond, all are forgotten. */
const MOST_PARSED = 10_000

const parsed = new Map<string, Subscription>()

/** Parses a trigger; each text once, since the same few are applied to every event. */
export function parseTrigger(fql: string): Subscription {
  let trigger = parsed.get(fql)
  if (!trigger) {
    if (parsed.size > MOST_PARSED) parsed.clear()
    trigger = parseFql(fql)
    parsed.set(fql, trigger)
  }
  return trigger
}

export function triggerMatches(fql: string, event: SegmentEvent): boolean {
  return validate(parseTrigger(fql), event)
}
