import { PayloadValidationError } from '@segment/actions-core'
import { CURRENCIES } from './currencies'
import { textOf } from './text'

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const DECIMAL_PLACES = 4
const LIMIT = 1e11
/** What computing with binary fractions leaves behind the last decimal (0.1 + 0.2): no digits that somebody wrote. */
const FLOAT_NOISE = 1e-8

const ACCEPTED = `Accepted is a decimal number with a point, at most ${DECIMAL_PLACES} decimals and below 100000000000, such as 19.99.`

/**
 * The signed amount in units of its currency, exact as a double: at most four decimals, below 1e11.
 * @param candidates in order of preference; the first that is not blank counts
 * @throws PayloadValidationError
 */
export function amountOf(candidates: readonly unknown[] = []): number {
  const text = candidates.map(textOf).find((candidate) => candidate !== undefined)
  if (text === undefined) {
    throw new PayloadValidationError(`Amount is missing. ${ACCEPTED}`)
  }
  const exact = DECIMAL.test(text) ? Number(text) : NaN
  const amount = Number(exact.toFixed(DECIMAL_PLACES))
  const noise = Math.max(FLOAT_NOISE, Math.abs(exact) * Number.EPSILON)
  if (!(Math.abs(amount) < LIMIT) || Math.abs(amount - exact) > noise) {
    throw new PayloadValidationError(`Amount is not acceptable. ${ACCEPTED}`)
  }
  return amount
}

/**
 * The upper-cased ISO 4217 code; US dollars where there is none, as Segment's specification has it.
 * @throws PayloadValidationError
 */
export function currencyOf(value: unknown): string {
  const currency = (textOf(value) ?? 'USD').toUpperCase()
  if (!CURRENCIES.has(currency)) {
    throw new PayloadValidationError('Currency is unknown. Accepted is an ISO 4217 code, such as USD or EUR.')
  }
  return currency
}
