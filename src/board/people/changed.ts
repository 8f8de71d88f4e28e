import { given, type Parameter } from '../store/statements'
import { formatDay } from '../time'
import type { Actor } from './actor'
import { EARNINGS, earningRows, type Persons, type StoredPerson } from './person-store'
import { PROFILES, profileRow } from './profiles'
import { charactersOf } from './recent'
import { CANCELLATIONS, RUNS } from './roll-up-store'
import { addChanges, noChanges } from './roll-ups'
import { TRAITS, traitRows } from './traits'

/** Persons as they were stored before a change, and as they are after it: who came is only in the one, who is gone only in the other. */
export interface Changed {
  before: Persons
  after: Persons
}

export const NOBODY_CHANGED: Changed = { before: new Map(), after: new Map() }

/** The days on which persons visited: of all of them only the events tell. */
const VISITS = { name: 'visits', key: { person: 'text', day: 'date' }, values: {} } as const

/**
 * The tables by which persons are found, and `visits`, with the rows of these persons alone, as parts of WITH under the names of the stored
 * ones: what asks the stored ones can ask these.
 */
export function tablesOf($: Parameter, board: string, persons: Persons): string {
  const all = [...persons]
  const activity = noChanges()
  for (const [key, person] of all) addChanges(activity, key, undefined, person)
  const tables = [
    [PROFILES, all.map(([key, person]) => profileRow(key, person))],
    [TRAITS, all.flatMap(([key, person]) => traitRows(key, person))],
    [EARNINGS, all.flatMap(([key, person]) => earningRows(key, person))],
    [RUNS, activity.runs.saved],
    [CANCELLATIONS, activity.cancellations.saved],
    [VISITS, all.flatMap(([person, { facts }]) => (facts.visits ?? []).map((day) => ({ person, day: formatDay(day) })))]
  ] as const
  return tables
    .map(([{ name, key, values }, rows]) => {
      return `${name} AS (SELECT ${board} AS board_id, given.* FROM ${given($, { ...key, ...values }, rows as [])})`
    })
    .join(', ')
}

/** So much is known of the persons of a board that changed last, in characters of JSON; of so many changes; of so many boards. */
const MOST_CHARACTERS = 2_000_000
const MOST_CHANGES = 1_000
const MOST_BOARDS = 4

interface Noted extends Changed {
  change: number
  characters: number
}

/**
 * The persons whom the last changes changed, of those changes that this process made: what was read before them can be brought up to date
 * by these persons alone. Whatever else changes a board, such as another process, leaves a gap in the numbers (`locks.changes`).
 */
export class RecentChanges {
  private readonly boards = new Map<number, Noted[]>()

  /** Takes in what was committed. */
  note(boardId: number, change: number, { before, after }: Changed): void {
    const known = this.boards.get(boardId) ?? []
    const persons = [...before.values(), ...after.values()]
    const characters = persons.reduce((sum, person) => sum + charactersOf(person), 0)
    const noted = known.at(-1)?.change === change - 1 ? known : []
    noted.push({ before, after, change, characters })
    let all = noted.reduce((sum, each) => sum + each.characters, 0)
    while (all > MOST_CHARACTERS || noted.length > MOST_CHANGES) all -= (noted.shift() as Noted).characters
    this.boards.delete(boardId)
    this.boards.set(boardId, noted)
    const [oldest] = this.boards.keys()
    if (this.boards.size > MOST_BOARDS) this.boards.delete(oldest)
  }

  /** Who changed after one change, up to another one; nothing where that is not known. */
  between(boardId: number, from: number, to: number): Changed | undefined {
    const noted = this.boards.get(boardId) ?? []
    const first = noted.at(0)?.change ?? Infinity
    if (from + 1 < first || to >= first + noted.length) return undefined
    const [before, after] = [new Map<Actor, StoredPerson>(), new Map<Actor, StoredPerson>()]
    const seen = new Set<Actor>()
    for (const changed of noted.slice(from + 1 - first, to + 1 - first)) {
      for (const [key, person] of changed.before) if (!seen.has(key)) before.set(key, person)
      for (const key of [...changed.before.keys(), ...changed.after.keys()]) {
        seen.add(key)
        const person = changed.after.get(key)
        if (person) after.set(key, person)
        else after.delete(key)
      }
    }
    return { before, after }
  }
}
