import { formatDateTime, formatExactly, formatMoment, formatTime } from '../format'
import { useTimeZone } from '../use-time-zone'

interface TimestampProps {
  /** RFC 3339. */
  value: string
  /** Whether the day is said elsewhere, as in a list grouped by day. */
  timeOnly?: boolean
  /** Whether seconds count: of what is of these days, so that the year is left out. */
  precise?: boolean
}

/** A moment in the time zone that was chosen; hovering shows it to the second, with its zone. */
export function Timestamp({ value, timeOnly = false, precise = false }: TimestampProps) {
  const [zone] = useTimeZone()
  const format = precise ? formatMoment : timeOnly ? formatTime : formatDateTime
  return (
    <time dateTime={value} title={formatExactly(value, zone)}>
      {format(value, zone)}
    </time>
  )
}
