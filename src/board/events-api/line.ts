import { Database, Queryable } from '../../database'
import { CatalogueError } from '../../web'
import { RecentChanges } from '../people/changed'
import { RecentByBoard, RecentPeople } from '../people/recent'
import { ask, questionOf, updatePeople, type Question } from '../people/update'
import { problem } from '../errors'
import { Board } from '../store/boards'
import { insistently, whileLocking } from '../store/lock'
import { prepared } from '../store/statements'
import { AcceptedEvent } from './read-event'
import { Result } from './schemas'
import { findDeleted, findDiffering, isKnown, rowsOf, storeNew, storeUnknown } from './store'

const STORED: Result = { status: 201 }
const KNOWN: Result = { status: 200 }
const DIFFERS: Result = { status: 200, conflict: true }

const nothing = (): void => undefined

/** Somebody else has changed the board meanwhile, or what was to be committed first was not. */
class Mistaken extends Error {}

/**
 * The groups of a board's Token ID, one after the other: what the next one has to ask is sent while the last one is being committed.
 * Whether the board still has that Token ID is looked at under the lock, once a group.
 */
export class Line {
  /** Of the last group; they stay as long as `RecentByBoard` says. */
  private people: WeakRef<RecentPeople> | undefined
  /** The same, where nobody else had changed the board before that group, and nobody was ever deleted. */
  private left: WeakRef<RecentPeople> | undefined
  private ended: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly database: Database,
    private readonly board: Board,
    private readonly recent: RecentByBoard,
    private readonly changes: RecentChanges
  ) {}

  /** Stores the events of several requests in one transaction, each id once: the first that bears it counts. */
  async store(requests: AcceptedEvent[][], next: () => void): Promise<Result[][]> {
    const all = requests.flat()
    const firsts = new Map<string, AcceptedEvent>()
    for (const event of all) if (!firsts.has(event.event.id)) firsts.set(event.event.id, event)
    const attempt = (how: Store, left?: RecentPeople) => {
      const ended = this.attempt([...firsts.values()], all, how, left, next)
      this.ended = ended.then(nothing, nothing)
      return ended
    }
    // Hardly ever is an event sent again, and to look for each of them would cost as much as an index.
    const commit = (how: Store, left?: RecentPeople): ReturnType<typeof attempt> =>
      insistently(() => attempt(how, left)).catch((error) => {
        if (error instanceof Mistaken) return commit(how)
        if (how === storeAll && isKnown(error)) return commit(storeSome)
        throw error
      })
    const { stored, differing } = await commit(storeAll, this.left?.deref())
    const resultOf = (event: AcceptedEvent) => (stored.has(event) ? STORED : differing.has(event) ? DIFFERS : KNOWN)
    return requests.map((events) => events.map(resultOf))
  }

  /** @param left taken to hold still; what is asked need then not wait for the lock, nor for those who have it */
  private async attempt(
    candidates: readonly AcceptedEvent[],
    all: readonly AcceptedEvent[],
    how: Store,
    left: RecentPeople | undefined,
    next: () => void
  ) {
    const { board, recent, ended } = this
    const { boardId } = board
    const early = left && prepare(boardId, candidates, left)
    const result = await whileLocking(this.database, boardId, async (transaction, locked) => {
      const checked = checkToken(transaction, board)
      checked.catch(() => undefined)
      const storing = early && how(transaction, boardId, early)
      storing?.catch(() => undefined)
      const { changes: change, deletions } = await locked
      await checked
      // What the last group left is known when it is committed.
      await ended
      const people = recent.take(boardId, change)
      if (storing && (people !== left || deletions > 0)) throw new Mistaken()
      const events = deletions > 0 ? await withoutDeleted(transaction, boardId, candidates) : candidates
      const { news, question, answer, done } = await (storing ??
        how(transaction, boardId, prepare(boardId, events, people)))
      const changed = await updatePeople(transaction, boardId, question, answer, people, how === storeAll)
      // Known by now, while the database has more to do.
      await done
      const stored = new Set(news)
      const unstored = all.filter((event) => !stored.has(event))
      const differing = await findDiffering(transaction, boardId, unstored)
      const before = this.people
      this.people = new WeakRef(people)
      this.left = before?.deref() === people && deletions === 0 ? this.people : undefined
      next()
      return { change, changed, people, stored, differing }
    })
    const { change, changed, people } = result
    recent.put(boardId, change, people)
    this.changes.note(boardId, change, changed)
    return result
  }
}

/** All that can be made ready before the board is locked. */
const prepare = (boardId: number, events: readonly AcceptedEvent[], people: RecentPeople) => {
  return { events, people, rows: rowsOf(boardId, events), question: questionOf(events, people) }
}

/** Stores events. Gives those that were not known, and what is asked of their people, with the answer that is on its way. */
type Store = (
  transaction: Queryable,
  boardId: number,
  prepared: ReturnType<typeof prepare>
) => Promise<{
  news: readonly AcceptedEvent[]
  question: Question
  answer: ReturnType<typeof ask>
  /** When it is certain that these are news. */
  done: Promise<void>
}>

/** What is known of the persons is asked for first: it is reckoned on with while the events are stored. */
const storeAll: Store = async (transaction, boardId, { events, rows, question }) => {
  const answer = ask(transaction, boardId, question)
  answer.catch(() => undefined)
  const done = storeNew(transaction, rows)
  done.catch(() => undefined)
  return { news: events, question, answer, done }
}

const storeSome: Store = async (transaction, boardId, { events, rows, people }) => {
  const ids = await storeUnknown(transaction, rows)
  const news = events.filter(({ event }) => ids.has(event.id))
  const question = questionOf(news, people)
  return { news, question, answer: ask(transaction, boardId, question), done: Promise.resolve() }
}

/** @throws CatalogueError where the board has another Token ID by now */
export async function checkToken(queryable: Queryable, { boardId, tokenId }: Board): Promise<void> {
  const [row] = await queryable.query<{ token_id: string }>(TOKEN, [boardId])
  if (row?.token_id !== tokenId) throw problem('invalid_token')
}

const TOKEN = prepared('SELECT token_id FROM board.boards WHERE board_id = $1')

export const isInvalidToken = (error: unknown): boolean =>
  error instanceof CatalogueError && error.code === 'invalid_token'

async function withoutDeleted(transaction: Queryable, boardId: number, events: readonly AcceptedEvent[]) {
  const deleted = await findDeleted(transaction, boardId, events)
  return events.filter(({ event }) => !deleted.has(event.id))
}
