import type { CatalogueError } from '../../web'
import { problem } from '../errors'
import { storable } from '../storable'
import { isCanonical } from '../time'
import { validator } from '../validation'
import { BoardEvent, EVENT_SCHEMAS, MOST_EVENT_BYTES } from './schemas'

/** An event that was accepted, its time in ms, and the JSON that is stored of it. */
export interface AcceptedEvent {
  event: BoardEvent
  time: number
  json: string
}

const validators: Record<
  string,
  { check: (raw: unknown) => raw is BoardEvent; problem: (raw: unknown) => string | undefined }
> = Object.fromEntries(Object.entries(EVENT_SCHEMAS).map(([type, schema]) => [type, validator(schema)]))
const TYPES = Object.keys(EVENT_SCHEMAS).join(', ')

/** Deeper JSON than anyone sends exhausts the stack of those who read it, PostgreSQL's among them. */
const DEEPEST = 100

/** What PostgreSQL cannot keep in JSON, as JSON.stringify writes it: U+0000 and halves of surrogate pairs. */
const UNSTORABLE_ESCAPE = /\\u(0000|d[89a-f])/

/**
 * Checks one event of a request and brings it into the form that is stored: its timestamp in UTC with milliseconds, and
 * U+FFFD for characters that PostgreSQL cannot keep, so that a stray one does not cost the event.
 * @throws CatalogueError that names the field and what is accepted
 */
export function readEvent(raw: unknown): AcceptedEvent {
  if (isDeeperThan(raw, DEEPEST)) throw invalid(`The event must not be nested deeper than ${DEEPEST} levels`)
  let json = JSON.stringify(raw)
  if (Buffer.byteLength(json) > MOST_EVENT_BYTES) throw problem('event_too_large')
  const event = check(UNSTORABLE_ESCAPE.test(json) ? JSON.parse(json, replaceUnstorable) : raw)
  const time = Date.parse(event.timestamp.toUpperCase())
  const timestamp = isCanonical(event.timestamp) ? event.timestamp : new Date(time).toISOString()
  const changed = event !== raw || event.timestamp !== timestamp
  event.timestamp = timestamp
  if (changed) json = JSON.stringify(event)
  return { event, time, json }
}

function check(raw: unknown): BoardEvent {
  const type = (raw as { type?: unknown } | null)?.type
  if (typeof type !== 'string' || !Object.hasOwn(validators, type)) throw invalid(`type must be one of ${TYPES}`)
  const { check, problem } = validators[type]
  if (!check(raw)) throw invalid(problem(raw) ?? 'The event is not acceptable')
  const event = raw
  if (event.user_id === undefined && event.anonymous_id === undefined) {
    throw invalid('user_id or anonymous_id is required: a string of 1 to 256 characters')
  }
  if (event.type === 'alias' && event.previous_id === event.user_id) {
    throw invalid('previous_id must be a string of 1 to 256 characters that is not equal to user_id')
  }
  return event
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false
  if (levels === 0) return true
  for (const key in value) if (isDeeperThan(value[key as keyof typeof value], levels - 1)) return true
  return false
}

function invalid(detail: string): CatalogueError {
  return problem('invalid_event', { detail })
}

/** A JSON.parse reviver. It sees an object after its values, so that the keys are replaced last. */
function replaceUnstorable(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), item]))
}
