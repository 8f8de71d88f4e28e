import type { Queryable } from '../../database'
import type { Counts, StateCounts } from '../read-api/shapes'
import { selectSegments } from '../store/segments'

interface Row {
  start: Date
  what: string
  count: number
}

export const NO_COUNTS: Readonly<StateCounts> = { waiting: 0, retrying: 0, delivered: 0, discarded: 0, filtered: 0 }

const NOTHING = { received: 0, refused: 0, duplicate: 0, conflict: 0, ...NO_COUNTS }

const MINUTE_MS = 60_000
const INTERVALS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 1440 * MINUTE_MS }

/** What was received and delivered of a segment, by hour: none of its events is open, so that this stays until its revision is another. */
interface Kept {
  revision: number
  /** When the first and the last of them were received, if there are any. */
  first: Date | null
  last: Date | null
  hours: Row[]
}

type Span = Pick<Kept, 'first' | 'last'> & { open: boolean }

const OF_SEGMENT = `source_id = $1 AND segment = $2`

const SELECT_SPAN = `
  SELECT min(received_at) AS first, max(received_at) AS last, EXISTS (
    SELECT FROM pipeline.deliveries WHERE ${OF_SEGMENT} AND state IN ('waiting', 'retrying')) AS open
  FROM pipeline.batches WHERE ${OF_SEGMENT}`

/** Each table is summed up before they are put together: few rows are left of many. */
const SUM_UP = `
  SELECT date_bin('1 hour', received_at, 'epoch') AS start, 'received' AS what, sum(events) AS count
  FROM pipeline.batches WHERE ${OF_SEGMENT} GROUP BY 1
  UNION ALL
  SELECT date_bin('1 hour', received_at, 'epoch'), state, sum(events)
  FROM pipeline.deliveries WHERE ${OF_SEGMENT} AND state = 'delivered' GROUP BY 1, 2`

/** What is delivered of the segments `$5` is kept; of the others it is counted. Few rows are of another state, and an index leads to them. */
const COUNT_STATES = `
  SELECT date_bin($4::interval, received_at, 'epoch') AS start, 'received' AS what, sum(events) AS count
  FROM pipeline.batches WHERE source_id = $1 AND received_at BETWEEN $2 AND $3 AND segment <> ALL ($5::int[]) GROUP BY 1
  UNION ALL
  SELECT date_bin($4::interval, received_at, 'epoch'), state, sum(events)
  FROM pipeline.deliveries WHERE source_id = $1 AND received_at BETWEEN $2 AND $3 AND segment <> ALL ($5) GROUP BY 1, 2
  UNION ALL
  SELECT date_bin($4::interval, received_at, 'epoch'), state, sum(events)
  FROM pipeline.deliveries
  WHERE source_id = $1 AND received_at BETWEEN $2 AND $3 AND segment = ANY ($5)
    AND state IN ('retrying', 'discarded', 'filtered') GROUP BY 1, 2
  UNION ALL
  SELECT date_bin($4::interval, received_at, 'epoch'), state, sum(events)
  FROM pipeline.deliveries
  WHERE source_id = $1 AND received_at BETWEEN $2 AND $3 AND segment = ANY ($5) AND state = 'waiting' GROUP BY 1, 2
  UNION ALL
  SELECT date_bin($4::interval, received_at, 'epoch'), state, count(*)
  FROM pipeline.refusals WHERE source_id = $1 AND received_at BETWEEN $2 AND $3 GROUP BY 1, 2`

/** Counts what is on record. What can change no more is counted once, a segment at a time. */
export class Counter {
  private readonly kept = new Map<string, Map<number, Kept>>()
  private keeping: Promise<unknown> = Promise.resolve()

  private constructor(private readonly database: Queryable) {}

  /** With what can be counted of these sources before anybody asks for it. */
  static async open(database: Queryable, sourceIds: readonly string[]): Promise<Counter> {
    const counter = new Counter(database)
    for (const sourceId of sourceIds) await counter.keep(sourceId)
    return counter
  }

  /** What came in the last hours, by the state it is in now. */
  async countStates(sourceId: string, hours: number, now: Date): Promise<Counts> {
    const interval = hours <= 3 ? 'minute' : hours <= 72 ? 'hour' : 'day'
    const from = new Date(now.getTime() - hours * INTERVALS.hour)
    const isApart = ({ first, last }: Kept) => first === null || last === null || last < from || first > now
    const isWithin = ({ first, last }: Kept) => first !== null && last !== null && first >= from && last <= now
    const kept = [...(await this.keep(sourceId))].filter(
      ([, each]) => isApart(each) || (interval !== 'minute' && isWithin(each))
    )
    const rows = await this.database.query<Row>(COUNT_STATES, [
      sourceId,
      from,
      now,
      interval === 'day' ? '24 hours' : `1 ${interval}`,
      kept.map(([segment]) => segment)
    ])
    for (const [, each] of kept) if (!isApart(each)) rows.push(...each.hours)
    return { interval, ...sumUp(rows, INTERVALS[interval]) }
  }

  /** Counts what can change no more and is not counted yet, and forgets what has been changed or is gone. Who comes second waits for the first. */
  keep(sourceId: string): Promise<ReadonlyMap<number, Kept>> {
    const kept = this.keeping.then(() => this.keepOf(sourceId))
    this.keeping = kept.catch(() => undefined)
    return kept
  }

  private async keepOf(sourceId: string): Promise<ReadonlyMap<number, Kept>> {
    const former = this.kept.get(sourceId)
    const kept = new Map<number, Kept>()
    // The newest two are still written to.
    for (const { segment, revision } of (await selectSegments(this.database)).slice(0, -2)) {
      const known = former?.get(segment)
      const current = known?.revision === revision ? known : await this.read(sourceId, segment, revision)
      if (current) kept.set(segment, current)
    }
    this.kept.set(sourceId, kept)
    return kept
  }

  private async read(sourceId: string, segment: number, revision: number): Promise<Kept | undefined> {
    const [{ first, last, open }] = await this.database.query<Span>(SELECT_SPAN, [sourceId, segment])
    if (open) return undefined
    return { revision, first, last, hours: await this.database.query<Row>(SUM_UP, [sourceId, segment]) }
  }
}

function sumUp(rows: readonly Row[], interval: number): Pick<Counts, 'periods' | 'total'> {
  const periods = new Map<number, Counts['periods'][number]>()
  const total = { ...NOTHING }
  for (const { start, what, count } of rows) {
    const at = Math.floor(start.getTime() / interval) * interval
    const period = periods.get(at) ?? { ...NOTHING, start: new Date(at).toISOString() }
    period[what as keyof typeof total] += count
    total[what as keyof typeof total] += count
    periods.set(at, period)
  }
  const inOrder = [...periods].sort(([one], [other]) => one - other)
  return { periods: inOrder.map(([, period]) => period), total }
}

const COUNT_BY_MAPPING = `
  SELECT mapping_id AS id, state, sum(events) AS count FROM pipeline.deliveries WHERE source_id = $1 GROUP BY 1, 2`

/** The states of what each mapping has on record. */
export async function countByMapping(database: Queryable, sourceId: string): Promise<Map<string, StateCounts>> {
  const rows = await database.query<{ id: string; state: keyof StateCounts; count: number }>(COUNT_BY_MAPPING, [
    sourceId
  ])
  const counts = new Map<string, StateCounts>()
  for (const { id, state, count } of rows) counts.set(id, { ...(counts.get(id) ?? NO_COUNTS), [state]: count })
  return counts
}
