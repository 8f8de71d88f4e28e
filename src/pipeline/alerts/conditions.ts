import type { Room } from '../../database'
import type { QueueLimits } from '../receive/pressure'

/** What an alert is about. The words of each are here alone, and bear nothing of a person or an event. */
export const KINDS = [
  'mapping_paused',
  'low_success',
  'queue_near_limit',
  'disk_near_limit',
  'undelivered_aging'
] as const
export type Kind = (typeof KINDS)[number]

/** Of what was tried in the last minutes, less than this arrived. */
export const LOWEST_SUCCESS = 0.9
export const SUCCESS_MINUTES = 5

/** Fewer events say nothing of a rate. */
const FEWEST_TRIED = 20

/** The share of the queue's limits from which on they are near. */
const NEAR_LIMIT = 0.8

/** Free room on the disk, as a multiple of what is kept in reserve, below which its end is near. */
const NEAR_RESERVE = 2

/** How a source stands, as it was counted. */
export interface Standing {
  paused: { mappingId: string; name: string; code: string }[]
  delivered: number
  failed: number
  /** Of all sources: they share the limits. */
  queue: QueueLimits
  limits: QueueLimits
  room?: Room
  aging: number
}

/** Something that is amiss. `subject` tells apart those of one kind. */
export interface Condition {
  kind: Kind
  subject: string
  message: string
}

/** All that is amiss with a source. */
export function conditionsOf({ paused, delivered, failed, queue, limits, room, aging }: Standing): Condition[] {
  const conditions: Condition[] = paused.map(({ mappingId, name, code }) => ({
    kind: 'mapping_paused',
    subject: mappingId,
    message: `The mapping "${name}" is paused: ${pauseOf(code)} Nothing is lost.`
  }))
  const tried = delivered + failed
  if (tried >= FEWEST_TRIED && delivered / tried < LOWEST_SUCCESS) {
    const percent = Math.floor((delivered / tried) * 100)
    add('low_success', `Of ${tried} deliveries in ${SUCCESS_MINUTES} minutes ${percent} % arrived.`)
  }
  if (queue.events >= limits.events * NEAR_LIMIT || queue.bytes >= limits.bytes * NEAR_LIMIT) {
    const most = `${limits.events} events or ${limits.bytes} bytes`
    add('queue_near_limit', `${queue.events} events of ${queue.bytes} bytes wait; from ${most} on calls are refused.`)
  }
  if (room && room.free < room.reserve * NEAR_RESERVE) {
    add('disk_near_limit', `The disk has ${room.free} bytes left; below ${room.reserve} calls are refused.`)
  }
  if (aging > 0) add('undelivered_aging', `${aging} undelivered events will be forgotten within a week.`)
  return conditions

  function add(kind: Kind, message: string): void {
    conditions.push({ kind, subject: '', message })
  }
}

/** Besides a refusal, what pauses a mapping is a redirect, which is not followed. */
function pauseOf(code: string): string {
  return code === 'INVALID_AUTHENTICATION'
    ? 'the endpoint refuses the settings. Mend the Token ID.'
    : 'the endpoint is elsewhere: it answers with a redirect, which is not followed. Mend the Endpoint.'
}
