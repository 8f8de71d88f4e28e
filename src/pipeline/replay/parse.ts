import type { SegmentEvent } from '@segment/actions-core'
import { createHash } from 'node:crypto'
import { isObject } from '../receive/validate'
import type { Line } from './lines'

/** Why a line or an event goes nowhere: a code, and a sentence that says what was wrong and what is accepted. */
export interface Refusal {
  code: string
  reason: string
}

/**
 * Reads a line as a call of Segment's, as exports hold it, without its write key. A call without a message id gets one from
 * its text, so that it is stored once however often it is replayed; one without a timestamp has the time at which it was
 * made or received.
 */
export function parseLine({ text }: Line): { event: SegmentEvent } | { refusal: Refusal } {
  if (text === undefined) {
    return refuse('LINE_TOO_LONG', 'The line is longer than 1 MB. Accepted is one event of at most 32 KB a line.')
  }
  let call: unknown
  try {
    call = JSON.parse(text)
  } catch {
    return refuse('INVALID_JSON', 'The line is not valid JSON. Accepted is one event a line, as a JSON object.')
  }
  if (!isObject(call)) {
    return refuse('INVALID_EVENT', 'The line is JSON, but no object. Accepted is one event a line, as a JSON object.')
  }
  call.messageId ??= `replay-${createHash('sha256').update(text.trim()).digest('hex').slice(0, 32)}`
  call.timestamp ??= call.originalTimestamp ?? call.receivedAt ?? call.sentAt
  delete call.writeKey
  return { event: call as unknown as SegmentEvent }
}

function refuse(code: string, reason: string): { refusal: Refusal } {
  return { refusal: { code, reason } }
}
