/** Runs SQL with $1-style parameters; jsonb comes back parsed, int8 as number, numeric and date as string, timestamptz as Date, alike on both databases. */
export interface Queryable {
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>
}

export interface Database extends Queryable {
  /** Commits when `work` resolves and rolls back when it rejects. Everything in `work` must go through the transaction it is given. */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>
  /** Waits for running queries, then lets go of the connection or the folder. Closing twice is closing once. */
  close(): Promise<void>
}

/** PostgreSQL by its URL, an embedded database in a folder of its own, or an embedded one that is gone when it is closed. */
export type DatabaseLocation = { url: string } | { folder: string } | { memory: true }

/** The object ids of the types whose text both drivers would otherwise turn into something different. */
const INT8 = 20
const DATE = 1082
const NUMERIC = 1700

/** How a column's text becomes a value, by type; shared by the drivers so that they agree. */
export const parsers: Record<number, (text: string) => unknown> = {
  [INT8]: Number,
  [DATE]: String,
  [NUMERIC]: String
}
