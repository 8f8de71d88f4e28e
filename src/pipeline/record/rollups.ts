import type { Queryable } from '../../database'
import type { State } from '../outcomes'
import type { StateCounts } from '../read-api/shapes'
import { pause } from '../store/pause'
import { selectSegments } from '../store/segments'

/** What the page asks about the record, summed up; times and durations in milliseconds. Rows that are alike may come more than once. */
export interface Topics {
  /** `what` is `received` (accepted events) or a state. */
  minutes: { start: number; what: State | 'received'; count: number }
  mappings: { mappingId: string; state: keyof StateCounts; count: number }
  latencies: { milliseconds: number; count: number }
  /** Of what did not arrive. Of the newest, the place or the message id. */
  reasons: {
    state: State
    mappingId: string
    code: string
    reason: string
    count: number
    first: number
    last: number
    batchId: number | null
    positions: string | null
    messageId: string | null
  }
}
export type Topic = keyof Topics

const TOPICS: readonly Topic[] = ['minutes', 'mappings', 'latencies', 'reasons']

const OPEN = `state IN ('waiting', 'retrying')`

const MINUTE = `date_bin('1 minute', received_at, 'epoch')`

const milliseconds = (value: string) => `(extract(epoch FROM ${value}) * 1000)::bigint`

const newest = (value: string, id: string) => `(array_agg(${value} ORDER BY received_at DESC, ${id}))[1]`

/** @param where which of the batches and refusals */
const SUM_UP: Record<Topic, (deliveries: string, where: string) => string> = {
  minutes: (deliveries, where) => `
    SELECT ${milliseconds(MINUTE)} AS start, 'received' AS what, sum(events) AS count
    FROM pipeline.batches WHERE ${where} GROUP BY ${MINUTE}
    UNION ALL
    SELECT ${milliseconds(MINUTE)}, state, sum(events) FROM ${deliveries} GROUP BY ${MINUTE}, state
    UNION ALL
    SELECT ${milliseconds(MINUTE)}, state, count(*) FROM pipeline.refusals WHERE ${where} GROUP BY ${MINUTE}, state`,
  mappings: (deliveries) => `
    SELECT mapping_id AS "mappingId", state, sum(events) AS count FROM ${deliveries} GROUP BY 1, 2`,
  latencies: (deliveries) => `
    SELECT ${milliseconds('finished_at - received_at')} AS milliseconds, sum(events) AS count
    FROM ${deliveries} WHERE state = 'delivered' GROUP BY finished_at - received_at`,
  reasons: (deliveries, where) => `
    SELECT state, mapping_id AS "mappingId", code, reason, sum(events) AS count,
      ${milliseconds('min(received_at)')} AS first, ${milliseconds('max(received_at)')} AS last,
      ${newest('batch_id', 'delivery_id')} AS "batchId", ${newest('positions', 'delivery_id')} AS positions,
      NULL::text AS "messageId"
    FROM ${deliveries} WHERE state IN ('retrying', 'discarded', 'filtered') GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT state, '', code, reason, count(*), ${milliseconds('min(received_at)')}, ${milliseconds('max(received_at)')},
      NULL, NULL, ${newest('message_id', 'refusal_id')}
    FROM pipeline.refusals WHERE ${where} GROUP BY 1, 2, 3, 4`
}

const standing = (where: string, mayBeOpen = where) => `
  SELECT segment, revision, coalesce(open.events, 0) AS open
  FROM pipeline.segments LEFT JOIN (
    SELECT segment, sum(events) AS events FROM pipeline.deliveries
    WHERE source_id = $1 AND ${mayBeOpen} AND ${OPEN} GROUP BY 1
  ) AS open USING (segment)
  WHERE ${where} ORDER BY segment`

/** More rows are not kept: they are hardly fewer than what they sum up. */
const MOST_KEPT = 10_000

const KEPT = `topic, segment, revision, open, first_at AS first, last_at AS last, rows`

