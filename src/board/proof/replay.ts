import { Database, Queryable } from '../../database'
import type { AcceptedEvent } from '../events-api/read-event'
import type { BoardEvent } from '../events-api/schemas'
import { ask, questionOf, updatePeople } from '../people/update'
import { readArrivals } from '../store/arrivals'
import { LockRow, withBoardLock } from '../store/lock'
import { STATE_TABLES } from './tables'

/** Is told how many of the board's events were gone through. */
export type Progress = (done: number, total: number) => void

/** Events of one step: enough to be quick, few enough that whoever waits for the database hardly notices. */
const STEP = 1_000
/** What is left when the board is locked for the last steps. */
const LAST_STEPS = 5

/** The number under which the state of a board is computed beside the stored one. No board has a negative one. */
const besideOf = (boardId: number) => -boardId

interface Position {
  deletions: number
  events: number
  stored_at: string
  id: string
}

/**
 * Computes the state of a board from its events beside the stored one, while it serves, and then lets `work` see both under the
 * board's lock; what was computed is gone afterwards. A step is a transaction that says how far it came: after a kill it goes on
 * from there, and two processes that compute the same board take turns. Where persons are deleted meanwhile it begins again.
 */
export async function withReplay<Result>(
  database: Database,
  boardId: number,
  onProgress: Progress,
  work: (transaction: Queryable, beside: number, lock: LockRow) => Promise<Result>
): Promise<Result> {
  const beside = besideOf(boardId)
  for (;;) {
    const total = await countEvents(database, boardId)
    for (let isDone = false; !isDone;) {
      const { read, events } = await database.transaction(async (transaction) => {
        // A step that a power cut takes is taken again: the disk need not be waited for.
        await transaction.query('SET LOCAL synchronous_commit = off')
        return step(transaction, boardId)
      })
      onProgress(Math.min(events, total), total)
      isDone = read < STEP
    }
    const result = await withBoardLock(database, boardId, async (transaction, lock) => {
      await transaction.query('SET LOCAL statement_timeout = 0')
      for (let steps = 0; steps < LAST_STEPS; steps++) {
        const { read, deletions } = await step(transaction, boardId)
        if (deletions !== lock.deletions) {
          await clear(transaction, beside)
          return undefined
        }
        if (read === STEP) continue
        const value = await work(transaction, beside, lock)
        await clear(transaction, beside)
        return { value }
      }
      return undefined
    })
    if (result) return result.value
  }
}

async function countEvents(database: Queryable, boardId: number): Promise<number> {
  const [{ count }] = await database.query<{ count: number }>(
    'SELECT count(*) AS count FROM board.events WHERE board_id = $1',
    [boardId]
  )
  return count
}

/** One statement, since the row goes when the replay of another process ends: it is found and locked, or begun anew. */
const POSITION = `
  INSERT INTO board.replays AS replay (board_id, deletions, events, stored_at, id)
  SELECT $1, deletions, 0, '-infinity', '' FROM board.locks WHERE board_id = $2
  ON CONFLICT (board_id) DO UPDATE SET id = replay.id
  RETURNING deletions, events, stored_at, id`

/** Goes through the next events, in the order in which they were stored. */
async function step(transaction: Queryable, boardId: number): Promise<Position & { read: number }> {
  const beside = besideOf(boardId)
  const [position] = await transaction.query<Position>(POSITION, [beside, boardId])
  const { rows, end } = await readArrivals<BoardEvent>(transaction, boardId, [position.stored_at, position.id], STEP)
  if (rows.length === 0) return { ...position, read: 0 }
  const question = questionOf(rows.map(toAccepted))
  await updatePeople(transaction, beside, question, ask(transaction, beside, question))
  const next = { ...position, events: position.events + rows.length, stored_at: end[0], id: end[1] }
  await transaction.query('UPDATE board.replays SET events = $2, stored_at = $3, id = $4 WHERE board_id = $1', [
    beside,
    next.events,
    next.stored_at,
    next.id
  ])
  return { ...next, read: rows.length }
}

/** The event itself is what counts; what stands beside it in the row is checked by `verify`. */
function toAccepted({ event }: { event: BoardEvent }): AcceptedEvent {
  return { event, time: Date.parse(event.timestamp), json: '' }
}

async function clear(transaction: Queryable, beside: number): Promise<void> {
  for (const table of [...STATE_TABLES, 'replays']) {
    await transaction.query(`DELETE FROM board.${table} WHERE board_id = $1`, [beside])
  }
}
