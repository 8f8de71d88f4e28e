/** What stands where a figure is undefined; never a zero. */
export const UNDEFINED = '—'

const count = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 3 })
const percentAxis = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 3 })
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })
const share = new Intl.NumberFormat('en', { style: 'percent' })

/** How a moment is written; in every time zone. */
const MOMENTS = {
  day: { dateStyle: 'medium' },
  dateTime: { dateStyle: 'medium', timeStyle: 'short' },
  moment: {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit'
  },
  time: { timeStyle: 'short' },
  exact: { dateStyle: 'medium', timeStyle: 'medium' }
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const inZones = new Map<string, Intl.DateTimeFormat>()

/** To make one takes longer than to use it a hundred times. */
function inZone(form: keyof typeof MOMENTS, timeZone: string): Intl.DateTimeFormat {
  const key = `${form} ${timeZone}`
  const format = inZones.get(key) ?? new Intl.DateTimeFormat('en', { ...MOMENTS[form], timeZone, hourCycle: 'h23' })
  inZones.set(key, format)
  return format
}

export const formatCount = (value: number): string => count.format(value)

/** "12.5K" or "1.05K", for an axis, whose ticks are exact. */
export const formatCountShort = (value: number): string => compact.format(value)

/** "2.25%", for an axis. */
export const formatPercentShort = (ratio: number): string => percentAxis.format(ratio)

/** A ratio as a percentage: 0.125 is "12.5%". */
export const formatPercent = (ratio: number | null): string => (ratio === null ? UNDEFINED : percent.format(ratio))

/** The same to the whole percent, where many stand together. */
export const formatShare = (ratio: number): string => share.format(ratio)

/** "Nov 23, 2026", the day that it is in the zone. */
export const formatDay = (value: string, zone = 'UTC'): string => inZone('day', zone).format(new Date(value))

/** "Nov 23, 2026, 21:43" */
export const formatDateTime = (value: string, zone = 'UTC'): string => inZone('dateTime', zone).format(new Date(value))

/** "Nov 23, 21:43:05", for what has just happened. */
export const formatMoment = (value: string, zone = 'UTC'): string => inZone('moment', zone).format(new Date(value))

/** "21:43" */
export const formatTime = (value: string, zone = 'UTC'): string => inZone('time', zone).format(new Date(value))

/** "Nov 23, 2026, 22:43:05 Europe/Berlin (Nov 23, 2026, 21:43:05 UTC)" */
export function formatExactly(value: string, zone = 'UTC'): string {
  const utc = `${inZone('exact', 'UTC').format(new Date(value))} UTC`
  return zone === 'UTC' ? utc : `${inZone('exact', zone).format(new Date(value))} ${zone} (${utc})`
}

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
