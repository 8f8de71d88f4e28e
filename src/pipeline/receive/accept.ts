import { randomUUID } from 'node:crypto'
import type { SegmentEvent } from '@segment/actions-core'
import { found, type CatalogueError } from '../../web'
import { problem } from '../errors'
import { correctClock, readTime, timeText } from './time'
import { given, isObject, validateCall, type CallType, type RawCall } from './validate'

/** Segment's limits. */
export const MOST_EVENT_BYTES = 32 * 1024
export const MOST_BATCH_EVENTS = 2500

/** What surrounds a call: when and how it came, and what its batch says for all its events. */
export interface Envelope {
  receivedAt: number
  /** Given by the route, where it names one. */
  type?: CallType
  channel: 'client' | 'server'
  ip?: string
  sentAt?: number
  context?: RawCall
  integrations?: RawCall
}

/** A call as it is stored: `event` is what `json` says. */
export interface AcceptedEvent {
  messageId: string
  receivedAt: Date
  event: SegmentEvent
  json: string
}

/** A call that was not accepted, with what can still be said of it. */
export interface RefusedEvent {
  messageId?: string
  type?: string
  name?: string
  userId?: string
  error: CatalogueError
  /** What came, as JSON, at most 4 KB of it. */
  event: string
}

/**
 * Does to one call what Segment does between its Tracking API and a destination.
 *
 * @throws {CatalogueError} where the call is not acceptable
 */
export function acceptCall(call: unknown, envelope: Envelope): AcceptedEvent {
  validateCall(call, envelope.type)
  const { receivedAt } = envelope
  const sentAt = readTime(call.sentAt) ?? envelope.sentAt
  const original = readTime(call.originalTimestamp) ?? readTime(call.timestamp)
  const messageId = given(call.messageId) ? String(call.messageId) : `api-${randomUUID()}`
  // A literal that spreads what came, with more fields behind it, takes four times as long.
  const event = Object.assign({}, call, {
    writeKey: undefined,
    type: envelope.type ?? call.type,
    channel: call.channel ?? envelope.channel,
    context: mergeContext(envelope, call.context),
    integrations: Object.assign({}, envelope.integrations, call.integrations),
    messageId,
    originalTimestamp: timeText(original ?? sentAt ?? receivedAt),
    sentAt: sentAt === undefined ? call.sentAt : timeText(sentAt),
    receivedAt: timeText(receivedAt),
    timestamp: timeText(correctClock(receivedAt, sentAt, original))
  })
  const stored = storable(event as unknown as SegmentEvent, call)
  return { ...stored, messageId: stored.event.messageId as string, receivedAt: new Date(receivedAt) }
}

/** Where the browser does not know its own address, Segment fills in the one that the call came from. */
function mergeContext(envelope: Envelope, context: unknown): RawCall {
  const merged: RawCall = Object.assign({}, envelope.context, context)
  if (envelope.channel === 'client' && envelope.ip && !given(merged.ip)) merged.ip = envelope.ip
  return merged
}

function storable(event: SegmentEvent, call: RawCall): { event: SegmentEvent; json: string } {
  const json = JSON.stringify(event)
  checkSize(json, call)
  const cleaned = cleanJson(json)
  return { event: cleaned === json ? event : (JSON.parse(cleaned) as SegmentEvent), json: cleaned }
}

/** What the pipeline adds to a call does not count against the limit: near it, the call itself is measured. */
function checkSize(json: string, call: RawCall): void {
  if (json.length * 3 <= MOST_EVENT_BYTES || Buffer.byteLength(json) <= MOST_EVENT_BYTES) return
  const size = Buffer.byteLength(JSON.stringify(call))
  if (size > MOST_EVENT_BYTES) throw problem('event_too_large', { size }, 'event')
}

/**
 * NUL and halves of surrogate pairs (SDKs cut strings in the middle of an emoji) have no place in PostgreSQL's text;
 * as in every encoder, U+FFFD stands in for them. JSON writes them as escapes, in which a backslash may itself be escaped.
 */
function cleanJson(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json
  return json.replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|[^])/g, (escape) =>
    /^\\u[0d]/.test(escape) ? '\ufffd' : escape
  )
}

function cleanText(text: string): string {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

/** Describes a call that `acceptCall` threw `error` for. */
export function refuse(call: unknown, type: CallType | undefined, error: CatalogueError): RefusedEvent {
  const fields: RawCall = isObject(call) ? call : {}
  const { writeKey: _, ...rest } = fields
  const event = isObject(call) ? writeCall(rest) : writeCall(call)
  return {
    messageId: shortText(fields.messageId),
    type: shortText(type ?? fields.type),
    name: shortText(fields.event ?? fields.name),
    userId: shortText(fields.userId ?? fields.anonymousId),
    error,
    event: cleanText(event.slice(0, 4096))
  }
}

/** What is nested too deep to be written down is left out. */
function writeCall(call: unknown): string {
  try {
    return JSON.stringify(call) ?? found(call)
  } catch {
    const flat = Object.entries(isObject(call) ? call : {}).filter(([, value]) => typeof value !== 'object')
    return JSON.stringify(Object.fromEntries(flat))
  }
}

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? cleanText(String(value).slice(0, 256)) : undefined
}
