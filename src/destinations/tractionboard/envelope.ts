import { PayloadValidationError } from '@segment/actions-core'
import { MAX_ID_LENGTH, MAX_MESSAGE_ID_LENGTH } from './constants'
import type { Payload } from './page/generated-types'
import { timestampOf } from './timestamp'
import type { EventContext, EventEnvelope } from './types'
import { limitedText, objectOf, requiredText, textOf } from './utils'

/** The fields that every action's payload has. */
type CommonPayload = Pick<Payload, 'message_id' | 'timestamp' | 'user_id' | 'anonymous_id' | 'context'>

/**
 * What every event says: its id, who, when and where from.
 * @throws PayloadValidationError
 */
export function envelopeOf(payload: CommonPayload): EventEnvelope {
  const user_id = limitedText('User ID', payload.user_id, MAX_ID_LENGTH)
  const anonymous_id = limitedText('Anonymous ID', payload.anonymous_id, MAX_ID_LENGTH)
  if (user_id === undefined && anonymous_id === undefined) {
    throw new PayloadValidationError(
      `User ID and Anonymous ID are missing: an event needs at least one. Accepted is a text of 1 to ${MAX_ID_LENGTH} characters.`
    )
  }
  const purpose = 'Tractionboard stores each event once by it'
  return {
    id: requiredText('Message ID', payload.message_id, MAX_MESSAGE_ID_LENGTH, purpose),
    timestamp: timestampOf(payload.timestamp),
    user_id,
    anonymous_id,
    context: payload.context && contextOf(payload.context)
  }
}

/** The User ID, for an event that means nothing without one, such as "a cancel". */
export function requiredUserId(envelope: EventEnvelope, event: string): string {
  return requiredText('User ID', envelope.user_id, MAX_ID_LENGTH, `${event} event cannot be booked without it`)
}

/** The parts of Segment's context that Tractionboard keeps. They only inform: one of a wrong type is left out. */
function contextOf(context: NonNullable<CommonPayload['context']>): EventContext {
  return {
    ip: textOf(context.ip),
    user_agent: textOf(context.userAgent),
    locale: textOf(context.locale),
    timezone: textOf(context.timezone),
    campaign: objectOf(context.campaign),
    app: objectOf(context.app),
    device: objectOf(context.device),
    os: objectOf(context.os)
  }
}
