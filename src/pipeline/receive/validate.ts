import { found } from '../../web'
import { problem } from '../errors'
import { readTime } from './time'

export const CALL_TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type CallType = (typeof CALL_TYPES)[number]

/** A call as it arrives: JSON, of which nothing is known yet. */
export type RawCall = Record<string, unknown>

/** Deeper nesting than any real event has; it would exhaust the stacks of those who read the event. */
const DEEPEST = 64

/**
 * Checks a call for everything that Segment's Tracking API specification demands of it.
 *
 * @throws {CatalogueError} naming the first field at fault and what is accepted there
 */
export function validateCall(call: unknown, type: CallType | undefined): asserts call is RawCall {
  if (!isObject(call)) throw invalidField('event', 'a JSON object', call)
  const callType = type ?? call.type
  if (!isCallType(callType)) throw invalidField('type', `one of ${CALL_TYPES.join(', ')}`, callType)
  for (const field of ['context', 'integrations', 'properties', 'traits']) validateObject(call, field)
  for (const field of ['userId', 'anonymousId', 'previousId', 'groupId']) checkId(call, field)
  for (const field of ['timestamp', 'originalTimestamp', 'sentAt']) checkTime(call, field)
  checkText(call, 'messageId', 128)
  if (!given(call.userId) && !given(call.anonymousId)) throw problem('missing_id', {}, 'userId')
  if (callType === 'track')
    demand(call, 'event', 'a string of 1 to 256 characters', () => checkText(call, 'event', 256))
  if (callType === 'group') demand(call, 'groupId', ID_ACCEPTED)
  if (callType === 'alias') demand(call, 'userId', ID_ACCEPTED)
  if (isDeeperThan(call, DEEPEST)) throw problem('too_deep', { limit: DEEPEST }, 'event')
}

const ID_ACCEPTED = 'a string of 1 to 256 characters, or a number'

function demand(call: RawCall, field: string, accepted: string, check?: () => void): void {
  if (!given(call[field])) throw problem('missing_field', { field, accepted }, field)
  check?.()
}

/** Also used for what a batch says for all its events. */
export function validateObject(call: RawCall, field: string): void {
  const value = call[field]
  if (value !== undefined && value !== null && !isObject(value)) throw invalidField(field, 'a JSON object', value)
}

function checkId(call: RawCall, field: string): void {
  const value = call[field]
  if (value === undefined || value === null || typeof value === 'number') return
  if (typeof value !== 'string' || value.length > 256) throw invalidField(field, ID_ACCEPTED, value)
}

function checkText(call: RawCall, field: string, maxLength: number): void {
  const value = call[field]
  if (value === undefined || value === null || value === '') return
  const accepted = `a string of 1 to ${maxLength} characters`
  if (typeof value !== 'string' || value.length > maxLength) throw invalidField(field, accepted, value)
}

/** Also used for the `sentAt` of a whole batch. */
export function checkTime(call: RawCall, field: string): void {
  const value = call[field]
  if (value === undefined || value === null || value === '' || readTime(value) !== undefined) return
  throw invalidField(field, 'an RFC 3339 time such as 2024-02-29T12:30:00.000Z, or epoch milliseconds', value)
}

function invalidField(field: string, accepted: string, value: unknown) {
  return problem('invalid_field', { field, accepted, found: found(value) }, field)
}

/** An empty or blank string never counts as a value. */
export function given(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '')
}

export function isObject(value: unknown): value is RawCall {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCallType(value: unknown): value is CallType {
  return CALL_TYPES.includes(value as CallType)
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((child) => isDeeperThan(child, levels - 1))
}
