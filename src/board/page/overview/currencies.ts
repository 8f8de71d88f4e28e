import type { Period } from '../../read-api/shapes'

/** The currencies that the period has money in, in the order of the alphabet; none as long as it is not known. */
export function currenciesOf(period: Period | undefined): string[] {
  const { revenue = {}, uac = {} } = period ?? {}
  return [...new Set([...Object.keys(revenue), ...Object.keys(uac)])].sort()
}

/** The one that is asked for if there is money in it, else US dollars, else the first there is. */
export function chooseCurrency(available: readonly string[], wanted: string): string {
  if (available.includes(wanted)) return wanted
  return available.includes('USD') ? 'USD' : (available[0] ?? 'USD')
}
