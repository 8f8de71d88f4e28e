import { Queryable } from '../database'

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
