import { Database, Queryable } from '../../database'

/** SQLSTATE of a serialization failure and of a deadlock: the transaction did nothing and may be tried again. */
const RETRYABLE = ['40001', '40P01']
const MOST_ATTEMPTS = 5

/**
 * Runs a transaction that changes a board, one at a time for each board across all processes: what the events of two
 * requests do to the same persons cannot interleave, and since every writer takes this one lock first, none waits for
 * another in a circle. Boards do not wait for each other, nor do readers wait.
 */
export async function withBoardLock<Result>(
  database: Database,
  boardId: number,
  work: (transaction: Queryable, board: { hasDeletions: boolean }) => Promise<Result>
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction(async (transaction) => {
        const [row] = await transaction.query<{ has_deletions: boolean }>(
          'SELECT has_deletions FROM board.boards WHERE board_id = $1 FOR UPDATE',
          [boardId]
        )
        return work(transaction, { hasDeletions: row.has_deletions })
      }, `board ${boardId}`)
    } catch (error) {
      if (!RETRYABLE.includes((error as { code?: string }).code ?? '') || attempt === MOST_ATTEMPTS) throw error
    }
  }
}
