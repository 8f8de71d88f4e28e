import { random, shuffled } from '../../../__tests__/__helpers__/random'
import { openDatabase, type Database } from '../../database'
import { PIPELINE_SCHEMA } from '../migrations'
import { insertBatch } from '../store/batches'
import { DIGEST_BYTES, digestsOf } from '../store/digests'
import { addTo, emptyFilter, filterKey, Filters } from '../store/filters'
import { countChange, MessageIds } from '../store/message-ids'
import { openSegments, startTestPipeline, until, type Running } from './__helpers__/pipeline'

it('filters find all that is in them, and little else, until they are gone', () => {
  const digests = digestsOf(Array.from({ length: 60_000 }, (_, index) => `message ${index}`))
  const keys = Array.from({ length: 60_000 }, (_, index) => filterKey(digests, index * DIGEST_BYTES))
  const filters = new Filters()
  // More than stand side by side, of two sizes.
  for (let run = 0; run < 40; run++) {
    const own = keys.slice(run * 1000, run * 1000 + (run % 2 === 0 ? 1000 : 10))
    const filter = emptyFilter(own.length)
    for (const key of own) addTo(filter, key)
    filters.add(run, filter)
  }
  for (let run = 0; run < 40; run++) {
    const has = keys.slice(run * 1000, (run + 1) * 1000).filter((key) => filters.mayHave(key).includes(run))
    if (run % 2 === 0) expect(has).toHaveLength(1000)
    else expect(has.length).toBeLessThan(13)
  }
  const strangers = () => keys.slice(40_000).flatMap((key) => filters.mayHave(key)).length
  expect(strangers()).toBeLessThan(200)
  filters.delete(2)
  expect(filters.runs).toHaveLength(39)
  expect(keys.slice(2000, 3000).flatMap((key) => filters.mayHave(key)).length).toBeLessThan(20)
  filters.add(40, emptyFilter(1000))
  for (let run = 3; run < 41; run++) filters.delete(run)
  expect(filters.runs).toEqual([0, 1])
  expect(keys.slice(0, 1000).every((key) => filters.mayHave(key).includes(0))).toBe(true)
})

