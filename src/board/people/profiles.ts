import { saveRows, type Statement } from '../store/statements'
import { idOf, type Actor } from './actor'
import { currentValue } from './attributes'
import type { Facts } from './facts'
import { statusOf, type Persons, type Status } from './person-store'

/** What is asked of all persons at once: it hardly ever changes, so that short rows of its own cost least to write and to read. */
interface Profile {
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

const PROFILES = {
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
  for (const [person, { name, facts }] of after) {
    const known = before.get(person)
    const profile = profileOf(name, facts)
    if (!known || !isSame(profileOf(known.name, known.facts), profile)) rows.push({ person, ...profile })
  }
  return saveRows(boardId, PROFILES, rows)
}

function profileOf(name: Actor, facts: Facts): Profile {
  const [, , source, medium, campaign] = facts.campaign ?? []
  const profile = { visited: facts.visit, signed_up: facts.signup?.[0], paid: facts.payment, source, medium, campaign }
  return { status: statusOf(name, facts), search: searchTextOf(name, facts), ...profile }
}

function isSame(one: Profile, other: Profile): boolean {
  return (Object.keys(one) as (keyof Profile)[]).every((field) => one[field] === other[field])
}

/** The id, the email and the name, in small letters. */
function searchTextOf(name: Actor, facts: Facts): string {
  return [idOf(name), currentValue(facts.attributes, 'email'), currentValue(facts.attributes, 'name')]
    .filter((value) => typeof value === 'string')
    .join('\n')
    .toLowerCase()
}
