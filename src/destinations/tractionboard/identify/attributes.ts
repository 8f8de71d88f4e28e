import { readTimestamp } from '../timestamp'
import type { Attributes } from '../types'
import { isBlank, textOf } from '../utils'

/**
 * Segment's reserved traits whose name differs from the one that Tractionboard gives them. The others (email, name,
 * username, phone, avatar, title, description, gender, birthday, age, website, address, company) are the same in both.
 * https://segment.com/docs/connections/spec/identify/#traits
 */
const TRACTIONBOARD_NAMES: ReadonlyMap<string, string> = new Map([
  ['firstName', 'first_name'],
  ['lastName', 'last_name'],
  ['createdAt', 'created_at']
])

/** A text that begins with a calendar date. */
const CALENDAR_DATE = /^\d{4}-\d\d-\d\d/
/** Digits that are rather a year or a date without hyphens than seconds or milliseconds since 1970. */
const BARE_DATE = /^(\d{4}|\d{8})$/

/**
 * A user's traits as Tractionboard's attributes; nothing where no trait holds a value. `null` unsets an attribute.
 * Where a trait comes in both spellings, such as `firstName` and `first_name`, Segment's own counts, the first.
 */
export function attributesOf(traits: Attributes = {}): Attributes | undefined {
  const attributes = renamed(traits)
  // A date that cannot be read stays as it was sent: a login is worth more than the form of a birthday.
  normalise(attributes, 'created_at', (_text, timestamp) => timestamp)
  normalise(attributes, 'birthday', dayOf)
  if (attributes.name === undefined) composeName(attributes)
  return Object.keys(attributes).length > 0 ? attributes : undefined
}

function renamed(traits: Attributes): Attributes {
  const attributes: Attributes = {}
  for (const trait of Object.keys(traits)) {
    if (!isBlank(traits[trait]) && !TRACTIONBOARD_NAMES.has(trait)) attributes[trait] = traits[trait]
  }
  for (const [trait, name] of TRACTIONBOARD_NAMES) {
    const value = traits[trait]
    if (value !== undefined && !isBlank(value)) attributes[name] = value
  }
  return attributes
}

function normalise(attributes: Attributes, key: string, write: (text: string, timestamp: string) => string): void {
  const value = attributes[key]
  if (typeof value !== 'string' && typeof value !== 'number') return
  const text = String(value).trim()
  const timestamp = BARE_DATE.test(text) ? undefined : readTimestamp(value)
  if (timestamp !== undefined) attributes[key] = write(text, timestamp)
}

/** A birthday is the day that was written: in another time zone it would be another one. */
function dayOf(text: string, timestamp: string): string {
  return CALENDAR_DATE.exec(text)?.[0] ?? timestamp.slice(0, 'YYYY-MM-DD'.length)
}

function composeName(attributes: Attributes): void {
  const parts = [textOf(attributes.first_name), textOf(attributes.last_name)].filter((part) => part !== undefined)
  if (parts.length > 0) attributes.name = parts.join(' ')
}
