import type { Database, Queryable } from '../../database'

/** `record` holds what came and what became of it; `ids` the message ids, which must outlast it. */
export type Kind = 'record' | 'ids'

const TABLES: Record<Kind, readonly string[]> = {
  record: ['deliveries', 'batches', 'attempts', 'refusals'],
  ids: ['message_ids']
}

export interface Segment {
  kind: Kind
  segment: number
  openedAt: Date
}

const SELECT_SEGMENTS = `
  SELECT kind, segment, opened_at AS "openedAt" FROM pipeline.segments ORDER BY kind, segment`

export async function selectSegments(database: Queryable): Promise<Segment[]> {
  return database.query<Segment>(SELECT_SEGMENTS)
}

const INSERT_SEGMENT = `
  INSERT INTO pipeline.segments (kind, segment, opened_at) VALUES ($1, $2, $3)
  ON CONFLICT DO NOTHING RETURNING segment`

/** Opens a segment; whoever comes second finds it open. */
export async function openSegment(database: Database, { kind, segment, openedAt }: Segment): Promise<void> {
  await database.transaction(async (transaction) => {
    const opened = await transaction.query(INSERT_SEGMENT, [kind, segment, openedAt])
    if (opened.length === 0) return
    for (const table of TABLES[kind]) {
      await transaction.query(
        `CREATE TABLE pipeline.${table}_${segment} PARTITION OF pipeline.${table} FOR VALUES IN (${segment})`
      )
    }
  })
}

const LOCK_SEGMENT = `SELECT FROM pipeline.segments WHERE kind = $1 AND segment = $2 FOR UPDATE`

const DELETE_SEGMENT = `DELETE FROM pipeline.segments WHERE kind = $1 AND segment = $2`

/**
 * Forgets a segment with all that is in it: a table at a time, so that what comes in meanwhile waits for one at most, and the
 * segment last. One that was dropped in part, as by a kill, is dropped again.
 *
 * @param mayDrop asked in the transaction that drops the first table
 */
export async function dropSegment(
  database: Database,
  kind: Kind,
  segment: number,
  mayDrop: (transaction: Queryable) => Promise<boolean> = async () => true
): Promise<void> {
  for (const table of TABLES[kind]) {
    const isDropped = await database.transaction(async (transaction) => {
      const [known] = await transaction.query(LOCK_SEGMENT, [kind, segment])
      if (!known || !(await mayDrop(transaction))) return false
      await transaction.query(`DROP TABLE IF EXISTS pipeline.${table}_${segment}`)
      return true
    })
    if (!isDropped) return
  }
  await database.query(DELETE_SEGMENT, [kind, segment])
}

/** A segment of the record ends with so many events of this process; several processes make it longer. */
export const SEGMENT_EVENTS = 50_000

/** The segments that this process writes to. Another process may be one ahead: both are kept long enough. */
export class Segments {
  private readonly newest = { record: 1, ids: 1 }
  private written = 0
  private opening: Promise<void> | undefined

  private constructor(
    private readonly database: Database,
    private readonly now: () => Date,
    private readonly onError: (error: Error) => void
  ) {}

  static async open(database: Database, now: () => Date, onError: (error: Error) => void): Promise<Segments> {
    const segments = new Segments(database, now, onError)
    await segments.refresh()
    return segments
  }

  get record(): number {
    return this.newest.record
  }

  get ids(): number {
    return this.newest.ids
  }

  async refresh(): Promise<Segment[]> {
    const all = await selectSegments(this.database)
    for (const { kind, segment } of all) this.newest[kind] = Math.max(this.newest[kind], segment)
    return all
  }

  /** Counts what was written, and opens the next segment of the record when this one is full. */
  wrote(events: number): void {
    this.written += events
    if (this.written < SEGMENT_EVENTS || this.opening) return
    this.written = 0
    this.opening = this.next('record')
      .catch(this.onError)
      .finally(() => (this.opening = undefined))
  }

  async next(kind: Kind): Promise<void> {
    await openSegment(this.database, { kind, segment: this.newest[kind] + 1, openedAt: this.now() })
    await this.refresh()
  }

  /** Resolves once no segment is being opened. */
  async settled(): Promise<void> {
    await this.opening
  }
}
