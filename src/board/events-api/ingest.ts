import { Database, Queryable } from '../../database'
import { Board } from '../store/boards'
import { BoardError } from '../errors'
import { withBoardLock } from '../store/lock'
import { updatePeople } from '../people/update'
import { AcceptedEvent, readEvent } from './read-event'
import { Result } from './schemas'
import { findDeleted, storeEvents } from './store'

const STORED: Result = { status: 201 }
const KNOWN: Result = { status: 200 }

/**
 * Stores the events of one request and gives each its result, in the order of the request. When it resolves the events are
 * committed, together with all that follows from them.
 */
export async function ingest(database: Database, board: Board, raw: readonly unknown[]): Promise<Result[]> {
  const results: Result[] = []
  const accepted = new Map<string, { index: number; event: AcceptedEvent }>()
  raw.forEach((item, index) => {
    try {
      const event = readEvent(item)
      results[index] = KNOWN
      if (!accepted.has(event.event.id)) accepted.set(event.event.id, { index, event })
    } catch (error) {
      if (!(error instanceof BoardError)) throw error
      results[index] = { status: error.status, error: error.body.error }
    }
  })
  if (accepted.size === 0) return results
  const events = [...accepted.values()].map(({ event }) => event)
  const stored = await withBoardLock(database, board.boardId, (transaction, { deletions }) =>
    store(transaction, board.boardId, events, deletions > 0)
  )
  for (const id of stored) {
    const entry = accepted.get(id)
    if (entry) results[entry.index] = STORED
  }
  return results
}

async function store(
  transaction: Queryable,
  boardId: number,
  events: readonly AcceptedEvent[],
  hasDeletions: boolean
): Promise<Set<string>> {
  const deleted = hasDeletions ? await findDeleted(transaction, boardId, events) : new Set()
  const candidates = events.filter(({ event }) => !deleted.has(event.id))
  const stored = await storeEvents(transaction, boardId, candidates)
  await updatePeople(
    transaction,
    boardId,
    candidates.filter(({ event }) => stored.has(event.id))
  )
  return stored
}
