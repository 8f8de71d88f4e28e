/** Money is counted in ten-thousandths of its currency, as a bigint: exact, whatever is added up. */
const SCALE = 10_000n

/** Whether a number has at most four decimals, is not negative and small enough for a double to hold it exactly. */
export function isAmount(value: unknown): value is number {
  if (typeof value !== 'number' || !(value >= 0 && value < 1e11)) return false
  // A number prints as the shortest text that reads back as itself, so its decimals are those that were sent.
  return /^\d+(\.\d{1,4})?$/.test(String(value))
}

/** Reads a decimal with at most four decimals: a number that `isAmount`, or a numeric of the database. */
export function toMoney(decimal: number | string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?0*$/.exec(String(decimal)) ?? []
  if (whole === undefined) throw new RangeError(`Not an amount: ${decimal}`)
  const money = BigInt(whole) * SCALE + BigInt(fraction.padEnd(4, '0'))
  return sign === '-' ? -money : money
}

/** As a decimal with two decimals, or three or four where it needs them: `"19.99"`, `"0.00"`, `"-4.05"`, `"1234.5678"`. */
export function formatMoney(money: bigint): string {
  const digits = (money < 0n ? -money : money).toString().padStart(5, '0')
  const fraction = digits.slice(-4).replace(/0{1,2}$/, '')
  return `${money < 0n ? '-' : ''}${digits.slice(0, -4)}.${fraction}`
}

/** An amount for each of `count` persons, rounded half away from zero to four decimals. `count` is positive. */
export function divideMoney(money: bigint, count: number): bigint {
  const doubled = (money < 0n ? -money : money) * 2n
  const divisor = BigInt(count)
  const rounded = (doubled + divisor) / (divisor * 2n)
  return money < 0n ? -rounded : rounded
}
