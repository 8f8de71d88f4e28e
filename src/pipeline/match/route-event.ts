import type { SegmentEvent } from '@segment/actions-core'
import { outcomeReason, type OutcomeCode } from '../outcomes'
import { triggerMatches, type Mapping } from './mapping'

/** Where an event goes: to one mapping or more, or nowhere, and then why. */
export type Routing = { mappings: Mapping[] } | { mappings: []; code: OutcomeCode; reason: string }

export interface Routable {
  name: string
  enabled: boolean
  mappings: readonly Mapping[]
}

export function routeEvent(event: SegmentEvent, destination: Routable): Routing {
  if (!destination.enabled) return nowhere('DESTINATION_DISABLED')
  if (isTurnedOff(event.integrations, destination.name)) {
    return nowhere('FILTERED_BY_INTEGRATIONS_OBJECT', { destination: destination.name })
  }
  const mappings = destination.mappings.filter(({ enabled, subscribe }) => enabled && triggerMatches(subscribe, event))
  return mappings.length > 0 ? { mappings } : nowhere('NO_MATCHING_MAPPING')
}

function nowhere(code: OutcomeCode, details?: Record<string, string>): Routing {
  return { mappings: [], code, reason: outcomeReason(code, details) }
}

/** Segment's rule: the destination's own key counts (its case matters), and `All` where there is none. */
export function isTurnedOff(integrations: SegmentEvent['integrations'], destination: string): boolean {
  const own = integrations?.[destination]
  return (own ?? integrations?.All) === false
}
