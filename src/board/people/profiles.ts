import { saveRows, type Statement } from '../store/statements'
import { idOf, type Actor } from './actor'
import { currentValue } from './attributes'
import { activityOfPerson, type Persons, type Status, type StoredPerson } from './person-store'

/** What is asked of all persons at once: it hardly ever changes, so that short rows of its own cost least to write and to read. */
interface Profile {
  person: Actor
  status: Status
  /** What a search looks through. */
  search: string
  visited: number | undefined
  signed_up: number | undefined
  paid: number | undefined
  source: string | null | undefined
  medium: string | null | undefined
  campaign: string | null | undefined
}

export const PROFILES = {
  name: 'profiles',
  key: { person: 'text' },
  values: {
    status: 'text',
    search: 'text',
    visited: 'timestamptz',
    signed_up: 'timestamptz',
    paid: 'timestamptz',
    source: 'text',
    medium: 'text',
    campaign: 'text'
  }
} as const

/** Writes the profiles that changed. */
export function saveProfiles(boardId: number, before: Persons, after: Persons): Statement[] {
  const rows = []
  for (const [person, is] of after) {
    const was = before.get(person)
    if (!was || !hasSameProfile(was, is)) rows.push(profileRow(person, is))
  }
  return saveRows(boardId, PROFILES, rows, { isNew: ({ person }) => !before.has(person) })
}

export function profileRow(key: Actor, person: StoredPerson): Profile {
  const { facts } = person
  const [, , source, medium, campaign] = facts.campaign ?? []
  const profile = { visited: facts.visit, signed_up: facts.signup?.[0], paid: facts.payment, source, medium, campaign }
  return { person: key, status: activityOfPerson(person).status, search: searchTextOf(person), ...profile }
}

/** Told by what profiles are made of: most events change none of it, so that they need not be made. */
function hasSameProfile(one: StoredPerson, other: StoredPerson): boolean {
  const [was, is] = [one.facts, other.facts]
  return (
    one.name === other.name &&
    was.visit === is.visit &&
    was.signup?.[0] === is.signup?.[0] &&
    was.payment === is.payment &&
    was.campaign === is.campaign &&
    activityOfPerson(one).status === activityOfPerson(other).status &&
    (was.attributes === is.attributes || searchTextOf(one) === searchTextOf(other))
  )
}

/** The id, the email and the name, in small letters. */
function searchTextOf({ name, facts }: StoredPerson): string {
  return [idOf(name), currentValue(facts.attributes, 'email'), currentValue(facts.attributes, 'name')]
    .filter((value) => typeof value === 'string')
    .join('\n')
    .toLowerCase()
}
