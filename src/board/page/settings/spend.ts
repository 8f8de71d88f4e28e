import { isDecimal, sumDecimals } from '../../../look/decimal'
import type { Spend } from '../../read-api/shapes'

/** The months of a year: "2024-01" to "2024-12". */
export const monthsOf = (year: number): string[] =>
  Array.from({ length: 12 }, (_, index) => `${String(year).padStart(4, '0')}-${String(index + 1).padStart(2, '0')}`)

/** Every currency that spend is entered in; US dollars while there is none. */
export function currenciesOf(spend: Spend): string[] {
  const currencies = [...new Set(Object.values(spend).flatMap((month) => Object.keys(month)))].sort()
  return currencies.length === 0 ? ['USD'] : currencies
}

/** The spend with one amount as it was typed; an empty one is taken out. */
export function withAmount(spend: Spend, month: string, currency: string, amount: string): Spend {
  const { [currency]: _, ...others } = spend[month] ?? {}
  const changed = amount === '' ? others : { ...others, [currency]: amount }
  const { [month]: __, ...months } = spend
  return Object.keys(changed).length === 0 ? months : { ...months, [month]: changed }
}

/** What is wrong with an amount as it was typed; null when nothing is. */
export function problemOf(amount: string): string | null {
  return amount === '' || isDecimal(amount) ? null : 'A number such as 1250.50'
}

export const isValid = (spend: Spend): boolean =>
  Object.values(spend).every((month) => Object.values(month).every(isDecimal))

/** The year's spend in a currency; what cannot be read yet counts nothing. */
export function totalOf(spend: Spend, year: number, currency: string): string {
  return sumDecimals(
    monthsOf(year)
      .map((month) => spend[month]?.[currency] ?? '')
      .filter(isDecimal)
  )
}
