import { Database, Queryable } from '../../database'
import { RecentChanges, tablesOf } from '../people/changed'
import type { Persons } from '../people/person-store'
import { digest } from '../secrets'
import type { Board } from '../store/boards'
import { FOUND_BY } from '../store/lock'
import { prepared, type Parameter } from '../store/statements'
import { addSums, type Sum } from './sums'

/** What has been read of boards, so that it is read again only where the board was changed since. */
export interface Answers {
  /** Reads a board as it is now. What comes back is shared: it must not be changed. */
  of(board: Board): Promise<Kept>
}

/** A board in which is remembered what was read of it before. */
export interface Kept extends Queryable {
  /**
   * What persons come to, by whatever else a statement says beside `persons` and `amount`. Once it was read, those whom a change changed
   * are taken off as they were, and added as they are: that takes as long as there are of them, not of all. So the
   * statement must give of all persons what it gives of some and of the others together.
   * @param most rows that are of use. Where there are more, none are given.
   */
  sum<Key>(statement: SumStatement, most?: number): Promise<readonly Sum<Key>[] | undefined>
}

/**
 * `board` is the place of the board's number. Of some persons alone (`isOfSome`) only the tables by which persons are found are there,
 * and one of the days of their visits: see `tablesOf`.
 */
export type SumStatement = ($: Parameter, board: string, isOfSome: boolean) => string

/** The most rows that are kept, of all boards together, and the most of one answer: figures, not pages of events. */
const MOST_ROWS = 50_000
const MOST_ROWS_OF_ONE = 10_000

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
  rows: Promise<unknown>
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
function lastedBy(sql: string): keyof Changes {
  const tables = [...sql.matchAll(TABLES)].map(([, table]) => table)
  return tables.length > 0 && tables.every((table) => FOUND_BY.includes(table)) ? 'found' : 'changes'
}

/** Rows of a sum, as of a change of the board; nothing where they are too many. */
interface Summed {
  change: number
  rows: Sum<object>[] | undefined
}

/**
 * Every change of a board is counted in the transaction that makes it, whichever process does (`withBoardLock`). The number is read before
 * what is kept under it: an answer may be newer than its number, which costs one more reading, but never older.
 */
export function createAnswers(database: Database, recentChanges = new RecentChanges()): Answers {
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
  const read = <Rows>(key: string, change: number, ask: () => Promise<Rows>, size: (rows: Rows) => number) => {
    const rows = ask()
    const known = { change, rows, size: 1 }
    keep(key, known)
    const settle = (size: number) => {
      if (answers.get(key) !== known) return
      if (size > MOST_ROWS_OF_ONE) forget(key)
      else keep(key, { ...known, size })
    }
    rows.then(
      (all) => settle(size(all) + 1),
      () => settle(Infinity)
    )
    return rows
  }
  return {
    async of({ boardId }) {
      const [last = { changes: -1, found: -1 }] = await database.query<Changes>(CHANGES, [boardId])
      const query = <Row>(sql: Parameters<Queryable['query']>[0], parameters: readonly unknown[] = []) => {
        const key = digest(JSON.stringify([boardId, sql, parameters]))
        const known = answers.get(key)
        const change = last[lastedBy(typeof sql === 'string' ? sql : sql.text)]
        if (known?.change !== change) return read(key, change, () => database.query<Row>(sql, parameters), sizeOf)
        keep(key, known)
        return known.rows as Promise<Row[]>
      }
      const sum = async <Key>(statement: SumStatement, most = Infinity) => {
        const [sql, parameters] = written(boardId, ($) => statement($, BOARD, false))
        const key = digest(JSON.stringify([boardId, 'sum', sql, parameters, most]))
        const known = answers.get(key) as (Known & { rows: Promise<Summed> }) | undefined
        const ask = async (): Promise<Summed> => {
          const before = await known?.rows
          if (before && before.change >= last[lastedBy(sql)])
            return { ...before, change: Math.max(before.change, last.changes) }
          const changed = before && recentChanges.between(boardId, before.change, last.changes)
          if (!changed) return readSums(database, sql, parameters, most)
          if (!before.rows) return { ...before, change: last.changes }
          const [gone, come] = await Promise.all(
            [changed.before, changed.after].map((persons) => sumOf(database, boardId, statement, persons))
          )
          const rows = addSums(before.rows, gone, come)
          return { change: last.changes, rows: rows.length > most ? undefined : rows }
        }
        const { rows } = await read(key, last.changes, ask, ({ rows = [] }) => rows.length)
        return rows as Sum<Key>[] | undefined
      }
      return { query, sum }
    }
  }
}

/** The place of the board's number in a sum. */
const BOARD = '$1::int'

function written(boardId: number, statement: ($: Parameter) => string): [sql: string, parameters: unknown[]] {
  const parameters: unknown[] = [boardId]
  return [statement((parameter) => `$${parameters.push(parameter)}`), parameters]
}

/** The number is of the same moment as the sums: what changes later is not in them yet. */
async function readSums(
  database: Queryable,
  sql: string,
  parameters: readonly unknown[],
  most: number
): Promise<Summed> {
  const limit = most === Infinity ? '' : ` LIMIT ${most + 1}`
  const [row] = await database.query<{ change: number | null; rows: Sum<object>[] | null }>(
    `SELECT (SELECT changes FROM board.locks WHERE board_id = ${BOARD}) AS change,
       (SELECT json_agg(one) FROM (${sql}${limit}) AS one) AS rows`,
    parameters
  )
  const rows = row.rows ?? []
  return { change: row.change ?? -1, rows: rows.length > most ? undefined : rows }
}

/** The same sums of some persons alone. */
async function sumOf(database: Queryable, boardId: number, statement: SumStatement, persons: Persons) {
  if (persons.size === 0) return []
  const [sql, parameters] = written(boardId, ($) => {
    const own = statement($, BOARD, true).replaceAll(TABLES, '$1')
    return `WITH ${tablesOf($, BOARD, persons)} SELECT json_agg(one) AS rows FROM (${own}) AS one`
  })
  const [{ rows }] = await database.query<{ rows: Sum<object>[] | null }>(sql, parameters)
  return rows ?? []
}
