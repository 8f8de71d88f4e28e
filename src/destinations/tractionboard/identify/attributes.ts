import type { Attributes } from '../events-api'
import { textOf } from '../text'
import { readTimestamp } from '../timestamp'

/**
 * Segment's reserved traits whose name differs from the one that Tractionboard gives them. The others (email, name,
 * username, phone, avatar, title, description, gender, birthday, age, website, address, company) are the same in both.
 * https://segment.com/docs/connections/spec/identify/#traits
 */
const TRACTIONBOARD_NAMES = { firstName: 'first_name', lastName: 'last_name', createdAt: 'created_at' }

/** A user's traits as Tractionboard's attributes; nothing where no trait holds a value. `null` unsets an attribute. */
export function attributesOf(traits: Attributes = {}): Attributes | undefined {
  const attributes: Attributes = Object.fromEntries(Object.entries(traits).filter(([, value]) => !isBlank(value)))
  for (const [trait, name] of Object.entries(TRACTIONBOARD_NAMES)) {
    if (trait in attributes) {
      attributes[name] = attributes[trait]
      delete attributes[trait]
    }
  }
  normaliseDates(attributes)
  if (attributes.name === undefined) {
    composeName(attributes)
  }
  return Object.keys(attributes).length > 0 ? attributes : undefined
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && textOf(value) === undefined
}

/** A date that cannot be read stays as it was sent: a login is worth more than the form of a birthday. */
function normaliseDates(attributes: Attributes): void {
  const createdAt = readTimestamp(attributes.created_at)
  if (createdAt !== undefined) {
    attributes.created_at = createdAt
  }
  const birthday = readTimestamp(attributes.birthday)
  if (birthday !== undefined) {
    attributes.birthday = birthday.slice(0, 'YYYY-MM-DD'.length)
  }
}

function composeName(attributes: Attributes): void {
  const parts = [textOf(attributes.first_name), textOf(attributes.last_name)].filter((part) => part !== undefined)
  if (parts.length > 0) {
    attributes.name = parts.join(' ')
  }
}
