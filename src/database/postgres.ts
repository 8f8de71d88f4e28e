import { Pool, types } from 'pg'
import { Database, Queryable, parsers } from './database'

/** Connections a process holds at most; several processes share the server's own limit (100 by default). */
const MAX_CONNECTIONS = 10
/** A server that does not answer within this time counts as away. */
const CONNECT_TIMEOUT_MS = 5_000

/** A pool of connections to a PostgreSQL server. It connects anew by itself after the server was away. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser: (type: number) => parsers[type] ?? types.getTypeParser(type) }
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  try {
    await pool.query('SELECT 1')
  } catch (error) {
    await pool.end()
    throw error
  }
  return database(pool)
}

function database(pool: Pool): Database {
  let closing: Promise<void> | undefined
  return {
    ...queryable(pool),
    async transaction(work) {
      const client = await pool.connect()
      let broken: Error | undefined
      // The server may end a connection between two statements of a transaction; the next statement reports it.
      const onError = (error: Error) => (broken = error)
      client.on('error', onError)
      try {
        await client.query('BEGIN')
        const result = await work(queryable(client))
        await client.query('COMMIT')
        return result
      } catch (error) {
        // Where even the rollback fails the connection is gone, and with it the transaction: the pool drops it.
        await client.query('ROLLBACK').catch((failure: Error) => (broken = failure))
        throw error
      } finally {
        client.off('error', onError)
        client.release(broken)
      }
    },
    close: () => (closing ??= pool.end())
  }
}

function queryable(connection: Pick<Pool, 'query'>): Queryable {
  return {
    async query<Row>(sql: string, parameters: readonly unknown[] = []) {
      const { rows } = await connection.query(sql, [...parameters])
      return rows as Row[]
    }
  }
}
