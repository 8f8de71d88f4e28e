/** Milliseconds of a UTC day. UTC has no daylight saving, so every day has them. */
export const DAY_MS = 86_400_000

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/

/** RFC 3339, of a date that exists, in the years 1 to 9999. https://www.rfc-editor.org/rfc/rfc3339#section-5.6 */
export function isTimestamp(text: string): boolean {
  if (isCanonical(text)) return true
  const match = TIMESTAMP.exec(text)
  if (!match || !isDate(`${match[1]}-${match[2]}-${match[3]}`)) return false
  const time = new Date(text.toUpperCase())
  if (Number.isNaN(time.getTime())) return false
  const year = time.getUTCFullYear()
  return year >= 1 && year <= 9999
}

/** What `toISOString` writes, of a day that every month has. */
const CANONICAL = /^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

/** The form that almost every sender uses, that this check costs least, and that is kept as it is. */
export function isCanonical(text: string): boolean {
  return CANONICAL.test(text)
}

/** A calendar date that exists, as YYYY-MM-DD, in the years 1 to 9999. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < '0001') return false
  const time = new Date(midnightOf(text))
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)
}

/** A month as YYYY-MM. */
export function isMonth(text: string): boolean {
  return isDate(`${text}-01`)
}

const MINUTE_MS = 60_000

/** The start of the minute that a time (ms) lies in. */
export const startOfMinute = (time: number) => Math.floor(time / MINUTE_MS) * MINUTE_MS

/** The number of the UTC day that a time (ms) lies in, counted from 1970-01-01. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY_MS)
}

/** A day's number as YYYY-MM-DD. What follows the year 9999 gets a fifth digit, which PostgreSQL reads and JavaScript would not write. */
export const formatDay = remembering((day: number): string => {
  const [date] = new Date(day * DAY_MS).toISOString().split('T')
  return date.replace(/^\+0/, '')
})

/** The number of the day that YYYY-MM-DD names. */
export function parseDay(date: string): number {
  return dayOf(Date.parse(midnightOf(date)))
}

/** The time at which a day that is given as YYYY-MM-DD begins, as PostgreSQL reads it. */
export const midnightOf = (date: string) => `${date}T00:00:00Z`

/** SQL that writes a time of a column as `Date.toISOString` does. */
export const isoTime = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** How long a period is. Weeks are ISO weeks: they start on Monday. */
export type Grain = 'day' | 'week' | 'month'
export const GRAINS: readonly Grain[] = ['day', 'week', 'month']

/** The first day of the period that a day lies in. */
export function periodOf(day: number, grain: Grain): number {
  if (grain === 'day') return day
  // 1970-01-01 was a Thursday, three days after a Monday.
  if (grain === 'week') return day - ((((day + 3) % 7) + 7) % 7)
  return monthOf(day)
}

const monthOf = remembering((day: number) => day - new Date(day * DAY_MS).getUTCDate() + 1)

/** The first day of the period after the one that a day lies in. */
export function nextPeriod(day: number, grain: Grain): number {
  if (grain === 'day') return day + 1
  const start = periodOf(day, grain)
  return grain === 'week' ? start + 7 : periodOf(start + 31, 'month')
}

/** The most days that are remembered: more than a board usually meets, and little memory. */
const MOST_REMEMBERED = 20_000

/** Remembers the results of a function of a day: an ingest asks for the same few days all the time. */
function remembering<Result>(decide: (day: number) => Result): (day: number) => Result {
  const known = new Map<number, Result>()
  return (day) => {
    let result = known.get(day)
    if (result === undefined) {
      if (known.size >= MOST_REMEMBERED) known.clear()
      known.set(day, (result = decide(day)))
    }
    return result
  }
}
