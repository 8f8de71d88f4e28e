import { FormatRegistry, Kind, Type, TypeRegistry } from '@sinclair/typebox'
import { CURRENCIES } from './currencies'
import { isAmount } from './money'
import { isDate, isMonth, isTimestamp } from './time'

export { validator } from '../web'

FormatRegistry.Set('date-time', isTimestamp)
FormatRegistry.Set('date', isDate)
FormatRegistry.Set('year-month', isMonth)
FormatRegistry.Set('iso-4217', (text) => CURRENCIES.has(text))
TypeRegistry.Set('Amount', (_schema, value) => isAmount(value))

/**
 * An amount of money as a number that a double holds exactly; the check is `isAmount`. Of its four decimals the document says
 * nothing but the description: by `multipleOf`, which is reckoned in doubles, validators refuse 19.99.
 */
export const Amount = Type.Unsafe<number>({
  [Kind]: 'Amount',
  type: 'number',
  minimum: 0,
  exclusiveMaximum: 1e11,
  description: 'a number from 0 to below 100,000,000,000 with at most 4 decimals'
})
