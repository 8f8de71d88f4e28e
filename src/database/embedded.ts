import { mkdir } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { Database, Queryable, parsers } from './database'
import { lockFolder } from './folder-lock'

/**
 * PostgreSQL in this process, on a folder (created where missing) or in memory. It has one connection: transactions take
 * their turns, and a statement occupies the calling thread while it runs.
 */
export async function openEmbedded(folder?: string): Promise<Database> {
  const unlock = folder === undefined ? undefined : await prepare(folder)
  try {
    const engine = await PGlite.create({ dataDir: folder, parsers })
    return database(engine, unlock)
  } catch (error) {
    await unlock?.()
    throw error
  }
}

async function prepare(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true })
  return lockFolder(folder)
}

function database(engine: PGlite, unlock: (() => Promise<void>) | undefined): Database {
  let closing: Promise<void> | undefined
  return {
    ...queryable(engine),
    transaction: (work) => engine.transaction((transaction) => work(queryable(transaction))),
    close: () => (closing ??= engine.close().finally(() => unlock?.()))
  }
}

function queryable(engine: Pick<PGlite, 'query'>): Queryable {
  return {
    async query<Row>(sql: string, parameters: readonly unknown[] = []) {
      const { rows } = await engine.query<Row>(sql, [...parameters])
      return rows
    }
  }
}
