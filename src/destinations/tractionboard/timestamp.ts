import { PayloadValidationError } from '@segment/actions-core'

/** The form that is sent, on a day that every month has: most timestamps need no calendar, which costs time. */
const USUAL_FORM = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
const ISO_8601 =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?: ?(Z)| ?([+-]\d\d)(?::?(\d\d))?)?)?$/i
const EPOCH = /^[+-]?\d+(\.\d+)?$/
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z')
const LATEST = Date.parse('9999-12-31T23:59:59.999Z')
/** Epoch numbers from here on are milliseconds: as seconds they would lie beyond the year 5138. */
const FIRST_MILLISECONDS = 1e11

/**
 * A point in time as RFC 3339 UTC with milliseconds, the only form that Tractionboard is sent.
 * @param value ISO 8601 (without an offset it is UTC, without a time it is midnight), or epoch seconds or milliseconds
 * as a number or digits
 * @throws PayloadValidationError for anything else: a time that cannot be read is never taken for now
 */
export function timestampOf(value: unknown): string {
  const timestamp = readTimestamp(value)
  if (timestamp === undefined) {
    throw new PayloadValidationError(
      'Timestamp cannot be read. Accepted is an ISO 8601 date and time, such as 2024-01-31T09:30:00Z, or epoch seconds or milliseconds.'
    )
  }
  return timestamp
}

/** As `timestampOf`, but what cannot be read gives nothing. */
export function readTimestamp(value: unknown): string | undefined {
  if (typeof value === 'string' && USUAL_FORM.test(value)) {
    return value
  }
  const milliseconds = typeof value === 'number' ? readEpoch(value) : readText(value)
  return milliseconds !== undefined && milliseconds >= EARLIEST && milliseconds <= LATEST
    ? new Date(milliseconds).toISOString()
    : undefined
}

/** JavaScript reads February 30 as March 1; only a date that comes back as it went in is one. */
function isRealDate(utc: string): boolean {
  const date = new Date(utc)
  return date.getTime() >= EARLIEST && date.toISOString() === utc
}

function readEpoch(value: number): number {
  return Math.trunc(Math.abs(value) < FIRST_MILLISECONDS ? value * 1000 : value)
}

function readText(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : ''
  if (EPOCH.test(text)) {
    return readEpoch(Number(text))
  }
  const parts = ISO_8601.exec(text)
  return parts ? readParts(parts) : undefined
}

function readParts(parts: RegExpExecArray): number | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = ''] = parts
  // RFC 3339 allows a leap second, which no clock here knows: it is the last moment of its minute.
  const leap = second === '60'
  const milliseconds = leap ? '999' : fraction.slice(0, 3).padEnd(3, '0')
  const utc = `${year}-${month}-${day}T${hour}:${minute}:${leap ? '59' : second}.${milliseconds}Z`
  if (!isRealDate(utc)) {
    return undefined
  }
  const [offsetHours, offsetMinutes = '00'] = parts.slice(9)
  if (offsetHours === undefined) {
    return Date.parse(utc)
  }
  if (Math.abs(Number(offsetHours)) > 23 || Number(offsetMinutes) > 59) {
    return undefined
  }
  const offset = Math.abs(Number(offsetHours)) * 60 + Number(offsetMinutes)
  return Date.parse(utc) - (offsetHours.startsWith('-') ? -offset : offset) * 60_000
}
