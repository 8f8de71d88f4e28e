import { Database, GroupCommit, Queryable } from '../../database'
import { CatalogueError } from '../../web'
import { RecentChanges, type Changed } from '../people/changed'
import { RecentByBoard, RecentPeople } from '../people/recent'
import { updatePeople } from '../people/update'
import { Board } from '../store/boards'
import { withBoardLock } from '../store/lock'
import { AcceptedEvent, readEvent } from './read-event'
import { Result } from './schemas'
import { findDeleted, findDiffering, isKnown, storeNew, storeUnknown } from './store'

const STORED: Result = { status: 201 }
const KNOWN: Result = { status: 200 }
const DIFFERS: Result = { status: 200, conflict: true }

/** The most requests that share a transaction, and about the most events. */
const MOST_REQUESTS = 64
const MOST_EVENTS = 4_000

/**
 * Stores the events of one request and gives each its result, in the order of the request. When it resolves the events are
 * committed, together with all that follows from them.
 */
export type Ingest = (board: Board, raw: readonly unknown[]) => Promise<Result[]>

/** Requests of a board that wait for each other are committed together: they would only take turns for its lock. */
export function ingestInto(database: Database, recent = new RecentByBoard(), changes = new RecentChanges()): Ingest {
  const waiting = new Map<number, GroupCommit<AcceptedEvent[], Result[]>>()
  const groupsOf = (boardId: number) => {
    const known = waiting.get(boardId)
    if (known) return known
    const commit = (requests: AcceptedEvent[][]) => storeRequests(database, { recent, changes }, boardId, requests)
    const made = new GroupCommit(commit, MOST_REQUESTS, ({ length }) => length / MOST_EVENTS)
    waiting.set(boardId, made)
    return made
  }
  return async (board, raw) => {
    const results: Result[] = []
    const accepted: { index: number; event: AcceptedEvent }[] = []
    raw.forEach((item, index) => {
      try {
        accepted.push({ index, event: readEvent(item) })
      } catch (error) {
        if (!(error instanceof CatalogueError)) throw error
        results[index] = { status: error.status, error: error.body.error }
      }
    })
    if (accepted.length === 0) return results
    const stored = await groupsOf(board.boardId).add(accepted.map(({ event }) => event))
    accepted.forEach(({ index }, position) => (results[index] = stored[position]))
    return results
  }
}

/** Stores the events of several requests in one transaction, each id once: the first that bears it counts. */
async function storeRequests(
  database: Database,
  { recent, changes }: { recent: RecentByBoard; changes: RecentChanges },
  boardId: number,
  requests: AcceptedEvent[][]
): Promise<Result[][]> {
  const all = requests.flat()
  const firsts = new Map<string, AcceptedEvent>()
  for (const event of all) if (!firsts.has(event.event.id)) firsts.set(event.event.id, event)
  const commit = async (store: Store) => {
    const { change, changed, people, ...stored } = await withBoardLock(database, boardId, async (transaction, lock) => {
      const { changes: change, deletions } = lock
      const people = recent.take(boardId, change)
      const candidates = [...firsts.values()]
      const events = deletions > 0 ? await withoutDeleted(transaction, boardId, candidates) : candidates
      const { news, changed } = await store(transaction, boardId, events, people)
      const stored = new Set(news)
      return {
        change,
        changed,
        people,
        stored,
        differing: await findDiffering(
          transaction,
          boardId,
          all.filter((event) => !stored.has(event))
        )
      }
    })
    recent.put(boardId, change, people)
    changes.note(boardId, change, changed)
    return stored
  }
  // Hardly ever is an event sent again, and to look for each of them would cost as much as an index.
  const { stored, differing } = await commit(storeAll).catch((error) => {
    if (!isKnown(error)) throw error
    return commit(storeSome)
  })
  const resultOf = (event: AcceptedEvent) => (stored.has(event) ? STORED : differing.has(event) ? DIFFERS : KNOWN)
  return requests.map((events) => events.map(resultOf))
}

/** Stores events and what follows from them. Gives those that were not known. */
type Store = (
  transaction: Queryable,
  boardId: number,
  events: readonly AcceptedEvent[],
  people: RecentPeople
) => Promise<{ news: readonly AcceptedEvent[]; changed: Changed }>

/** What is known of the persons is asked for first: it is reckoned on with while the events are stored. */
const storeAll: Store = async (transaction, boardId, events, people) => {
  const [changed] = await Promise.all([
    updatePeople(transaction, boardId, events, people),
    storeNew(transaction, boardId, events)
  ])
  return { news: events, changed }
}

const storeSome: Store = async (transaction, boardId, events, people) => {
  const ids = await storeUnknown(transaction, boardId, events)
  const news = events.filter(({ event }) => ids.has(event.id))
  return { news, changed: await updatePeople(transaction, boardId, news, people) }
}

async function withoutDeleted(transaction: Queryable, boardId: number, events: readonly AcceptedEvent[]) {
  const deleted = await findDeleted(transaction, boardId, events)
  return events.filter(({ event }) => !deleted.has(event.id))
}
