import { Statement, deleteRows } from '../store/statements'
import { activityOf } from './activity'
import { Actor, isUser } from './actor'
import { Facts, totalEarnings } from './facts'
import { Moment, formatMoment, parseMoment } from './moment'

/** What is stored of a person. */
export interface StoredPerson {
  /** The actor whose id the person bears. */
  name: Actor
  /** The last time that an alias gave the name. */
  named?: Moment
  /** The only actor with events of its own, where there is only one. */
  sole?: Actor
  /** The number of its actors. */
  size: number
  /** Of all its actors together. */
  facts: Facts
}

/** Persons by key. */
export type Persons = ReadonlyMap<Actor, StoredPerson>

export type PersonRow = [key: Actor, name: Actor, named: string | null, sole: Actor | null, size: number, facts: Facts]

export function toPerson([, name, named, sole, size, facts]: PersonRow): StoredPerson {
  return { name, size, facts, ...(named ? { named: parseMoment(named) } : {}), ...(sole ? { sole } : {}) }
}

export function savePersons(boardId: number, persons: Persons): Statement[] {
  if (persons.size === 0) return []
  const rows = [...persons].map(([person, { name, named, sole, size, facts }]) => ({
    person,
    name,
    named: named && formatMoment(named),
    sole,
    size,
    status: statusOf(name, facts),
    last_seen: new Date(facts.last).toISOString(),
    facts
  }))
  return [
    ($) => `INSERT INTO board.persons (board_id, person, name, named, sole, size, status, last_seen, facts)
      SELECT ${$(boardId)}::int, person, name, named, sole, size, status, last_seen, facts
      FROM json_to_recordset(${$(JSON.stringify(rows))}::json) AS row (person text, name text, named text, sole text,
        size int, status text, last_seen timestamptz, facts json)
      ON CONFLICT (board_id, person) DO UPDATE SET name = excluded.name, named = excluded.named, sole = excluded.sole,
        size = excluded.size, status = excluded.status, last_seen = excluded.last_seen,
        facts = excluded.facts`
  ]
}

export const STATUSES = ['anonymous', 'known', 'active', 'canceled'] as const
export type Status = (typeof STATUSES)[number]

export function statusOf(name: Actor, facts: Facts): Status {
  return isUser(name) ? activityOf(facts).status : 'anonymous'
}

/** Removes the persons and what they are sorted by. */
export function removePersons(boardId: number, persons: readonly Actor[]): Statement[] {
  return ['persons', 'earnings', 'profiles'].flatMap((table) => deleteRows(table, 'person', boardId, persons))
}

/** Writes what the list by earnings is filtered and sorted by, of persons that still exist, where it changed. */
export function saveEarnings(boardId: number, before: Persons, after: Persons): Statement[] {
  const rows: object[] = []
  const gone: object[] = []
  for (const [person, { name, facts }] of after) {
    const known = before.get(person)
    const status = statusOf(name, facts)
    const isSame = known && known.name === name && statusOf(known.name, known.facts) === status
    if (isSame && known.facts.earnings === facts.earnings) continue
    for (const [currency, amount] of totalEarnings(facts)) rows.push({ person, currency, amount, status, name })
    for (const currency of Object.keys(known?.facts.earnings ?? {})) {
      if (!(currency in (facts.earnings ?? {}))) gone.push({ person, currency })
    }
  }
  const remove: Statement = (
    $
  ) => `DELETE FROM board.earnings WHERE board_id = ${$(boardId)}::int AND (person, currency) IN
    (SELECT person, currency FROM json_to_recordset(${$(JSON.stringify(gone))}::json) AS row (person text, currency text))`
  const save: Statement = ($) => `INSERT INTO board.earnings (board_id, person, currency, amount, status, name)
    SELECT ${$(boardId)}::int, person, currency, amount, status, name FROM json_to_recordset(${$(JSON.stringify(rows))}::json)
      AS row (person text, currency text, amount numeric, status text, name text)
    ON CONFLICT (board_id, person, currency) DO UPDATE
      SET amount = excluded.amount, status = excluded.status, name = excluded.name`
  return [...(gone.length > 0 ? [remove] : []), ...(rows.length > 0 ? [save] : [])]
}
