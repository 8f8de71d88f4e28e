import { Statement, deleteRows } from '../store/statements'
import { activityOf } from './activity'
import { Actor, idOf, isUser } from './actor'
import { currentValues } from './attributes'
import type { Facts } from './facts'

/** Persons by name, with the facts of all their actors together. */
export type Persons = Map<Actor, Facts>

/** Writes what the list of users is found and sorted by. Everything else of a person is read from its actors' facts. */
export function savePersons(boardId: number, persons: Persons): Statement[] {
  if (persons.size === 0) return []
  const rows = [...persons].map(([person, facts]) => ({
    person,
    status: statusOf(person, facts),
    last_seen: new Date(facts.last).toISOString(),
    search: searchTextOf(person, facts)
  }))
  const sql = `INSERT INTO board.persons (board_id, person, status, last_seen, search)
    SELECT $1::int, person, status, last_seen, search
    FROM json_to_recordset($2::json) AS row (person text, status text, last_seen timestamptz, search text)
    ON CONFLICT (board_id, person) DO UPDATE
      SET status = excluded.status, last_seen = excluded.last_seen, search = excluded.search`
  return [{ sql, parameters: [boardId, JSON.stringify(rows)] }]
}

export function statusOf(person: Actor, facts: Facts): 'anonymous' | 'known' | 'active' | 'canceled' {
  return isUser(person) ? activityOf(facts).status : 'anonymous'
}

/** What a search looks through: the id, the email and the name, in small letters. */
function searchTextOf(person: Actor, facts: Facts): string {
  const { email, name } = currentValues(facts.attributes)
  return [idOf(person), email, name]
    .filter((value) => typeof value === 'string')
    .join('\n')
    .toLowerCase()
}

/** Removes the persons and what they are sorted by. */
export function removePersons(boardId: number, persons: readonly Actor[]): Statement[] {
  return ['persons', 'earnings'].flatMap((table) => deleteRows(table, 'person', boardId, persons))
}

/** Writes the earnings that are not what they were before, of persons that still exist. */
export function saveEarnings(boardId: number, before: Persons, after: Persons): Statement[] {
  const changed = [...after].filter(([person, { earnings }]) => earnings !== before.get(person)?.earnings)
  const gone = changed.flatMap(([person, { earnings = {} }]) =>
    Object.keys(before.get(person)?.earnings ?? {})
      .filter((currency) => !(currency in earnings))
      .map((currency) => ({ person, currency }))
  )
  const rows = changed.flatMap(([person, { earnings = {} }]) =>
    Object.entries(earnings).map(([currency, amount]) => ({ person, currency, amount }))
  )
  const remove: Statement = {
    sql: `DELETE FROM board.earnings WHERE board_id = $1::int AND (person, currency) IN
      (SELECT person, currency FROM json_to_recordset($2::json) AS row (person text, currency text))`,
    parameters: [boardId, JSON.stringify(gone)]
  }
  const save: Statement = {
    sql: `INSERT INTO board.earnings (board_id, person, currency, amount)
      SELECT $1::int, person, currency, amount
      FROM json_to_recordset($2::json) AS row (person text, currency text, amount numeric)
      ON CONFLICT (board_id, person, currency) DO UPDATE SET amount = excluded.amount`,
    parameters: [boardId, JSON.stringify(rows)]
  }
  return [...(gone.length > 0 ? [remove] : []), ...(rows.length > 0 ? [save] : [])]
}
