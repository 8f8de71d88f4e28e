import { Database, Queryable } from '../../database'
import { Progress, withReplay } from './replay'
import { STATE_TABLES, StateTable, canonical } from './tables'

/** A row that is not what the events say. */
export interface Difference {
  table: StateTable | 'events'
  /** The values that name the row. */
  key: unknown[]
  /** What is stored; null where the row is missing. */
  stored: unknown
  /** What follows from the events; null where there should be no such row. */
  computed: unknown
}

export interface Verification {
  /** How many rows are not what they should be. */
  count: number
  /** The first of them, at most 100 of each table. */
  differences: Difference[]
}

const MOST_SHOWN = 100

/** Computes the state of a board from its events beside the stored one, and reports every difference. Changes nothing; the board serves meanwhile. */
export async function verifyBoard(
  database: Database,
  boardId: number,
  onProgress: Progress = () => undefined
): Promise<Verification> {
  return withReplay(database, boardId, onProgress, async (transaction, beside) => {
    const found: Verification = { count: 0, differences: [] }
    const add = (table: Difference['table'], rows: DifferenceRow[]) => {
      found.count += rows[0]?.count ?? 0
      found.differences.push(...rows.map(({ count: _count, ...row }) => ({ table, ...row })))
    }
    add('events', await compareEvents(transaction, boardId))
    for (const table of STATE_TABLES) add(table, await compare(transaction, table, boardId, beside))
    return found
  })
}

type DifferenceRow = Omit<Difference, 'table'> & { count: number }

function compare(transaction: Queryable, table: StateTable, boardId: number, beside: number): Promise<DifferenceRow[]> {
  return transaction.query<DifferenceRow>(
    `SELECT coalesce(stored.key, computed.key) AS key, stored.value AS stored, computed.value AS computed,
       count(*) OVER () AS count
     FROM (${canonical(table, '$1')}) AS stored FULL JOIN (${canonical(table, '$2')}) AS computed ON computed.key = stored.key
     WHERE stored.value IS DISTINCT FROM computed.value ORDER BY 1 LIMIT $3`,
    [boardId, beside, MOST_SHOWN]
  )
}

/** What stands beside an event in its row has to be what the event itself says. */
export const EVENT_COLUMNS = {
  id: `event ->> 'id'`,
  type: `event ->> 'type'`,
  time: `(event ->> 'timestamp')::timestamptz`,
  actor: `coalesce('u:' || (event ->> 'user_id'), 'a:' || (event ->> 'anonymous_id'))`
} as const

function compareEvents(transaction: Queryable, boardId: number): Promise<DifferenceRow[]> {
  const names = Object.keys(EVENT_COLUMNS)
  const stored = names.map((name) => `'${name}', ${name}`).join(', ')
  const computed = Object.entries(EVENT_COLUMNS).map(([name, value]) => `'${name}', ${value}`)
  return transaction.query<DifferenceRow>(
    `SELECT jsonb_build_array(id) AS key, jsonb_build_object(${stored}) AS stored,
       jsonb_build_object(${computed.join(', ')}) AS computed, count(*) OVER () AS count
     FROM board.events WHERE board_id = $1 AND (${names.join(', ')}) IS DISTINCT FROM (${Object.values(EVENT_COLUMNS).join(', ')})
     ORDER BY 1 LIMIT $2`,
    [boardId, MOST_SHOWN]
  )
}
