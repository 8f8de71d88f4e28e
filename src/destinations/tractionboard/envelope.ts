import { PayloadValidationError } from '@segment/actions-core'
import { LONGEST_ID, LONGEST_MESSAGE_ID } from './events-api'
import type { Attributes, EventContext, EventEnvelope } from './events-api'
import { limitedText, requiredText, textOf } from './text'
import { timestampOf } from './timestamp'

/** The fields that every action's payload has. */
export interface CommonPayload {
  message_id: string
  timestamp: string | number
  user_id?: string
  anonymous_id?: string
  context?: { [key: string]: unknown }
}

/**
 * What every event says: its id, who, when and where from.
 * @throws PayloadValidationError
 */
export function envelopeOf(payload: CommonPayload): EventEnvelope {
  const user_id = limitedText('User ID', payload.user_id, LONGEST_ID)
  const anonymous_id = limitedText('Anonymous ID', payload.anonymous_id, LONGEST_ID)
  if (user_id === undefined && anonymous_id === undefined) {
    throw new PayloadValidationError(
      `User ID and Anonymous ID are missing: an event needs at least one. Accepted is a text of 1 to ${LONGEST_ID} characters.`
    )
  }
  return {
    id: requiredText(
      'Message ID',
      payload.message_id,
      LONGEST_MESSAGE_ID,
      'Tractionboard stores each event once by it'
    ),
    timestamp: timestampOf(payload.timestamp),
    user_id,
    anonymous_id,
    context: contextOf(payload.context)
  }
}

/**
 * The User ID, for the events that mean nothing without one.
 * @throws PayloadValidationError
 */
export function requiredUserId(envelope: EventEnvelope, eventType: string): string {
  return requiredText('User ID', envelope.user_id, LONGEST_ID, `${eventType} event cannot be booked without it`)
}

/** The parts of Segment's context that Tractionboard keeps. They only inform: one of a wrong type is left out. */
function contextOf(context: CommonPayload['context']): EventContext | undefined {
  return (
    context && {
      ip: textOf(context.ip),
      user_agent: textOf(context.userAgent),
      locale: textOf(context.locale),
      timezone: textOf(context.timezone),
      campaign: objectOf(context.campaign),
      app: objectOf(context.app),
      device: objectOf(context.device),
      os: objectOf(context.os)
    }
  )
}

function objectOf(value: unknown): Attributes | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Attributes) : undefined
}