describe('message ids', () => {
  let database: Database
  let batchId = 0
  beforeAll(async () => {
    database = await openDatabase({ memory: true }, PIPELINE_SCHEMA)
  })
  afterAll(() => database.close())

  const open = (sourceId: string, now = new Date()) => MessageIds.open(database, [sourceId], () => now)

  /** As a process does that writes what it has looked up with the source locked. */
  async function write(ids: MessageIds, sourceId: string, messageIds: readonly string[]) {
    const digests = digestsOf(messageIds)
    batchId++
    const batch = { sourceId, batchId, digests, receivedAt: new Date(), events: 1, keys: [], lines: [] }
    const { change, places } = await database.transaction(async (transaction) => {
      await ids.lock(transaction, sourceId)
      const places = await ids.find(transaction, sourceId, digests)
      for (const { index } of places) digests.fill(0, index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES)
      const change = await countChange(transaction, sourceId)
      await insertBatch(transaction, { ...batch, change }, 1)
      return { change, places }
    })
    ids.note(sourceId, change, batch)
    return places
  }

  it('are each known once, and where they are, to every process, whoever writes, seals, forgets nothing or starts anew', async () => {
    const next = random('message ids')
    const integer = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
    const sourceId = 'histories'
    const processes = [await open(sourceId), await open(sourceId), await open(sourceId)]
    const model = new Map<string, { batchId: number; position: number }>()
    for (let step = 0; step < 200; step++) {
      const ids = processes[integer(0, 2)]
      const deed = integer(0, 9)
      if (deed === 0) await ids.seal()
      else if (deed === 1) processes[processes.indexOf(ids)] = await open(sourceId)
      else if (deed === 2) await ids.forget(new Date(0))
      else {
        const messageIds = [...new Set(Array.from({ length: integer(1, 30) }, () => `m ${integer(0, 2000)}`))]
        const places = await write(ids, sourceId, messageIds)
        const expected = messageIds.flatMap((messageId, index) => {
          const place = model.get(messageId)
          return place ? [{ index, ...place }] : []
        })
        expect(places.sort((one, other) => one.index - other.index)).toEqual(expected)
        messageIds.forEach((messageId, position) => {
          if (!model.has(messageId)) model.set(messageId, { batchId, position })
        })
      }
    }
    const another = await open('another source')
    expect(await another.findNow('another source', digestsOf(['m 1']))).toEqual([])
    for (const ids of processes) {
      expect(await ids.findNow(sourceId, digestsOf([...model.keys()]))).toHaveLength(model.size)
    }
  })

  it('are sealed by two at once, and anew after a kill that left pages without their run', async () => {
    const sourceId = 'seals'
    const [one, other] = [await open(sourceId), await open(sourceId)]
    for (let index = 0; index < 5; index++) await write(one, sourceId, [`a ${index}`, `b ${index}`])
    await other.findNow(sourceId, digestsOf(['a 0']))
    await Promise.all([one.seal(), other.seal()])
    await write(other, sourceId, ['c'])
    await database.query('INSERT INTO pipeline.message_id_pages VALUES ($1, 6, 0, $2), ($1, 6, 1, $2)', [
      sourceId,
      Buffer.from('left behind')
    ])
    await one.seal()
    const later = await open(sourceId)
    expect(await later.findNow(sourceId, digestsOf(['a 4', 'c', 'd']))).toMatchObject([
      { index: 0, position: 0 },
      { index: 1, position: 0 }
    ])
  })

  it('are known on where a process seals twice at once, and writes meanwhile', async () => {
    const sourceId = 'twice'
    const ids = await open(sourceId)
    await write(ids, sourceId, ['a'])
    const first = ids.seal()
    await write(ids, sourceId, ['b'])
    await Promise.all([first, ids.seal()])
    for (const messageId of ['a', 'b', 'a', 'b']) expect(await write(ids, sourceId, [messageId])).toHaveLength(1)
  })

  it('are forgotten by the time at which they were sealed, with all that was left of them', async () => {
    const sourceId = 'ages'
    const days = (count: number) => new Date(Date.UTC(2026, 0, 1 + count))
    for (const day of [0, 1, 2]) {
      const ids = await open(sourceId, days(day))
      await write(ids, sourceId, [`day ${day}`])
      await ids.seal()
    }
    const ids = await open(sourceId)
    await ids.forget(days(2))
    for (const each of [ids, await open(sourceId)]) {
      expect(await each.findNow(sourceId, digestsOf(['day 0', 'day 1', 'day 2']))).toMatchObject([{ index: 2 }])
    }
    const pages = await database.query('SELECT FROM pipeline.message_id_pages WHERE source_id = $1', [sourceId])
    expect(pages).toHaveLength(1)
  })
})

it('count once where two pipelines of one database are sent the same at the same time', async () => {
  const database = await openDatabase({ memory: true }, PIPELINE_SCHEMA)
  const both: Running[] = []
  for (let index = 0; index < 2; index++) both.push(await startTestPipeline({ database }))
  const next = random('two pipelines')
  const all = Array.from({ length: 400 }, (_, index) => ({ type: 'page', userId: 'u', messageId: `m${index}` }))
  const segments = await openSegments(database)
  const send = async ({ post }: Running) => {
    for (const left = shuffled(all, next); left.length > 0;) {
      const { status } = await post('/v1/batch', { batch: left.splice(0, 1 + Math.floor(next() * 40)) })
      expect(status).toBe(200)
      if (next() < 0.2) await segments.next()
    }
  }
  await Promise.all(both.map(send))
  const count = (outcome: string) => both.flatMap(({ outcomes }) => outcomes).filter((each) => each.outcome === outcome)
  await until('all are delivered', () => count('delivered').length >= 400)
  expect(count('duplicate')).toHaveLength(400)
  expect(count('delivered')).toHaveLength(400)
  expect(new Set(count('delivered').map(({ messageId }) => messageId)).size).toBe(400)
  for (const { pipeline, endpoint } of both) {
    await pipeline.close()
    await endpoint.close()
  }
  await database.close()
}, 60_000)
