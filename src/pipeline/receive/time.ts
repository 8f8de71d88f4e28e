/**
 * Reads a time as SDKs send it: RFC 3339 text, or epoch seconds or milliseconds as number or digits.
 *
 * @returns milliseconds since the epoch, or `undefined` where it is no time
 */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,13}(\.\d+)?$/.test(value))) {
    const number = Number(value)
    return readable(number < 1e11 ? number * 1000 : number)
  }
  if (typeof value !== 'string' || !/^[+-]?\d{4,6}-\d\d/.test(value)) return undefined
  return readable(Date.parse(WITHOUT_ZONE.test(value) ? `${value}Z` : value))
}

/** Such a time would be read in the zone of the machine; it is UTC. */
const WITHOUT_ZONE = /[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?$/i

/** The times that `Date` can hold and RFC 3339 can write. */
function readable(milliseconds: number): number | undefined {
  return milliseconds >= -62_167_219_200_000 && milliseconds <= 253_402_300_799_999 ? milliseconds : undefined
}

/**
 * Segment's correction of the sender's clock: `receivedAt - (sentAt - originalTimestamp)`. All in milliseconds.
 * Where the sender says nothing of its clock, its times are taken as they are.
 */
export function correctClock(receivedAt: number, sentAt: number | undefined, original: number | undefined): number {
  if (original === undefined) return receivedAt
  return sentAt === undefined ? original : (readable(receivedAt - (sentAt - original)) ?? original)
}

const DAY_MS = 86_400_000
let day = { number: NaN, text: '' }

/** `new Date(milliseconds).toISOString()`, in a fifth of the time while the day stays the same. */
export function timeText(milliseconds: number): string {
  const number = Math.floor(milliseconds / DAY_MS)
  if (number !== day.number) day = { number, text: new Date(number * DAY_MS).toISOString().slice(0, 11) }
  const rest = Math.floor(milliseconds) - number * DAY_MS
  const seconds = Math.floor(rest / 1000)
  const minutes = Math.floor(seconds / 60)
  const part = (value: number) => (value < 10 ? `0${value}` : value)
  const fraction = String(1000 + (rest % 1000)).slice(1)
  return `${day.text}${part(Math.floor(minutes / 60))}:${part(minutes % 60)}:${part(seconds % 60)}.${fraction}Z`
}
