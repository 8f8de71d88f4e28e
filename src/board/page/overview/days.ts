/** Days are texts such as "2024-01-31", in UTC; as such they compare in their order. */

const DAY_MS = 86_400_000

const toTime = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const toDay = (time: number): string => new Date(time).toISOString().slice(0, 10)

export const dayOf = (now: Date): string => toDay(now.getTime())

export const addDays = (day: string, days: number): string => toDay(toTime(day) + days * DAY_MS)

export const daysBetween = (from: string, to: string): number => (toTime(to) - toTime(from)) / DAY_MS

export const startOfMonth = (day: string): string => `${day.slice(0, 7)}-01`

/** The first day of the month that is so many months later. */
export function addMonths(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number)
  return toDay(Date.UTC(year, month - 1 + months, 1))
}

/** Whether the text is a day of the calendar. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(toTime(text)) && toDay(toTime(text)) === text
