import { Database, GroupCommit } from '../../database'
import { CatalogueError } from '../../web'
import { RecentChanges } from '../people/changed'
import { RecentByBoard } from '../people/recent'
import { Board } from '../store/boards'
import { Line, checkToken, isInvalidToken } from './line'
import { AcceptedEvent, readEvent } from './read-event'
import { Result } from './schemas'

/** The most requests that share a transaction, and about the most events. */
const MOST_REQUESTS = 64
const MOST_EVENTS = 4_000

/**
 * Stores the events of one request and gives each its result, in the order of the request. When it resolves the events are
 * committed, together with all that follows from them, and `board` still had its Token ID then.
 * @throws CatalogueError `invalid_token` where it has another one by now
 */
export type Ingest = (board: Board, raw: readonly unknown[]) => Promise<Result[]>

/** Requests of a board that wait for each other are committed together: they would only take turns for its lock. */
export function ingestInto(database: Database, recent = new RecentByBoard(), changes = new RecentChanges()): Ingest {
  const lines = new Map<string, GroupCommit<AcceptedEvent[], Result[]>>()
  const lineOf = (board: Board) => {
    const known = lines.get(board.tokenId)
    if (known) return known
    const line = new Line(database, board, recent, changes)
    const commit = (requests: AcceptedEvent[][], next: () => void) => line.store(requests, next)
    const made = new GroupCommit(commit, MOST_REQUESTS, ({ length }) => length / MOST_EVENTS)
    lines.set(board.tokenId, made)
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
    if (accepted.length === 0) {
      await checkToken(database, board)
      return results
    }
    const stored = await lineOf(board)
      .add(accepted.map(({ event }) => event))
      .catch((error) => {
        if (isInvalidToken(error)) lines.delete(board.tokenId)
        throw error
      })
    accepted.forEach(({ index }, position) => (results[index] = stored[position]))
    return results
  }
}
