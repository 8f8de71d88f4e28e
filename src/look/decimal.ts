const DECIMALS = 4

/** Whether a text is a decimal such as "12.5" with at most four decimals and eleven digits before them. */
export const isDecimal = (text: string): boolean => /^\d{1,11}(\.\d{1,4})?$/.test(text)

/** The sum of decimal strings, exactly: ["0.10", "0.20"] is "0.30". */
export function sumDecimals(amounts: readonly string[]): string {
  return fromUnits(amounts.map(toUnits).reduce((sum, units) => sum + units, 0n))
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
