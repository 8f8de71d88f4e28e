import type { Actor } from './actor'
import type { Loaded, StoredActor } from './actor-store'
import type { Settled } from './crowd'
import type { Facts } from './facts'
import type { StoredPerson } from './person-store'

/** Of a board's persons, and of its actors, so many characters of JSON are kept, or up to twice as many: in memory they take some three times that. */
const MOST_CHARACTERS = 4_000_000
/** What a row comes to besides its facts. */
const ROW_CHARACTERS = 300
/** Of so many boards something is kept. */
const MOST_BOARDS = 4

/**
 * Actors and persons as they are stored, of those that events came in for last: who is active now need not be read and parsed again
 * for each batch. Both are copies of rows, row by row, whatever became of them: what a transaction writes is written here too, and
 * what is not here is looked up.
 */
export class RecentPeople {
  private readonly actors: Rows<StoredActor>
  private readonly persons: Rows<StoredPerson>

  constructor(most = MOST_CHARACTERS) {
    this.actors = new Rows(most)
    this.persons = new Rows(most)
  }

  /** What `loadActors` would give of these actors, with aliases, as far as it is known; and the actors of whom it is not. */
  recall(wanted: Iterable<Actor>): { known: Loaded; missing: Actor[] } {
    const known: Loaded = { actors: new Map(), persons: new Map(), aliases: [] }
    const missing: Actor[] = []
    for (const actor of wanted) {
      const state = this.actors.get(actor)
      const person = state && this.persons.get(state.person)
      const sole = person?.sole === undefined || person.sole === actor ? state : this.actors.get(person.sole)
      if (!state || !person || !sole) {
        missing.push(actor)
        continue
      }
      known.actors.set(actor, state)
      if (person.sole !== undefined) known.actors.set(person.sole, sole)
      known.persons.set(state.person, person)
    }
    return { known, missing }
  }

  /**
   * Takes over what had to be loaded and what is written. Of an actor without events one has to know that no alias speaks of it, for a
   * new event of it would turn these (`update.ts`): that holds of those that were asked for with their aliases, `mentioned`.
   */
  keep(loaded: Loaded, mentioned: ReadonlySet<Actor>, spokenOf: Iterable<Actor>, settled: Settled): void {
    const keepActor = (state: StoredActor, actor: Actor) => {
      if (state.acts || mentioned.has(actor)) this.actors.set(actor, state)
      else this.actors.delete(actor)
    }
    const { actors, persons } = settled
    loaded.actors.forEach((state, actor) => actors.saved.has(actor) || keepActor(state, actor))
    loaded.persons.forEach((person, key) => persons.saved.has(key) || this.persons.set(key, person))
    actors.saved.forEach(keepActor)
    persons.saved.forEach((person, key) => this.persons.set(key, person))
    for (const actor of actors.gone) this.actors.delete(actor)
    for (const key of persons.gone) this.persons.delete(key)
    for (const actor of spokenOf) if (!this.actors.get(actor)?.acts) this.actors.delete(actor)
    // All actors of a person went to another one: who they are is not known here.
    if (settled.moves.size > 0) this.actors.clear()
  }
}

/** Rows by key, in two generations: what was neither written nor asked for while the younger one filled up goes with the older one. */
class Rows<Row extends { facts?: Facts; characters?: number }> {
  private young = new Map<Actor, Row>()
  private old = new Map<Actor, Row>()
  /** Of the younger ones. */
  private characters = 0

  constructor(private readonly most: number) {}

  get(key: Actor): Row | undefined {
    const row = this.young.get(key)
    if (row) return row
    const older = this.old.get(key)
    if (older) this.set(key, older)
    return older
  }

  set(key: Actor, row: Row): void {
    const former = this.young.get(key)
    this.young.set(key, row)
    this.characters += charactersOf(row) - (former ? charactersOf(former) : 0)
    if (this.characters <= this.most) return
    this.old = this.young
    this.young = new Map()
    this.characters = 0
  }

  delete(key: Actor): void {
    const row = this.young.get(key)
    if (row) this.characters -= charactersOf(row)
    this.young.delete(key)
    this.old.delete(key)
  }

  clear(): void {
    this.young.clear()
    this.old.clear()
    this.characters = 0
  }
}

/** Told once of a row, mostly as it is written. */
export function charactersOf(row: { facts?: Facts; characters?: number }): number {
  row.characters ??= row.facts ? JSON.stringify(row.facts).length : 0
  return ROW_CHARACTERS + row.characters
}

/**
 * The recent people of each board. They are taken out for a transaction and put back once it is committed, so that one which fails
 * leaves none; and they count only where the very next change of the board is that transaction's (`locks.changes`), so that
 * what another process wrote, a deletion or a rebuild leaves none either.
 */
export class RecentByBoard {
  private readonly boards = new Map<number, { changes: number; people: RecentPeople }>()

  /** @param most characters that are kept of a board's persons, and of its actors. Default: 4 million */
  constructor(private readonly most?: number) {}

  /** @param changes the number of the change that the transaction is, as its lock says */
  take(boardId: number, changes: number): RecentPeople {
    const kept = this.boards.get(boardId)
    this.boards.delete(boardId)
    return kept?.changes === changes - 1 ? kept.people : new RecentPeople(this.most)
  }

  put(boardId: number, changes: number, people: RecentPeople): void {
    this.boards.set(boardId, { changes, people })
    const [oldest] = this.boards.keys()
    if (this.boards.size > MOST_BOARDS) this.boards.delete(oldest)
  }
}
