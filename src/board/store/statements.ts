import { ArrayType, Prepared, Queryable, arrayOf } from '../../database'
import { digest } from '../secrets'

/** Takes a parameter of a statement and gives its place in it, such as `$3`. */
export type Parameter = (parameter: unknown) => string

/**
 * SQL that changes something, written around its parameters. `isSure` says that rows which are taken for new are: one that is not then
 * fails the statement.
 */
export type Statement = (value: Parameter, isSure: boolean) => string

/** A statement that reads, written around its parameters. */
export async function read<Row>(
  database: Queryable,
  statement: ($: Parameter) => string | Promise<string>
): Promise<Row[]> {
  const parameters: unknown[] = []
  const sql = await statement((parameter) => `$${parameters.push(parameter)}`)
  return database.query<Row>(sql, parameters)
}

/**
 * Reads many short rows as one, in JSON: to hand over a thousand rows takes longer than to find them. Money and times must be texts
 * already.
 */
export async function readTogether<Row>(
  database: Queryable,
  sql: string,
  parameters: readonly unknown[]
): Promise<Row[]> {
  const [{ rows }] = await database.query<{ rows: Row[] | null }>(
    `SELECT json_agg(one) AS rows FROM (${sql}) AS one`,
    parameters
  )
  return rows ?? []
}

/** Rows of these columns as one, in JSON: an array a column, which is written faster than an array a row. */
export function inColumns(columns: string): string {
  const arrays = columns.split(', ').map((column) => `coalesce(json_agg(${column}), '[]')`)
  return `json_build_array(${arrays.join(', ')})`
}

const names = new Map<string, string>()

/** A statement that runs often and whose texts are few: each connection parses it once. */
export function prepared(text: string): Prepared {
  let name = names.get(text)
  if (name === undefined) names.set(text, (name = digest(text).slice(0, 32)))
  return { name, text }
}

/**
 * Sends statements that change different rows, and give nothing back: they all go out at once, for it is the round trips that cost a
 * small change most, and each is parsed once a connection. One that fails fails the transaction.
 */
export function sendTogether(transaction: Queryable, statements: readonly Statement[], isSure = false): void {
  for (const statement of statements) {
    const parameters: unknown[] = []
    const sql = statement((parameter) => `$${parameters.push(parameter)}`, isSure)
    transaction.query(prepared(sql), parameters).catch(() => undefined)
  }
}

/** The type of a column. Dates and decimals are written as texts. */
export type ColumnType = ArrayType | 'date' | 'numeric'
export type Columns = Readonly<Record<string, ColumnType>>
type RowOf<Of extends Columns> = Readonly<Record<keyof Of, unknown>>

/** A table of a board: the columns that tell its rows apart, beside the board, and the others. */
export interface Table<Key extends Columns, Values extends Columns> {
  name: string
  key: Key
  values: Values
}

/** Rows as a table `given` of a statement: an array a column, in which undefined is NULL. */
export function given<Of extends Columns>($: Parameter, columns: Of, rows: readonly RowOf<Of>[]): string {
  const arrays = Object.entries(columns).map(([name, type]) => {
    const values = rows.map((row) => row[name]) as string[]
    return `${$(type === 'date' || type === 'numeric' ? values : arrayOf(type, values))}::${type}[]`
  })
  return `unnest(${arrays.join(', ')}) AS given (${Object.keys(columns).join(', ')})`
}

/** How rows are written. */
interface Saving<Row> {
  /** What a column of a row of the same key becomes, from `known` and `excluded`. Default: the new value */
  existing?: (column: string) => string
  /** Which rows are taken for new. Default: none */
  isNew?: (row: Row) => boolean
}

/** Writes rows of distinct keys. Those that are new apart: PostgreSQL looks twice where it is told beforehand that one may exist. */
export function saveRows<Key extends Columns, Values extends Columns, Row extends RowOf<Key & Values>>(
  boardId: number,
  table: Table<Key, Values>,
  rows: readonly Row[],
  { existing = (column) => `excluded.${column}`, isNew = () => false }: Saving<Row> = {}
): Statement[] {
  const all = rows.filter(isNew)
  const news = all.length < FEW ? [] : all
  const others = news.length === 0 ? rows : rows.filter((row) => !isNew(row))
  const save = (some: readonly Row[], areNew: boolean) => saveAll<Key, Values>(boardId, table, some, existing, areNew)
  return [...save(news, true), ...save(others, false)]
}

/** So few new rows cost less than a statement of their own. */
const FEW = 50

function saveAll<Key extends Columns, Values extends Columns>(
  boardId: number,
  { name: table, key, values }: Table<Key, Values>,
  rows: readonly RowOf<Key & Values>[],
  existing: (column: string) => string,
  areNew: boolean
): Statement[] {
  if (rows.length === 0) return []
  const columns = { ...key, ...values }
  const names = Object.keys(columns).join(', ')
  const changes = Object.keys(values).map((column) => `${column} = ${existing(column)}`)
  const onConflict = ` ON CONFLICT (board_id, ${Object.keys(key).join(', ')})
    DO ${changes.length > 0 ? `UPDATE SET ${changes.join(', ')}` : 'NOTHING'}`
  return [
    ($, isSure) => `INSERT INTO board.${table} AS known (board_id, ${names})
      SELECT ${$(boardId)}::int, ${names} FROM ${given($, columns, rows)}${areNew && isSure ? '' : onConflict}`
  ]
}

/** Adds to the numbers of the rows that have these keys already, and makes the others. */
export function addRows<Key extends Columns, Values extends Columns>(
  boardId: number,
  table: Table<Key, Values>,
  rows: readonly RowOf<Key & Values>[]
): Statement[] {
  return saveRows(boardId, table, rows, { existing: (column) => `known.${column} + excluded.${column}` })
}

/**
 * Deletes a board's rows by the values of columns that an index finds. They are found one by one, because a database that was
 * never analysed would read the whole table for a join.
 */
export function deleteRows<Of extends Columns>(
  boardId: number,
  table: string,
  columns: Of,
  rows: readonly RowOf<Of>[]
): Statement[] {
  if (rows.length === 0) return []
  const isWanted = Object.keys(columns).map((column) => `${table}.${column} = given.${column}`)
  return [
    ($) => {
      const board = `${$(boardId)}::int`
      return `DELETE FROM board.${table} WHERE board_id = ${board} AND ctid = ANY (ARRAY(
        SELECT found.ctid FROM ${given($, columns, rows)} CROSS JOIN LATERAL (
          SELECT ctid FROM board.${table} WHERE board_id = ${board} AND ${isWanted.join(' AND ')} OFFSET 0) AS found))`
    }
  ]
}
