import { Statement, deleteRows, saveRows } from '../store/statements'
import { startOfMinute } from '../time'
import { activityOf, type Activity } from './activity'
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
  /** What follows from the facts, once `activityOfPerson` was asked for it. */
  activity?: PersonActivity
  /** How long the facts are as JSON, once they were stored. */
  characters?: number
}

/** Persons by key. */
export type Persons = ReadonlyMap<Actor, StoredPerson>

/** The columns of a person that are read, and how they are handed over. */
export const PERSON = 'person, name, named, sole, size, facts'
export type PersonColumns = [
  keys: Actor[],
  names: Actor[],
  named: (string | null)[],
  sole: (Actor | null)[],
  sizes: number[],
  facts: Facts[]
]

export function toPersons([keys, names, named, sole, sizes, facts]: PersonColumns): Map<Actor, StoredPerson> {
  const toPerson = (n: number): StoredPerson => ({
    name: names[n],
    named: parseMoment(named[n]),
    sole: sole[n] ?? undefined,
    size: sizes[n],
    facts: facts[n]
  })
  return new Map(keys.map((key, n) => [key, toPerson(n)]))
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

/** When a person was last seen is stored to the minute: by it they are listed, and most events leave it as it is, and with it the index. */
export function savePersons(boardId: number, before: Persons, after: Persons): Statement[] {
  const rows = [...after].map(([key, person]) => {
    const { name, named, sole, size, facts } = person
    const json = JSON.stringify(facts)
    person.characters = json.length
    return {
      person: key,
      name,
      named: named && formatMoment(named),
      sole,
      size,
      status: activityOfPerson(person).status,
      last_seen: startOfMinute(facts.last),
      facts: json
    }
  })
  return saveRows(boardId, PERSONS, rows, { isNew: ({ person }) => !before.has(person) })
}

export const STATUSES = ['anonymous', 'known', 'active', 'canceled'] as const
export type Status = (typeof STATUSES)[number]

export type PersonActivity = Omit<Activity, 'status'> & { status: Status }

const ANONYMOUS: PersonActivity = { status: 'anonymous', runs: [], cancellations: [] }

/** How a person's status went: only someone with a user id can be active. All that is stored of a person asks, so that it is kept. */
export function activityOfPerson(person: Pick<StoredPerson, 'name' | 'facts' | 'activity'>): PersonActivity {
  return (person.activity ??= isUser(person.name) ? activityOf(person.facts) : ANONYMOUS)
}

/** A person that was `before`: where nothing turned, its activity is what it was. */
export function withActivity(person: StoredPerson, before: StoredPerson | undefined): StoredPerson {
  const [was, is] = [before?.facts, person.facts]
  if (before && was?.turns === is.turns && was?.login === is.login && isUser(before.name) === isUser(person.name)) {
    person.activity = activityOfPerson(before)
  }
  return person
}

/** Tells of each person how it was and how it is: either may be nobody. */
export function forEachChange(
  before: Persons,
  after: Persons,
  tell: (key: Actor, was: StoredPerson | undefined, is: StoredPerson | undefined) => void
): void {
  before.forEach((was, key) => tell(key, was, after.get(key)))
  after.forEach((is, key) => before.has(key) || tell(key, undefined, is))
}

/** Removes the persons and what they are sorted by. */
export function removePersons(boardId: number, persons: readonly Actor[]): Statement[] {
  const rows = persons.map((person) => ({ person }))
  return ['persons', 'earnings', 'profiles'].flatMap((table) => deleteRows(boardId, table, PERSONS.key, rows))
}

export const EARNINGS = {
  name: 'earnings',
  key: { person: 'text', currency: 'text' },
  values: { amount: 'numeric', status: 'text', name: 'text' }
} as const

interface Earnings {
  person: Actor
  currency: string
  amount: string
  status: Status
  name: Actor
}

export function earningRows(person: Actor, is: StoredPerson): Earnings[] {
  const { name, facts } = is
  const { status } = activityOfPerson(is)
  return totalEarnings(facts).map(([currency, amount]) => ({ person, currency, amount, status, name }))
}

/** Writes what the list by earnings is filtered and sorted by, of persons that still exist, where it changed. */
export function saveEarnings(boardId: number, before: Persons, after: Persons): Statement[] {
  const rows: Earnings[] = []
  const gone: { person: Actor; currency: string }[] = []
  for (const [person, is] of after) {
    const { name, facts } = is
    const known = before.get(person)
    const { status } = activityOfPerson(is)
    const isSame = known && known.name === name && activityOfPerson(known).status === status
    if (isSame && known.facts.earnings === facts.earnings) continue
    rows.push(...earningRows(person, is))
    for (const currency of Object.keys(known?.facts.earnings ?? {})) {
      if (!(currency in (facts.earnings ?? {}))) gone.push({ person, currency })
    }
  }
  const isNew = ({ person, currency }: Earnings) => before.get(person)?.facts.earnings?.[currency] === undefined
  return [...deleteRows(boardId, 'earnings', EARNINGS.key, gone), ...saveRows(boardId, EARNINGS, rows, { isNew })]
}
