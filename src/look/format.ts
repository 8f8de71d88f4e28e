/** What stands where a figure is undefined; never a zero. */
export const UNDEFINED = '—'

const count = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 3 })
const percentAxis = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 3 })
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })
const share = new Intl.NumberFormat('en', { style: 'percent' })
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })
const dateTime = new Intl.DateTimeFormat('en', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
  hourCycle: 'h23'
})
const moment = new Intl.DateTimeFormat('en', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
  hourCycle: 'h23'
})
const time = new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone: 'UTC', hourCycle: 'h23' })

export const formatCount = (value: number): string => count.format(value)

/** "12.5K" or "1.05K", for an axis, whose ticks are exact. */
export const formatCountShort = (value: number): string => compact.format(value)

/** "2.25%", for an axis. */
export const formatPercentShort = (ratio: number): string => percentAxis.format(ratio)

/** A ratio as a percentage: 0.125 is "12.5%". */
export const formatPercent = (ratio: number | null): string => (ratio === null ? UNDEFINED : percent.format(ratio))

/** The same to the whole percent, where many stand together. */
export const formatShare = (ratio: number): string => share.format(ratio)

/** "Nov 23, 2026", in UTC. */
export const formatDay = (value: string): string => day.format(new Date(value))

/** "Nov 23, 2026, 21:43", in UTC. */
export const formatDateTime = (value: string): string => dateTime.format(new Date(value))

/** "Nov 23, 21:43:05", in UTC, for what has just happened. */
export const formatMoment = (value: string): string => moment.format(new Date(value))

/** "21:43", in UTC. */
export const formatTime = (value: string): string => time.format(new Date(value))

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1]
] as const

/** A length of time in the largest unit that it has one of: 5400 s is "1.5 hours". */
export function formatDuration(seconds: number): string {
  const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? UNITS[UNITS.length - 1]
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 }).format(
    seconds / length
  )
}

/**
 * A decimal string with its currency, "$1,234.50"; null is undefined. The string goes to `Intl` as it is, which reads
 * it exactly: as a number it could lose digits.
 */
export function formatMoney(amount: string | null, currency: string): string {
  return amount === null ? UNDEFINED : money(currency, { maximumFractionDigits: 4 }).format(amount as `${number}`)
}

/** The same, rounded to what the currency is paid in, for a figure that is a quotient: "29.4247" is "$29.42". */
export function formatMoneyRounded(amount: string | null, currency: string): string {
  return amount === null ? UNDEFINED : money(currency).format(amount as `${number}`)
}

/** The same with thousands abbreviated, for an axis, whose ticks are exact: "$12.5K". */
export function formatMoneyShort(amount: number, currency: string): string {
  return money(currency, { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 3 }).format(amount)
}

function money(currency: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return new Intl.NumberFormat('en', { style: 'currency', currency, ...options })
}
