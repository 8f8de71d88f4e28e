import { Database, Queryable } from '../../database'
import { digest } from '../secrets'
import type { Board } from '../store/boards'
import { FOUND_BY } from '../store/lock'
import { prepared } from '../store/statements'

/** What has been read of boards, so that it is read again only where the board was changed since. */
export interface Answers {
  /** Reads a board as it is now. What comes back is shared: it must not be changed. */
  of(board: Board): Promise<Queryable>
}

/** The most rows that are kept, of all boards together, and the most of one answer: figures, not pages of events. */
const MOST_ROWS = 50_000
const MOST_ROWS_OF_ONE = 5_000

const CHANGES = prepared('SELECT changes, found FROM board.locks WHERE board_id = $1')

interface Changes {
  /** The number of the last change. */
  changes: number
  /** The number of the last one that changed what persons are found by. */
  found: number
}

interface Known {
  /** The last change of what was read. */
  change: number
  rows: Promise<unknown[]>
  /** An answer that is under way, or empty, takes a place, too. */
  size: number
}

/** Rows that were read together count one by one. */
function sizeOf(rows: readonly unknown[]): number {
  const lists = rows.length === 1 ? Object.values(rows[0] as object).filter(Array.isArray) : []
  return lists.reduce((size, { length }) => size + length, rows.length)
}

const TABLES = /\bboard\.(\w+)/g

/** A statement of which all tables are those by which persons are found outlasts all that changes only others, as most events do. */
function lastChange(sql: string, { changes, found }: Changes): number {
  const tables = [...sql.matchAll(TABLES)].map(([, table]) => table)
  return tables.length > 0 && tables.every((table) => FOUND_BY.includes(table)) ? found : changes
}

/**
 * Every change of a board is counted in the transaction that makes it, whichever process does (`withBoardLock`). The number is read before
 * what is kept under it: an answer may be newer than its number, which costs one more reading, but never older.
 */
export function createAnswers(database: Database): Answers {
  const answers = new Map<string, Known>()
  let kept = 0
  const forget = (key: string) => {
    kept -= answers.get(key)?.size ?? 0
    answers.delete(key)
  }
  const keep = (key: string, known: Known) => {
    forget(key)
    answers.set(key, known)
    kept += known.size
    for (const oldest of answers.keys()) {
      if (kept <= MOST_ROWS) break
      forget(oldest)
    }
  }
  const read = (key: string, change: number, ask: () => Promise<unknown[]>) => {
    const rows = ask()
    const known = { change, rows, size: 1 }
    keep(key, known)
    const settle = (size: number) => {
      if (answers.get(key) !== known) return
      if (size > MOST_ROWS_OF_ONE) forget(key)
      else keep(key, { ...known, size })
    }
    rows.then(
      (all) => settle(sizeOf(all) + 1),
      () => settle(Infinity)
    )
    return rows
  }
  return {
    async of({ boardId }) {
      const [last = { changes: -1, found: -1 }] = await database.query<Changes>(CHANGES, [boardId])
      return {
        query<Row>(sql: Parameters<Queryable['query']>[0], parameters: readonly unknown[] = []) {
          const key = digest(JSON.stringify([boardId, sql, parameters]))
          const known = answers.get(key)
          const change = lastChange(typeof sql === 'string' ? sql : sql.text, last)
          if (known?.change !== change) {
            return read(key, change, () => database.query(sql, parameters)) as Promise<Row[]>
          }
          keep(key, known)
          return known.rows as Promise<Row[]>
        }
      }
    }
  }
}
