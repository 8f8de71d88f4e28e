import { generateFql, type GroupCondition } from '@segment/destination-subscriptions'

/** The text of a trigger, whether it can be read again or not. */
export function writeFql(trigger: GroupCondition): string {
  try {
    return generateFql(trigger)
  } catch {
    return ''
  }
}
