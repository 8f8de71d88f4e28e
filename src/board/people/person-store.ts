import { Statement, deleteRows, saveRows } from '../store/statements'
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

const PERSONS = {
  name: 'persons',
  key: { person: 'text' },
  values: {
    name: 'text',
    named: 'text',
    sole: 'text',
    size: 'int4',
    status: 'text',
    last_seen: 'timestamptz',
    facts: 'json'
  }
} as const

export function savePersons(boardId: number, persons: Persons): Statement[] {
  const rows = [...persons].map(([person, { name, named, sole, size, facts }]) => ({
    person,
    name,
    named: named && formatMoment(named),
    sole,
    size,
    status: statusOf(name, facts),
    last_seen: facts.last,
    facts: JSON.stringify(facts)
  }))
  return saveRows(boardId, PERSONS, rows)
}

export const STATUSES = ['anonymous', 'known', 'active', 'canceled'] as const
export type Status = (typeof STATUSES)[number]

export function statusOf(name: Actor, facts: Facts): Status {
  return isUser(name) ? activityOf(facts).status : 'anonymous'
}

/** Removes the persons and what they are sorted by. */
export function removePersons(boardId: number, persons: readonly Actor[]): Statement[] {
  const rows = persons.map((person) => ({ person }))
  return ['persons', 'earnings', 'profiles'].flatMap((table) => deleteRows(boardId, table, PERSONS.key, rows))
}

const EARNINGS = {
  name: 'earnings',
  key: { person: 'text', currency: 'text' },
  values: { amount: 'numeric', status: 'text', name: 'text' }
} as const

/** Writes what the list by earnings is filtered and sorted by, of persons that still exist, where it changed. */
export function saveEarnings(boardId: number, before: Persons, after: Persons): Statement[] {
  const rows: { person: Actor; currency: string; amount: string; status: Status; name: Actor }[] = []
  const gone: { person: Actor; currency: string }[] = []
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
  return [...deleteRows(boardId, 'earnings', EARNINGS.key, gone), ...saveRows(boardId, EARNINGS, rows)]
}
