import { openDatabase, type Database, type Queryable } from '../../database'
import { PIPELINE_SCHEMA } from '../migrations'
import { keepUp } from '../record/upkeep'
import { insertBatch } from '../store/batches'
import { insertDeliveries } from '../store/deliveries'
import { digestsOf } from '../store/digests'
import { countChange, MessageIds } from '../store/message-ids'
import { Segments, selectSegments } from '../store/segments'
import { startTestPipeline } from './__helpers__/pipeline'

/** What one transaction, or a statement alone, has asked for and was given. */
interface Portion {
  statements: string[]
  rows: number
  bytes: number
}

/** Notes what others have to wait for at a time. */
function recorded(database: Database, portions: Portion[]): Database {
  const over = (queryable: Queryable, portion: Portion): Queryable => ({
    async query<Row>(sql: any, parameters: readonly unknown[] = []) {
      portion.statements.push(typeof sql === 'string' ? sql : sql.text)
      const rows = await queryable.query<Row>(sql, parameters)
      portion.rows = Math.max(portion.rows, rows.length)
      const values = [...parameters, ...rows.flatMap((row) => Object.values(row as object))]
      for (const value of values) if (value instanceof Uint8Array) portion.bytes += value.length
      return rows
    }
  })
  const begin = () => {
    const portion = { statements: [], rows: 0, bytes: 0 }
    portions.push(portion)
    return portion
  }
  return {
    ...database,
    query: (sql, parameters) => over(database, begin()).query<never>(sql, parameters),
    transaction: (work, key) => {
      const portion = begin()
      return database.transaction((transaction) => work(over(transaction, portion)), key)
    }
  }
}

const BATCHES = 250
const EVENTS = 40

let database: Database
beforeAll(async () => {
  database = await openDatabase({ memory: true }, PIPELINE_SCHEMA)
})
afterAll(() => database.close())

/** A source with batches in the segment of the first, all delivered but for an event of every fiftieth. */
async function fill(sourceId: string, segment: number): Promise<void> {
  await database.transaction(async (transaction) => {
    for (let batchId = 0; batchId < BATCHES; batchId++) {
      const messageIds = Array.from({ length: EVENTS }, (_, position) => `${batchId} ${position}`)
      const lines = messageIds.map((messageId) => JSON.stringify({ messageId }))
      const [receivedAt, change] = [new Date(), await countChange(transaction, sourceId)]
      const batch = { sourceId, batchId, receivedAt, events: EVENTS, keys: [], lines, change }
      await insertBatch(transaction, { ...batch, digests: digestsOf(messageIds) }, segment)
      if (batchId % 50 !== 0) continue
      const state = { dueAt: receivedAt, held: false }
      const delivery = { sourceId, batchId, deliveryId: batchId, mappingId: 'm', positions: [3], receivedAt, state }
      await insertDeliveries(transaction, [delivery], segment)
    }
  })
}

it('holds the database for a little at a time, while a segment is opened, sealed and forgotten', async () => {
  const portions: Portion[] = []
  const watched = recorded(database, portions)
  const segments = await openSegments(['s'], watched)
  await fill('s', segments.current)
  await segments.next()
  await segments.next()
  const keep = { days: 7, events: 100, undeliveredDays: 90 }
  await keepUp(watched, segments, [], keep, new Date())
  expect((await selectSegments(database)).map(({ segment }) => segment)).toEqual([2, 3])
  const left = await database.query(`SELECT batch_id::int AS batch, events, segment FROM pipeline.batches ORDER BY 1`)
  expect(left).toEqual([0, 50, 100, 150, 200].map((batch) => ({ batch, events: 1, segment: 3 })))
  expect(await segments.ids.findNow('s', digestsOf(['50 3', '51 7']))).toMatchObject([{ batchId: 50 }, { batchId: 51 }])

  expect(portions.filter(({ statements }) => statements.length > 5)).toEqual([])
  expect(portions.filter(({ rows }) => rows > 100)).toEqual([])
  expect(portions.filter(({ bytes }) => bytes > 100_000)).toEqual([])
  const tables = portions.map(({ statements }) => statements.filter((sql) => /(CREATE|DROP) TABLE/.test(sql)).length)
  expect(Math.max(...tables)).toBe(1)
})

const openSegments = async (sourceIds: string[], over = database) => {
  const now = () => new Date()
  return Segments.open(over, await MessageIds.open(over, sourceIds, now), now, (error) => {
    throw error
  })
}

it('opens a segment of which a kill has left some tables', async () => {
  const segments = await openSegments(['t'])
  const next = segments.current + 1
  await database.query(
    `CREATE TABLE pipeline.deliveries_${next} PARTITION OF pipeline.deliveries FOR VALUES IN (${next})`
  )
  await segments.next()
  expect(segments.current).toBe(next)
  await fill('t', next)
  expect(await database.query(`SELECT count(*) FROM pipeline.batches_${next}`)).toEqual([{ count: BATCHES }])
})

it('opens a segment once where two processes do at the same time', async () => {
  const both = [await openSegments([]), await openSegments([])]
  const next = both[0].current + 1
  await Promise.all(both.map((segments) => segments.next()))
  expect(both.map(({ current }) => current)).toEqual([next, next])
})

it('writes to the newest two segments alone, however many others have opened', async () => {
  const shared = await openDatabase({ memory: true }, PIPELINE_SCHEMA)
  const { post, pipeline, endpoint } = await startTestPipeline({ database: shared })
  const other = await Segments.open(
    shared,
    await MessageIds.open(shared, [], () => new Date()),
    () => new Date(),
    console.error
  )
  for (let opened = 0; opened < 3; opened++) await other.next()
  expect((await post('/v1/page', { userId: 'u', messageId: 'late' })).status).toBe(200)
  const [{ segment }] = await shared.query<{ segment: number }>('SELECT segment FROM pipeline.batches')
  expect(segment).toBeGreaterThanOrEqual(other.current - 1)
  await pipeline.close()
  await endpoint.close()
  await shared.close()
})