/** What is closed of segment `$2`. */
const rollUp = (topic: Topic) => {
  const where = 'source_id = $1 AND segment = $2'
  const closed = `(SELECT * FROM pipeline.deliveries WHERE ${where} AND NOT ${OPEN}) AS delivery`
  return `
    INSERT INTO pipeline.rollups (source_id, segment, topic, revision, open, first_at, last_at, rows)
    SELECT $1, segment, '${topic}', revision, open, first_at, last_at, rows
    FROM (${standing('segment = $2')}) AS standing,
      (SELECT min(received_at) AS first_at, max(received_at) AS last_at FROM (
        SELECT received_at FROM pipeline.batches WHERE ${where}
        UNION ALL SELECT received_at FROM pipeline.refusals WHERE ${where}) AS came) AS span,
      (SELECT CASE WHEN count(*) <= ${MOST_KEPT} THEN coalesce(json_agg(sum), '[]') END AS rows
        FROM (${SUM_UP[topic](closed, where)}) AS sum) AS sums
    ON CONFLICT (source_id, segment, topic) DO UPDATE SET revision = excluded.revision, open = excluded.open,
      first_at = excluded.first_at, last_at = excluded.last_at, rows = excluded.rows
    RETURNING ${KEPT}`
}

const SELECT_KEPT = `SELECT ${KEPT} FROM pipeline.rollups WHERE source_id = $1 AND segment = ANY ($2::int[])`

/** From `$2` to `$3`, all but what is closed of the segments `$4`, and how these stand. Of them, `$5` had something open. */
const ask = (topic: Topic) => {
  const where = 'source_id = $1 AND received_at BETWEEN $2 AND $3'
  const others = `${where} AND segment <> ALL ($4::int[])`
  const rest = `(
    SELECT * FROM pipeline.deliveries WHERE ${others}
    UNION ALL
    SELECT * FROM pipeline.deliveries WHERE ${where} AND segment = ANY ($5::int[]) AND ${OPEN}) AS delivery`
  return `
    SELECT (SELECT coalesce(json_agg(standing), '[]') FROM (${standing('segment = ANY ($4)', 'segment = ANY ($5)')}) AS standing) AS standings,
      (SELECT coalesce(json_agg(sum), '[]') FROM (${SUM_UP[topic](rest, others)}) AS sum) AS rows`
}

const forTopics = (write: (topic: Topic) => string) =>
  Object.fromEntries(TOPICS.map((topic) => [topic, write(topic)])) as Record<Topic, string>
const ASK = forTopics(ask)
const ROLL_UP = forTopics(rollUp)
const SELECT_STANDINGS = standing('true')

/** While neither is another, nothing that is closed of a segment is: what is open can only close, unless its revision goes up. */
interface Standing {
  segment: number
  revision: number
  /** Events that are waiting or retrying. */
  open: number
}

/** What a topic comes to in what is closed of a segment. */
interface Kept extends Standing {
  topic: Topic
  /** When the first and the last of its batches and refusals came, if there are any. */
  first: Date | null
  last: Date | null
  /** None where they are too many. */
  rows: Topics[Topic][] | null
}

const isSame = (one: Standing, other: Standing) =>
  one.segment === other.segment && one.revision === other.revision && one.open === other.open

/**
 * Sums up what is on record. A segment that is no longer written to is summed up once, by whichever process comes first, and
 * again when it has changed; an answer reads the rows of the newest segments, of those that its time begins or ends in, and of what is open.
 */
export class Rollups {
  private readonly kept = new Map<string, Map<string, Kept>>()
  private keeping: Promise<void> = Promise.resolve()
  private isClosed = false

  private constructor(
    private readonly database: Queryable,
    private readonly sourceIds: readonly string[]
  ) {}

