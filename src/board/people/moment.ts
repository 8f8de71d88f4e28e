/** When something happened: the event's time (ms) and, because ties in time are broken by it, the event's id. */
export type Moment = readonly [time: number, id: string]

/** What begins with a moment. */
export type Timed = readonly [...Moment, ...unknown[]]

/** Negative where `one` is before `other`. */
export function compareMoments(one: Timed, other: Timed): number {
  return one[0] - other[0] || compareBytes(one[1], other[1])
}

/** As PostgreSQL compares `COLLATE "C"`. Strings of JavaScript would put the characters of other planes before U+E000 to U+FFFF. */
export function compareBytes(one: string, other: string): number {
  const end = Math.min(one.length, other.length)
  for (let i = 0; i < end; i++) {
    const [a, b] = [one.charCodeAt(i), other.charCodeAt(i)]
    if (a !== b) return inBytes(a) - inBytes(b)
  }
  return one.length - other.length
}

const FIRST_SURROGATE = 0xd800
const AFTER_SURROGATES = 0xe000

/** Where a code unit stands among others, if halves of pairs stand behind all that need none. */
function inBytes(unit: number): number {
  if (unit < FIRST_SURROGATE) return unit
  return unit < AFTER_SURROGATES ? unit + 0x10000 : unit
}

export function earlier<Either extends Moment | undefined>(one: Either, other: Either): Either {
  if (!one || !other) return one ?? other
  return compareMoments(one, other) <= 0 ? one : other
}

export function later<Either extends Moment | undefined>(one: Either, other: Either): Either {
  if (!one || !other) return one ?? other
  return compareMoments(one, other) >= 0 ? one : other
}

/** A moment as a text that compares, byte by byte, as the moment does. */
export function formatMoment([time, id]: Moment): string {
  return `${new Date(time).toISOString()} ${id}`
}

export function parseMoment(text: string): Moment
export function parseMoment(text: string | null): Moment | undefined
export function parseMoment(text: string | null): Moment | undefined {
  if (text === null) return undefined
  const end = text.indexOf(' ')
  return [Date.parse(text.slice(0, end)), text.slice(end + 1)]
}
