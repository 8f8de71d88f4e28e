import { Database, Queryable } from '../../database'
import { STATE } from '../store/lock'
import { given, sendTogether } from '../store/statements'
import { Progress, withReplay } from './replay'
import { STATE_TABLES } from './tables'
import { EVENT_COLUMNS } from './verify'

/**
 * Replaces the state of a board by what follows from its events, in one transaction after all is computed: whoever reads sees the old state or
 * the new one. One that was killed goes on where it was; run twice it does the same twice.
 * @returns the number of events gone through
 */
export async function rebuildBoard(
  database: Database,
  boardId: number,
  onProgress: Progress = () => undefined
): Promise<number> {
  return withReplay(database, boardId, onProgress, async (transaction, beside) => {
    await mendEvents(transaction, boardId)
    for (const table of STATE_TABLES) {
      const columns = await columnsOf(transaction, table)
      await transaction.query(`DELETE FROM board.${table} WHERE board_id = $1`, [boardId])
      // The rows are copied: a distributed database keeps them on the board's own node, and lets none change its board.
      await transaction.query(
        `INSERT INTO board.${table} (board_id, ${columns}) SELECT $1::int, ${columns} FROM board.${table} WHERE board_id = $2`,
        [boardId, beside]
      )
    }
    await transaction.query('UPDATE board.locks SET state = $2, found = changes WHERE board_id = $1', [boardId, STATE])
    const [{ events }] = await transaction.query<{ events: number }>(
      'SELECT events FROM board.replays WHERE board_id = $1',
      [beside]
    )
    return events
  })
}

/** The boards whose state was computed by other rules. */
export async function staleBoards(database: Queryable): Promise<number[]> {
  const boards = await database.query<{ board_id: number }>(
    'SELECT board_id FROM board.locks WHERE state < $1 AND board_id > 0 ORDER BY board_id',
    [STATE]
  )
  return boards.map(({ board_id }) => board_id)
}

/** Makes the state anew of all boards whose state was computed by other rules. */
export async function bringUpToDate(
  database: Database,
  onProgress: (board: number, done: number, total: number) => void = () => undefined
): Promise<void> {
  for (const boardId of await staleBoards(database)) {
    await rebuildBoard(database, boardId, (done, total) => onProgress(boardId, done, total))
  }
}

/** What an event says of itself is read before it is written: a distributed database casts no column to a time in an UPDATE. */
async function mendEvents(transaction: Queryable, boardId: number): Promise<void> {
  const { id: _id, ...values } = EVENT_COLUMNS
  const names = Object.keys(values).join(', ')
  const said = Object.entries(values).map(([name, value]) => `${value} AS ${name}`)
  const found = await transaction.query<{ id: string; type: string; time: Date; actor: string }>(
    `SELECT id, ${said.join(', ')} FROM board.events
     WHERE board_id = $1 AND (${names}) IS DISTINCT FROM (${Object.values(values).join(', ')})`,
    [boardId]
  )
  if (found.length === 0) return
  const wrong = found.map((row) => ({ ...row, time: row.time.getTime() }))
  sendTogether(transaction, [
    ($) => `UPDATE board.events SET (${names}) = ROW (${Object.keys(values)
      .map((name) => `given.${name}`)
      .join(', ')})
      FROM ${given($, MENDED, wrong)} WHERE board_id = ${$(boardId)}::int AND events.id = given.id`
  ])
}

const MENDED = { id: 'text', type: 'text', time: 'timestamptz', actor: 'text' } as const

async function columnsOf(transaction: Queryable, table: string): Promise<string> {
  const [{ columns }] = await transaction.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
     WHERE attrelid = ('board.' || $1)::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'board_id'`,
    [table]
  )
  return columns
}
