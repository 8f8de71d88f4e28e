import type { Database, Queryable } from '../../database'
import { problem } from '../errors'
import { prepared, type Statement } from './statements'

/** SQLSTATE of a serialization failure and of a deadlock: the transaction did nothing and may be tried again. */
const RETRYABLE = ['40001', '40P01']
const MOST_ATTEMPTS = 5

export interface LockRow {
  /** How many times the board was changed, this one included. */
  changes: number
  /** How many times persons were deleted. */
  deletions: number
  /** By which rules the board's state was computed: see `STATE`. */
  state: number
}

/** Counts the changes of what is computed from events: a board of a lower one has its state made anew at the start. */
export const STATE = 3
/** Of a board that has events, and nothing yet that follows from them. */
export const NO_STATE = 0

/** By what persons are found and summed: most events change none of it. */
export const FOUND_BY: readonly string[] = ['profiles', 'traits', 'earnings', 'runs', 'cancellations']

/** Says of a change that it changes what persons are found by. Whoever writes one of these tables runs it in the same transaction. */
export const noteFound =
  (boardId: number): Statement =>
  ($) =>
    `UPDATE board.locks SET found = changes WHERE board_id = ${$(boardId)}::int`

/** What runs a transaction, or is in one already. */
export type Transactional = Pick<Database, 'transaction'>

/** Whoever changes a board counts it, which locks the row as well. */
const LOCK = prepared(
  'UPDATE board.locks SET changes = changes + 1 WHERE board_id = $1 RETURNING changes, deletions, state'
)

/**
 * Runs a transaction that changes a board, one at a time for each board across all processes: what the events of two
 * requests do to the same persons cannot interleave, and since every writer takes this one lock first, none waits for
 * another in a circle. Boards do not wait for each other, nor do readers wait: the row locked has a table of its own, which a
 * distributed database keeps on the board's own node with all that the lock guards.
 */
export async function withBoardLock<Result>(
  database: Transactional,
  boardId: number,
  work: (transaction: Queryable, board: LockRow) => Promise<Result>
): Promise<Result> {
  return insistently(() =>
    whileLocking(database, boardId, async (transaction, locked) => work(transaction, await locked))
  )
}

/** As `withBoardLock`, but tries once, and begins the work before it is told that it has the lock: what is sent meanwhile comes after it. */
export function whileLocking<Result>(
  database: Transactional,
  boardId: number,
  work: (transaction: Queryable, locked: Promise<LockRow>) => Promise<Result>
): Promise<Result> {
  return database.transaction(async (transaction) => {
    const locked = transaction.query<LockRow>(LOCK, [boardId]).then(([row]) => {
      if (!row) throw problem('invalid_token')
      return row
    })
    locked.catch(() => undefined)
    return work(transaction, locked)
  }, `board ${boardId}`)
}

/** Tries again where the database says that it may. */
export async function insistently<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      if (!RETRYABLE.includes((error as { code?: string }).code ?? '') || attempts === MOST_ATTEMPTS) throw error
    }
  }
}
