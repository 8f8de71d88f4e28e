const DECIMALS = 4

/** Whether a text is a decimal such as "12.5" with at most four decimals and eleven digits before them. */
export const isDecimal = (text: string): boolean => /^\d{1,11}(\.\d{1,4})?$/.test(text)

/** The sum of decimal strings, exactly: ["0.10", "0.20"] is "0.30". */
export function sumDecimals(amounts: readonly string[]): string {
  return fromUnits(amounts.map(toUnits).reduce((sum, units) => sum + units, 0n))
}

/** A share of an amount for each of so many, to four decimals, half away from zero, as the board rounds it: "10.00" for 3 is "3.3333". */
export function divideDecimal(amount: string, count: number): string {
  const [units, parts] = [toUnits(amount), BigInt(count)]
  const size = units < 0n ? -units : units
  const rounded = (size * 2n + parts) / (parts * 2n)
  return fromUnits(units < 0n ? -rounded : rounded)
}

/** How far `current` is from `previous`, as a share of the latter: 0.25 is a quarter more. Null when that was zero. */
export function changeOf(current: string, previous: string): number | null {
  const [now, before] = [toUnits(current), toUnits(previous)]
  if (before === 0n) return null
  const size = before < 0n ? -before : before
  return Number(((now - before) * 10_000n) / size) / 10_000
}

function toUnits(amount: string): bigint {
  const [whole, fraction = ''] = amount.replace('-', '').split('.')
  const units = BigInt(whole + fraction.padEnd(DECIMALS, '0'))
  return amount.startsWith('-') ? -units : units
}

function fromUnits(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(DECIMALS + 1, '0')
  const fraction = digits.slice(-DECIMALS).replace(/0{1,2}$/, '')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}.${fraction}`
}
