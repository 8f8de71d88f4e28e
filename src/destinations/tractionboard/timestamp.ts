import { PayloadValidationError } from '@segment/actions-core'
import dayjs from 'dayjs'
import type { Dayjs } from 'dayjs'
import utc from 'dayjs/plugin/utc'
import { textOf } from './utils'

dayjs.extend(utc)

/** The form that is sent, on a day that every month has: most timestamps need no calendar, which costs time. */
const USUAL_FORM = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
const ISO_8601 =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?: ?(?:Z|([+-](?:[01]\d|2[0-3]))(?::?([0-5]\d))?))?)?$/i
const EPOCH = /^[+-]?\d+(\.\d+)?$/
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z')
const LATEST = Date.parse('9999-12-31T23:59:59.999Z')
/** Epoch numbers from here on are milliseconds: as seconds they would lie beyond the year 5138. */
const FIRST_MILLISECONDS = 1e11

/**
 * A point in time as RFC 3339 UTC with milliseconds, the only form that Tractionboard is sent.
 * @param value ISO 8601 (without an offset UTC, without a time midnight), or epoch seconds or milliseconds
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
  if (typeof value === 'string' && USUAL_FORM.test(value)) return value
  const time = typeof value === 'number' ? readEpoch(value) : readText(textOf(value) ?? '')
  return time.isValid() && time.valueOf() >= EARLIEST && time.valueOf() <= LATEST ? time.toISOString() : undefined
}

function readEpoch(value: number): Dayjs {
  return dayjs.utc(Math.trunc(Math.abs(value) < FIRST_MILLISECONDS ? value * 1000 : value))
}

function readText(text: string): Dayjs {
  if (EPOCH.test(text)) return readEpoch(Number(text))
  const [, day, minutes = '00:00', seconds = '00', fraction = '', hours = '+00', offset = '00'] =
    ISO_8601.exec(text) ?? []
  // RFC 3339 allows a leap second, which no clock here knows: it is the last moment of its minute.
  const moment = seconds === '60' ? '59.999' : `${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`
  const local = `${day}T${minutes}:${moment}`
  const time = dayjs.utc(`${local}Z`)
  // JavaScript reads February 30 as March 1: only a date that comes back as it went in is one.
  return time.isValid() && time.toISOString() === `${local}Z` ? dayjs.utc(`${local}${hours}:${offset}`) : dayjs.utc(NaN)
}
