import { given, type Parameter } from '../store/statements'
import type { Actor } from './actor'
import { EARNINGS, earningRows, type Persons, type StoredPerson } from './person-store'
import { PROFILES, profileRow } from './profiles'
import { CANCELLATIONS, RUNS } from './roll-up-store'
import { addChanges, noChanges } from './roll-ups'
import { TRAITS, traitRows } from './traits'

/** Persons that a change turned, as they were stored and as they are: who came is only in the one, who is gone only in the other. */
export interface Turn {
  before: Persons
  after: Persons
}

/**
 * The tables by which persons are found, with the rows of these persons alone, as parts of WITH under the names of the stored ones:
 * what asks the stored ones can ask these.
 */
export function foundTables($: Parameter, board: string, persons: Persons): string {
  const all = [...persons]
  const activity = noChanges()
  for (const [key, person] of all) addChanges(activity, key, undefined, person)
  const tables = [
    [PROFILES, all.map(([key, person]) => profileRow(key, person))],
    [TRAITS, all.flatMap(([key, person]) => traitRows(key, person))],
    [EARNINGS, all.flatMap(([key, person]) => earningRows(key, person))],
    [RUNS, activity.runs.saved],
    [CANCELLATIONS, activity.cancellations.saved]
  ] as const
  return tables
    .map(([{ name, key, values }, rows]) => {
      return `${name} AS (SELECT ${board} AS board_id, given.* FROM ${given($, { ...key, ...values }, rows as [])})`
    })
    .join(', ')
}

/** Of a board so many persons that changed last are known, of so many boards. */
const MOST_PERSONS = 1_000
const MOST_BOARDS = 4

interface Noted extends Turn {
  /** The numbers of the change before it that changed what persons are found by, and its own (`locks.found`). */
  from: number
  to: number
}

/**
 * The last changes of what persons are found by, of those that this process made: what was read before them can be brought up to date by
 * these persons alone. Whatever else changes a board, such as another process, leaves a gap in the numbers.
 */
export class RecentTurns {
  private readonly boards = new Map<number, Noted[]>()

  /** Takes in what was committed. */
  note(boardId: number, noted: Noted): void {
    const known = this.boards.get(boardId) ?? []
    const turns = [...(known.at(-1)?.to === noted.from ? known : []), noted]
    let persons = turns.reduce((sum, { before, after }) => sum + before.size + after.size, 0)
    while (persons > MOST_PERSONS) {
      const { before, after } = turns.shift() as Noted
      persons -= before.size + after.size
    }
    this.boards.delete(boardId)
    this.boards.set(boardId, turns)
    const [oldest] = this.boards.keys()
    if (this.boards.size > MOST_BOARDS) this.boards.delete(oldest)
  }

  /** All that changed after one number, up to another one; nothing where that is not known. */
  between(boardId: number, from: number, to: number): Turn | undefined {
    const turns = this.boards.get(boardId) ?? []
    const [start, end] = [turns.findIndex((turn) => turn.from === from), turns.findIndex((turn) => turn.to === to)]
    if (start === -1 || end < start) return undefined
    const [before, after] = [new Map<Actor, StoredPerson>(), new Map<Actor, StoredPerson>()]
    const seen = new Set<Actor>()
    for (const turn of turns.slice(start, end + 1)) {
      for (const [key, person] of turn.before) if (!seen.has(key)) before.set(key, person)
      for (const key of [...turn.before.keys(), ...turn.after.keys()]) {
        seen.add(key)
        const person = turn.after.get(key)
        if (person) after.set(key, person)
        else after.delete(key)
      }
    }
    return { before, after }
  }
}
