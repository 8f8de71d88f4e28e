import { PoolConfig } from 'pg'
import { openPool, overConnections } from './connections'
import { Database } from './database'

/** Connections that a process holds at most, for each of the two pools; processes share the server's limit (100 by default). */
const MAX_CONNECTIONS = 5

/** What nobody waits longer for, in ms: long enough for every statement of a server in order, far shorter than a client's patience. */
const LIMITS: PoolConfig = {
  /** A server that does not answer, or a connection that nobody gives back. */
  connectionTimeoutMillis: 5_000,
  /** A lock that another process holds. */
  lock_timeout: 5_000,
  statement_timeout: 60_000,
  /** A process that was stopped in a transaction keeps its locks no longer. */
  idle_in_transaction_session_timeout: 30_000,
  /** A server whose machine is gone says nothing: the operating system asks. */
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000
}

/**
 * Pools of connections to a PostgreSQL server. They connect anew by themselves after the server was away. Statements have a
 * pool of their own: reading never waits for those who write.
 */
export async function openPostgres(url: string): Promise<Database> {
  const config = { ...LIMITS, connectionString: url, max: MAX_CONNECTIONS }
  const [statements, transactions] = [openPool(config), openPool(config)]
  const end = () => Promise.all([statements.end(), transactions.end()])
  try {
    await statements.query('SELECT 1')
  } catch (error) {
    await end()
    ;(error as Error).message = `PostgreSQL cannot be used: ${(error as Error).message}`
    throw error
  }
  let closing: Promise<void> | undefined
  return {
    ...overConnections({ statements, transactions }),
    room: async () => undefined,
    close: () => (closing ??= end().then(() => undefined))
  }
}
