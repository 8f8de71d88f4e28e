/** A statement that each connection parses once, and knows by its name from then on. */
export interface Prepared {
  name: string
  text: string
}

/** Runs SQL with $1-style parameters; jsonb comes back parsed, int8 as number, numeric and date as string, timestamptz as Date, alike on both databases. */
export interface Queryable {
  query<Row>(sql: string | Prepared, parameters?: readonly unknown[]): Promise<Row[]>
}

export interface Database extends Queryable {
  /**
   * Commits when `work` resolves and rolls back when it rejects. Everything in `work` must go through the transaction it is
   * given; it need not wait for its last statements, of which the first that fails undoes everything. `key` names whom it concerns, such
   * as `board 7`: of those that this process runs under one key the next begins when all of the last was sent, so that waiting for
   * one tenant takes no more than a connection from the others.
   */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>, key?: string): Promise<Result>
  /** The room on the disk that it writes to; undefined for a server and in memory. */
  room(): Promise<Room | undefined>
  /** Waits for running queries, then lets go of the connection or the folder. Closing twice is closing once. */
  close(): Promise<void>
}

/** In bytes. Where less is free than is kept in reserve, nothing is written until there is room again. */
export interface Room {
  free: number
  reserve: number
}

/** PostgreSQL by its URL, an embedded database in a folder of its own, or an embedded one that is gone when it is closed. */
export type DatabaseLocation = { url: string } | { folder: string } | { memory: true }

/** The object ids of the types whose text the driver would otherwise turn into something different. */
const INT8 = 20
const DATE = 1082
const NUMERIC = 1700

/** How a column's text becomes a value, by type. */
export const PARSERS: Record<number, (text: string) => unknown> = {
  [INT8]: Number,
  [DATE]: String,
  [NUMERIC]: String
}
