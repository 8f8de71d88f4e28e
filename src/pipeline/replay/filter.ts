import type { SegmentEvent } from '@segment/actions-core'
import { readTime } from '../receive/time'
import { CALL_TYPES } from '../receive/validate'

/** Which events of a history are meant; all, where nothing is said. Those left out are counted, and not sent. */
export interface Filter {
  /** Events of this time or later. */
  from?: Date
  /** Events before this time. */
  to?: Date
  /**
   * Types of calls (`track`) and names of track events (`Payment Made`, whole and as written; `event:page` for one that is
   * called like a type). An event is meant by any of them.
   */
  only?: readonly string[]
}

/**
 * @throws Error in one line for times that leave nothing
 */
export function checkFilter({ from, to }: Filter): void {
  if (from && to && from >= to) {
    throw new Error(`--from (${from.toISOString()}) must be before --to (${to.toISOString()}).`)
  }
}

/** Which entry of `only` means the event. */
export function namedBy(event: SegmentEvent, only: readonly string[]): string | undefined {
  return only.find((entry) => {
    if ((CALL_TYPES as readonly string[]).includes(entry)) return event.type === entry
    return event.type === 'track' && event.event === entry.replace(/^event:/, '')
  })
}

/** Why an event is left out. One whose time cannot be read is not: the destination says what is wrong with it. */
export function leftOut(event: SegmentEvent, { from, to, only }: Filter): string | undefined {
  if (only && !namedBy(event, only)) return 'not named by --only'
  const time = from || to ? readTime(event.timestamp) : undefined
  if (time === undefined) return undefined
  if (from && time < from.getTime()) return 'before --from'
  if (to && time >= to.getTime()) return 'at or after --to'
  return undefined
}
