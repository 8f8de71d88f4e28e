import type { Database, Queryable } from '../../database'
import type { MessageIds } from './message-ids'
import { pause } from './pause'

/** What is of a segment: what came, and what became of it. */
const TABLES = ['deliveries', 'batches', 'attempts', 'refusals']

export interface Segment {
  segment: number
  openedAt: Date
  /** Goes up with whatever is put into it, taken out or made another when it is no longer written to, but for what is open. */
  revision: number
}

const SELECT_SEGMENTS = `SELECT segment, opened_at AS "openedAt", revision FROM pipeline.segments ORDER BY segment`

export async function selectSegments(database: Queryable): Promise<Segment[]> {
  return database.query<Segment>(SELECT_SEGMENTS)
}

const COUNT_REVISION = `UPDATE pipeline.segments SET revision = revision + 1 WHERE segment = ANY ($1::int[])`

/** Tells who has summed segments up that they are not as they were; in the transaction that changes them. */
export async function touchSegments(transaction: Queryable, segments: readonly number[]): Promise<void> {
  await transaction.query(COUNT_REVISION, [segments])
}

const LOCK_NEWEST = `SELECT FROM pipeline.segments ORDER BY segment DESC LIMIT 1 FOR UPDATE`

const INSERT_SEGMENT = `
  INSERT INTO pipeline.segments (segment, opened_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`

/**
 * Opens a segment: a table at a time, so that what comes in meanwhile waits for one at most, and the segment last. Of several processes that
 * open it, and after a kill, each finds what the others have made.
 */
async function openSegment(database: Database, segment: number, openedAt: Date): Promise<void> {
  for (const table of TABLES) {
    await database.transaction(async (transaction) => {
      await transaction.query(LOCK_NEWEST)
      await transaction.query(
        `CREATE TABLE IF NOT EXISTS pipeline.${table}_${segment} PARTITION OF pipeline.${table} FOR VALUES IN (${segment})`
      )
    })
    await pause()
  }
  await database.query(INSERT_SEGMENT, [segment, openedAt])
}

const LOCK_SEGMENT = `SELECT FROM pipeline.segments WHERE segment = $1 FOR UPDATE`

const DELETE_SEGMENT = `
  WITH rollup AS (DELETE FROM pipeline.rollups WHERE segment = $1)
  DELETE FROM pipeline.segments WHERE segment = $1`

/**
 * Forgets a segment with all that is in it: a table at a time, so that what comes in meanwhile waits for one at most, and the
 * segment last. One that was dropped in part, as by a kill, is dropped again.
 *
 * @param mayDrop asked in the transaction that drops the first table
 */
export async function dropSegment(
  database: Database,
  segment: number,
  mayDrop: (transaction: Queryable) => Promise<boolean>
): Promise<void> {
  for (const table of TABLES) {
    const isDropped = await database.transaction(async (transaction) => {
      const [known] = await transaction.query(LOCK_SEGMENT, [segment])
      if (!known || !(await mayDrop(transaction))) return false
      await transaction.query(`DROP TABLE IF EXISTS pipeline.${table}_${segment}`)
      return true
    })
    if (!isDropped) return
    await pause()
  }
  await database.query(DELETE_SEGMENT, [segment])
}

/** A segment ends with so many events of this process; several processes make it longer. */
export const SEGMENT_EVENTS = 50_000

/** The segment that this process writes to. Another process may be one ahead: both are kept long enough. */
export class Segments {
  private newest = 1
  private written = 0
  private opening: Promise<void> | undefined

  private constructor(
    private readonly database: Database,
    readonly ids: MessageIds,
    private readonly now: () => Date,
    private readonly onError: (error: Error) => void
  ) {}

  static async open(
    database: Database,
    ids: MessageIds,
    now: () => Date,
    onError: (error: Error) => void
  ): Promise<Segments> {
    const segments = new Segments(database, ids, now, onError)
    await segments.refresh()
    return segments
  }

  get current(): number {
    return this.newest
  }

  async refresh(): Promise<Segment[]> {
    const all = await selectSegments(this.database)
    for (const { segment } of all) this.newest = Math.max(this.newest, segment)
    return all
  }

  /** Counts what was written, and opens the next segment when this one is full. */
  wrote(events: number): void {
    this.written += events
    if (this.written < SEGMENT_EVENTS || this.opening) return
    this.written = 0
    this.opening = this.next()
      .catch(this.onError)
      .finally(() => (this.opening = undefined))
  }

  /** The message ids of a segment that is full are sealed, so that what is in memory stays within bounds. */
  async next(): Promise<void> {
    await openSegment(this.database, this.newest + 1, this.now())
    await this.refresh()
    await this.ids.seal()
  }

  /** Resolves once no segment is being opened. */
  async settled(): Promise<void> {
    await this.opening
  }
}
