import type { Statement } from '../store/statements'
import { idOf, type Actor } from './actor'
import { currentValues } from './attributes'
import type { Facts } from './facts'
import { statusOf, type Persons, type Status } from './person-store'

/** What is asked of all persons at once: it hardly ever changes, so that short rows of its own cost least to write and to read. */
interface Profile {
  status: Status
  /** What a search looks through. */
  search: string
  visited?: number
  signed_up?: number
  paid?: number
  source?: string | null
  medium?: string | null
  campaign?: string | null
}

/** Writes the profiles that changed. */
export function saveProfiles(boardId: number, before: Persons, after: Persons): Statement[] {
  const rows: object[] = []
  for (const [person, { name, facts }] of after) {
    const known = before.get(person)
    const profile = profileOf(name, facts)
    if (known && isSame(profileOf(known.name, known.facts), profile)) continue
    const { visited, signed_up, paid, ...texts } = profile
    rows.push({ person, ...texts, visited: timeOf(visited), signed_up: timeOf(signed_up), paid: timeOf(paid) })
  }
  if (rows.length === 0) return []
  return [
    (
      $
    ) => `INSERT INTO board.profiles (board_id, person, status, search, visited, signed_up, paid, source, medium, campaign)
      SELECT ${$(boardId)}::int, person, status, search, visited, signed_up, paid, source, medium, campaign
      FROM json_to_recordset(${$(JSON.stringify(rows))}::json) AS row (person text, status text, search text,
        visited timestamptz, signed_up timestamptz, paid timestamptz, source text, medium text, campaign text)
      ON CONFLICT (board_id, person) DO UPDATE SET status = excluded.status, search = excluded.search,
        visited = excluded.visited, signed_up = excluded.signed_up, paid = excluded.paid, source = excluded.source,
        medium = excluded.medium, campaign = excluded.campaign`
  ]
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
  const { email, name: ownName } = currentValues(facts.attributes)
  return [idOf(name), email, ownName]
    .filter((value) => typeof value === 'string')
    .join('\n')
    .toLowerCase()
}

function timeOf(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString()
}