  /** With all that is kept already. */
  static async open(database: Queryable, sourceIds: readonly string[]): Promise<Rollups> {
    const rollups = new Rollups(database, sourceIds)
    const segments = (await selectSegments(database)).map(({ segment }) => segment)
    for (const id of sourceIds) rollups.kept.set(id, await rollups.load(id, segments))
    // Who asks first would wait for what the database reads of each table before it plans. After an upgrade it would be all that is on record.
    const isKept = segments.length <= 2 || [...rollups.kept.values()].some(({ size }) => size > 0)
    if (isKept && sourceIds.length > 0) await rollups.ask('minutes', sourceIds[0])
    return rollups
  }

  /** What came from one time to another, both included, or ever. Minutes are asked for from the beginning of one on. */
  async ask<T extends Topic>(topic: T, sourceId: string, from = new Date(0), to = FAR_OFF): Promise<Topics[T][]> {
    const kept = this.kept.get(sourceId)!
    const isWithin = ({ first, last }: Kept) =>
      first !== null && last !== null && (first >= from || topic === 'minutes') && last <= to
    const isApart = ({ first, last }: Kept) => first === null || last === null || first > to || last < from
    for (;;) {
      const used = [...kept.values()].filter(
        (each) => each.topic === topic && (isApart(each) || (isWithin(each) && each.rows))
      )
      const segments = used.map(({ segment }) => segment)
      const open = used.filter((each) => each.open > 0).map(({ segment }) => segment)
      const [{ standings, rows }] = await this.database.query<Answer<T>>(ASK[topic], [
        sourceId,
        from,
        to,
        segments,
        open
      ])
      const changed = used.filter((each) => !standings.some((standing) => isSame(standing, each)))
      for (const each of changed) if (kept.get(keyOf(each)) === each) kept.delete(keyOf(each))
      if (changed.length > 0) continue
      const ofKept = used.filter((each) => !isApart(each)).flatMap((each) => each.rows as Topics[T][])
      return rows.concat(ofKept.filter((row) => !('start' in row) || row.start >= from.getTime()))
    }
  }

  /** Sums up what has closed or changed since. Who comes second waits for the first. */
  keep(): Promise<void> {
    const kept = this.keeping.then(async () => {
      for (const sourceId of this.sourceIds) await this.keepOf(sourceId)
    })
    this.keeping = kept.catch(() => undefined)
    return kept
  }

  /** Ends what is being summed up. */
  async close(): Promise<void> {
    this.isClosed = true
    await this.keeping
  }

  private async keepOf(sourceId: string): Promise<void> {
    const kept = this.kept.get(sourceId)!
    // The newest two are still written to.
    const standings = (await this.database.query<Standing>(SELECT_STANDINGS, [sourceId])).slice(0, -2)
    const isCurrent = (each: Kept) => standings.some((standing) => isSame(standing, each))
    for (const [key, each] of kept) if (!isCurrent(each)) kept.delete(key)
    const missing = standings.flatMap(({ segment }) =>
      TOPICS.map((topic) => ({ segment, topic })).filter((each) => !kept.has(keyOf(each)))
    )
    const known = await this.load(
      sourceId,
      missing.map(({ segment }) => segment)
    )
    for (const [key, each] of known) if (isCurrent(each)) kept.set(key, each)
    for (const each of missing) {
      if (this.isClosed) return
      if (kept.has(keyOf(each))) continue
      for (const rolled of await this.database.query<Kept>(ROLL_UP[each.topic], [sourceId, each.segment]))
        kept.set(keyOf(rolled), rolled)
      await pause()
    }
  }

  private async load(sourceId: string, segments: readonly number[]): Promise<Map<string, Kept>> {
    if (segments.length === 0) return new Map()
    const rows = await this.database.query<Kept>(SELECT_KEPT, [sourceId, segments])
    return new Map(rows.map((row) => [keyOf(row), row]))
  }
}

const keyOf = ({ segment, topic }: Pick<Kept, 'segment' | 'topic'>) => `${segment} ${topic}`

const FAR_OFF = new Date('9999-12-31T00:00:00.000Z')

interface Answer<T extends Topic> {
  standings: Standing[]
  rows: Topics[T][]
}
