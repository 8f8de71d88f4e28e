import { Database, Queryable } from './database'

/** One step of a schema. Its name is recorded once it is applied, so neither name nor SQL may change after a release. */
export interface Migration {
  name: string
  sql: string
}

/** The tables of one part: `name` is PostgreSQL's schema that holds them. */
export interface Schema {
  name: 'board' | 'pipeline'
  migrations: readonly Migration[]
}

/** Any number will do, as long as nothing else on the server locks it. */
const MIGRATION_LOCK = 7_305_911

/**
 * Applies the migrations not applied yet, each in its own transaction, under an advisory lock; creates the schema. Their
 * names are kept in `<schema>.migrations`, the one table that belongs to the schema and to no board.
 */
export async function migrate(database: Database, { name: schema, migrations }: Schema): Promise<void> {
  await locked(database, async (transaction) => {
    await transaction.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
    await transaction.query(
      `CREATE TABLE IF NOT EXISTS ${schema}.migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`
    )
  })
  for (const { name, sql } of migrations) {
    await locked(database, async (transaction) => {
      const applied = await transaction.query(`SELECT 1 FROM ${schema}.migrations WHERE name = $1`, [name])
      if (applied.length > 0) return
      for (const statement of statements(sql)) await transaction.query(statement)
      await transaction.query(`INSERT INTO ${schema}.migrations (name) VALUES ($1)`, [name])
    })
  }
}

/** However long it takes, and however long another process that migrates takes. */
async function locked(database: Database, work: (transaction: Queryable) => Promise<void>): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query('SET LOCAL lock_timeout = 0')
    await transaction.query('SET LOCAL statement_timeout = 0')
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await work(transaction)
  })
}

/** A query carries one statement. A migration's statements end with a semicolon at the end of a line. */
function statements(sql: string): string[] {
  return sql
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
