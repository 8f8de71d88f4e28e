import { PayloadValidationError } from '@segment/actions-core'
import { MAX_NAME_LENGTH } from '../constants'
import { envelopeOf, requiredUserId } from '../envelope'
import type { TrackedEvent } from '../types'
import { limitedText, requiredText } from '../utils'
import type { Payload } from './generated-types'
import { amountOf, currencyOf } from './money'

/** @throws PayloadValidationError */
export function toEvent(payload: Payload): TrackedEvent {
  const envelope = envelopeOf(payload)
  const name = limitedText('Event Name', payload.name, MAX_NAME_LENGTH)
  const { kind, properties } = payload
  switch (kind) {
    case 'payment':
    case 'refund':
      return { type: kind, ...envelope, name, ...moneyOf(kind, payload), properties }
    case 'cancel':
    case 'signup':
      return { type: kind, ...envelope, user_id: requiredUserId(envelope, `a ${kind}`), name, properties }
    case 'event':
      requiredText('Event Name', name, MAX_NAME_LENGTH, 'Tractionboard books a custom event by it')
      return { type: kind, ...envelope, name, properties }
    default:
      throw new PayloadValidationError('Kind is unknown. Accepted are event, payment, refund, cancel and signup.')
  }
}

/** Refunds arrive with either sign, payments with none: money that goes back is a refund. */
function moneyOf(kind: 'payment' | 'refund', payload: Payload): Pick<TrackedEvent, 'amount' | 'currency'> {
  const amount = amountOf(payload.amount, payload.properties)
  if (kind === 'payment' && amount < 0) {
    throw new PayloadValidationError(
      'Amount is negative. Accepted for a payment is 0 or more; send money that goes back as a refund.'
    )
  }
  return { amount: Math.abs(amount), currency: currencyOf(payload.currency) }
}
