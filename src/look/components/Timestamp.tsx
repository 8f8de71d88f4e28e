import { formatDateTime, formatMoment, formatTime } from '../format'

interface TimestampProps {
  /** RFC 3339. */
  value: string
  /** Whether the day is said elsewhere, as in a list grouped by day. */
  timeOnly?: boolean
  /** Whether seconds count: of what is of these days, so that the year is left out. */
  precise?: boolean
}

/** A moment in UTC; hovering shows it to the second. */
export function Timestamp({ value, timeOnly = false, precise = false }: TimestampProps) {
  return (
    <time dateTime={value} title={`${value.slice(0, 19).replace('T', ' ')} UTC`}>
      {precise ? formatMoment(value) : timeOnly ? formatTime(value) : formatDateTime(value)}
    </time>
  )
}
