import { Pool, PoolClient, PoolConfig, types } from 'pg'
import { Database, PARSERS, Prepared, Queryable } from './database'
import { DatabaseError } from './errors'
import { Turns } from './turns'

export interface Connections {
  /** What is read, and what is written by one statement alone. */
  statements: Pool
  /** Transactions. May be the same pool. */
  transactions: Pool
}

/** A pool whose connections parse what comes back alike, whatever they lead to. */
export function openPool(config: PoolConfig): Pool {
  const pool = new Pool({
    ...config,
    // What a transaction asks for at a time goes out at once: it waits for one round trip.
    pipeline: true,
    types: { getTypeParser: (type: number) => PARSERS[type] ?? types.getTypeParser(type) }
  })
  // A connection that breaks is replaced at the next query; without a listener it would end the process. The pool listens to those
  // that are idle alone, and a server that is shut down may break one in the moment in which it is handed over.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** The part of `Database` that server and embedded database have in common: both are spoken to in PostgreSQL's protocol. */
export function overConnections({ statements, transactions }: Connections): Pick<Database, 'query' | 'transaction'> {
  const turns = new Turns()
  return {
    query: <Row>(sql: string | Prepared, parameters?: readonly unknown[]) =>
      withConnection(statements, (client) => queryable(client).query<Row>(sql, parameters)),
    transaction: (work, key) =>
      turns.take(key, (pass) => withConnection(transactions, (client) => transact(client, work, pass)))
  }
}

/** A connection is given back whatever a statement says; only one that broke is replaced. */
async function withConnection<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  // It may also end between two statements of a transaction; the next statement reports it.
  const onError = (error: Error) => (broken = error)
  client.on('error', onError)
  try {
    return await work(client)
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

/**
 * The plans of prepared statements are kept: those that are made while a table is empty must do when it has grown. A row whose place
 * is known is gone to, rather than looked for among all that an index gives by the little that is said besides. And it is planned for any
 * tenant: of one that came after the statistics were made these say that it has no rows, so that to read all of them looked cheapest.
 */
const BEGIN =
  'BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL cpu_index_tuple_cost = 1000; SET LOCAL plan_cache_mode = force_generic_plan'

/** What every statement is told after one that failed. */
const ABORTED = '25P02'

/** @param onCommitting told when the commit was sent: nothing that is sent from now on belongs to the transaction */
async function transact<Result>(
  client: PoolClient,
  work: (transaction: Queryable) => Promise<Result>,
  onCommitting: () => void
): Promise<Result> {
  const { query } = queryable(client)
  let hasEnded = false
  /** What went wrong first. */
  let failure: Error | undefined
  // What `work` began besides and no longer waits for would else be carried out after the rollback, for good.
  const transaction: Queryable = {
    async query<Row>(sql: string | Prepared, parameters?: readonly unknown[]) {
      if (hasEnded) throw new DatabaseError('25P01', 'The transaction has ended.')
      try {
        return await query<Row>(sql, parameters)
      } catch (error) {
        failure ??= error as Error
        throw error
      }
    }
  }
  try {
    // It goes out with the first statement, which fails where it does.
    const begun = client.query(BEGIN)
    begun.catch(() => undefined)
    const result = await work(transaction).finally(() => (hasEnded = true))
    const committed = client.query('COMMIT')
    onCommitting()
    const { command } = await committed
    await begun
    // A failed statement whose error `work` kept to itself, or did not wait for, has undone everything.
    if (command === 'ROLLBACK')
      throw new DatabaseError(ABORTED, 'The transaction was rolled back: a statement in it failed.')
    return result
  } catch (error) {
    // Where even the rollback fails the connection is gone, and with it the transaction.
    await client.query('ROLLBACK').catch((reason: Error) => client.emit('error', reason))
    throw (error as { code?: string }).code === ABORTED ? (failure ?? error) : error
  }
}

function queryable(client: PoolClient): Queryable {
  return {
    async query<Row>(sql: string | Prepared, parameters: readonly unknown[] = []) {
      const statement = typeof sql === 'string' ? { text: sql } : sql
      const { rows } = await client.query({ ...statement, values: [...parameters] })
      return rows as Row[]
    }
  }
}
