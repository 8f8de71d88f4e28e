import { Queryable } from '../../database'

/** Takes a parameter of a statement and gives its place in it, such as `$3`. */
export type Parameter = (parameter: unknown) => string

/** SQL that changes something, written around its parameters. */
export type Statement = (value: Parameter) => string

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
 * Runs statements that change different rows, and give nothing back, in one round trip: it is the round trips that cost a small
 * change most. They all see the database as it was before.
 */
export async function runTogether(transaction: Queryable, statements: readonly Statement[]): Promise<void> {
  if (statements.length === 0) return
  const parameters: unknown[] = []
  const value = (parameter: unknown) => `$${parameters.push(parameter)}`
  const parts = statements.map((statement, index) => `part_${index} AS (${statement(value)})`)
  await transaction.query(`WITH ${parts.join(', ')} SELECT 1`, parameters)
}

/**
 * Deletes a board's rows by the values of a column that an index finds. They are found one by one, because a database that was
 * never analysed would read the whole table for `column = ANY`.
 */
export function deleteRows(table: string, column: string, boardId: number, values: readonly string[]): Statement[] {
  if (values.length === 0) return []
  return [
    ($) => {
      const board = $(boardId)
      return `DELETE FROM board.${table} WHERE board_id = ${board}::int AND ctid = ANY (ARRAY(
        SELECT found.ctid FROM unnest(${$(values)}::text[]) AS wanted (value) CROSS JOIN LATERAL (
          SELECT ctid FROM board.${table} WHERE board_id = ${board}::int AND ${column} = wanted.value OFFSET 0) AS found))`
    }
  ]
}
