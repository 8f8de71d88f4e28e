import { PayloadValidationError } from '@segment/actions-core'
import type { Attributes } from '../types'
import { textOf } from '../utils'
import { CURRENCIES } from './currencies'

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
/** The properties that say the amount of an event without `revenue`, in order of preference. */
const FALLBACKS = ['total', 'amount', 'value']
const LIMIT = 1e11
const ACCEPTED = 'Accepted is a decimal number with a point and below 100000000000, such as 19.99.'

/**
 * The signed amount in units of its currency, exact as a double: rounded to four decimals, below 1e11.
 * @param value what the mapping gives; where it is empty, the first fallback among the properties that is a number counts
 * @throws PayloadValidationError
 */
export function amountOf(value: unknown, properties: Attributes = {}): number {
  const text = textOf(value) ?? FALLBACKS.map((name) => digitsOf(properties[name])).find(isDecimal)
  if (text === undefined) throw new PayloadValidationError(`Amount is missing. ${ACCEPTED}`)
  const amount = isDecimal(text) ? rounded(Number(text)) : NaN
  if (!(Math.abs(amount) < LIMIT)) throw new PayloadValidationError(`Amount is not acceptable. ${ACCEPTED}`)
  return amount
}

function digitsOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : textOf(value)
}

function isDecimal(text: string | undefined): boolean {
  return text !== undefined && DECIMAL.test(text)
}

/** To four decimals, half away from zero, by moving the point of the number as it is written: 1.00005 is 1.0001. */
function rounded(exact: number): number {
  const [digits, exponent = '0'] = String(Math.abs(exact)).split('e')
  const tenThousandths = Math.round(Number(`${digits}e${Number(exponent) + 4}`))
  return Math.sign(exact) * Number(`${tenThousandths}e-4`)
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
