import { Queryable } from '../../database'

/** SQL that changes something, with its own $1, $2 and so on. */
export interface Statement {
  sql: string
  parameters: readonly unknown[]
}

/**
 * Runs statements that change different rows, and give nothing back, in one round trip: it is the round trips that cost a small
 * change most. They all see the database as it was before.
 */
export async function runTogether(transaction: Queryable, statements: readonly Statement[]): Promise<void> {
  if (statements.length === 0) return
  const parameters: unknown[] = []
  const parts = statements.map(({ sql, parameters: own }, index) => {
    const offset = parameters.length
    parameters.push(...own)
    return `part_${index} AS (${sql.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + offset}`)})`
  })
  await transaction.query(`WITH ${parts.join(', ')} SELECT 1`, parameters)
}

/**
 * Deletes a board's rows by the values of a column that an index finds. They are found one by one, because a database that was
 * never analysed would read the whole table for `column = ANY`.
 */
export function deleteRows(table: string, column: string, boardId: number, values: readonly string[]): Statement[] {
  if (values.length === 0) return []
  const sql = `DELETE FROM board.${table} WHERE board_id = $1::int AND ctid = ANY (ARRAY(
    SELECT found.ctid FROM unnest($2::text[]) AS wanted (value) CROSS JOIN LATERAL (
      SELECT ctid FROM board.${table} WHERE board_id = $1::int AND ${column} = wanted.value OFFSET 0) AS found))`
  return [{ sql, parameters: [boardId, values] }]
}
