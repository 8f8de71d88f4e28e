import type { Statement } from '../store/statements'
import type { Facts } from './facts'
import type { Persons } from './person-store'

/** What a person's way is made of: it hardly ever changes once it was gone, so that a row of its own costs least. */
const STEPS = ['visit', 'signup', 'payment', 'campaign'] as const

/** Writes when persons first visited, signed up and paid, and what brought them here, where it changed. */
export function saveJourneys(boardId: number, before: Persons, after: Persons): Statement[] {
  const rows: object[] = []
  for (const [person, { facts }] of after) {
    const known = before.get(person)
    if (known && !hasMoved(known.facts, facts)) continue
    const [, , source, medium, campaign] = facts.campaign ?? []
    rows.push({
      person,
      visited: timeOf(facts.visit),
      signed_up: timeOf(facts.signup?.[0]),
      paid: timeOf(facts.payment),
      source,
      medium,
      campaign
    })
  }
  if (rows.length === 0) return []
  return [
    ($) => `INSERT INTO board.journeys (board_id, person, visited, signed_up, paid, source, medium, campaign)
      SELECT ${$(boardId)}::int, person, visited, signed_up, paid, source, medium, campaign
      FROM json_to_recordset(${$(JSON.stringify(rows))}::json) AS row (person text, visited timestamptz,
        signed_up timestamptz, paid timestamptz, source text, medium text, campaign text)
      ON CONFLICT (board_id, person) DO UPDATE SET visited = excluded.visited, signed_up = excluded.signed_up,
        paid = excluded.paid, source = excluded.source, medium = excluded.medium, campaign = excluded.campaign`
  ]
}

/** What was read from the database is never the same object, though it says the same. */
function hasMoved(before: Facts, after: Facts): boolean {
  return STEPS.some((step) => before[step] !== after[step] && String(before[step]) !== String(after[step]))
}

function timeOf(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString()
}
