import { Database } from './database'

/** One step of a schema. Its name is recorded once it is applied, so neither name nor SQL may change after a release. */
export type Migration = { name: string; sql: string }

/** Any number will do, as long as nothing else on the server locks it. */
const MIGRATION_LOCK = 7_305_911

/**
 * Applies the migrations not applied yet, each in its own transaction, under an advisory lock; creates the schema. Their
 * names are kept in `<schema>.migrations`, the one table that belongs to the schema and to no board.
 */
export async function migrate(
  database: Database,
  schema: 'board' | 'pipeline',
  migrations: readonly Migration[]
): Promise<void> {
  await locked(database, [
    `CREATE SCHEMA IF NOT EXISTS ${schema}`,
    `CREATE TABLE IF NOT EXISTS ${schema}.migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`
  ])
  for (const { name, sql } of migrations) {
    await database.transaction(async (transaction) => {
      await transaction.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
      const applied = await transaction.query(`SELECT 1 FROM ${schema}.migrations WHERE name = $1`, [name])
      if (applied.length > 0) return
      for (const statement of statements(sql)) await transaction.query(statement)
      await transaction.query(`INSERT INTO ${schema}.migrations (name) VALUES ($1)`, [name])
    })
  }
}

async function locked(database: Database, sql: readonly string[]): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    for (const statement of sql) await transaction.query(statement)
  })
}

/** A query carries one statement. A migration's statements end with a semicolon at the end of a line. */
function statements(sql: string): string[] {
  return sql
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
