import { PayloadValidationError } from '@segment/actions-core'
import { envelopeOf, requiredUserId } from '../envelope'
import { LONGEST_NAME } from '../events-api'
import type { CustomEvent, MoneyEvent, StatusEvent } from '../events-api'
import { amountOf, currencyOf } from '../money'
import { limitedText, requiredText } from '../text'
import type { Payload } from './generated-types'

/** @throws PayloadValidationError */
export function toEvent(payload: Payload): CustomEvent | MoneyEvent | StatusEvent {
  const envelope = envelopeOf(payload)
  const { kind, properties } = payload
  switch (kind) {
    case 'payment':
    case 'refund':
      return { type: kind, ...envelope, name: nameOf(payload), ...moneyOf(kind, payload), properties }
    case 'cancel':
    case 'signup':
      return {
        type: kind,
        ...envelope,
        user_id: requiredUserId(envelope, `a ${kind}`),
        name: nameOf(payload),
        properties
      }
    case 'event': {
      const name = requiredText('Event Name', payload.name, LONGEST_NAME, 'Tractionboard books a custom event by it')
      return { type: kind, ...envelope, name, properties }
    }
    default:
      throw new PayloadValidationError('Kind is unknown. Accepted are event, payment, refund, cancel and signup.')
  }
}

function nameOf(payload: Payload): string | undefined {
  return limitedText('Event Name', payload.name, LONGEST_NAME)
}

/** Refunds arrive with either sign, payments with none: money that goes back is a refund. */
function moneyOf(kind: MoneyEvent['type'], payload: Payload): Pick<MoneyEvent, 'amount' | 'currency'> {
  const amount = amountOf(payload.amount)
  if (kind === 'payment' && amount < 0) {
    throw new PayloadValidationError(
      'Amount is negative. Accepted for a payment is 0 or more; send money that goes back as a refund.'
    )
  }
  return { amount: Math.abs(amount), currency: currencyOf(payload.currency) }
}
