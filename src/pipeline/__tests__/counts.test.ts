import { random } from '../../../__tests__/__helpers__/random'
import { openDatabase, type Database } from '../../database'
import type { Mapping } from '../match/mapping'
import { PIPELINE_SCHEMA } from '../migrations'
import { Counter, NO_COUNTS } from '../record/counts'
import { discardByHand, resend } from '../record/resend'
import { keepUp } from '../record/upkeep'
import { insertBatch } from '../store/batches'
import { insertDeliveries, type NewDelivery } from '../store/deliveries'
import { digestsOf } from '../store/digests'
import { countChange, MessageIds } from '../store/message-ids'
import { Numbers } from '../store/numbers'
import { Segments } from '../store/segments'

const HOUR = 3_600_000
const EVENTS = 4
/** Half past, so that the first hour of a window is cut. */
const NOW = new Date('2026-11-20T10:30:00.000Z')
const now = () => NOW

let database: Database
beforeAll(async () => {
  database = await openDatabase({ memory: true }, PIPELINE_SCHEMA)
})
afterAll(() => database.close())

const ALL = `
  SELECT received_at AS at, 'received' AS what, events FROM pipeline.batches
  UNION ALL SELECT received_at, state, events FROM pipeline.deliveries
  UNION ALL SELECT received_at, state, 1 FROM pipeline.refusals`

/** Out of every row there is. */
async function countAll(hours: number) {
  const interval = hours <= 3 ? HOUR / 60 : hours <= 72 ? HOUR : 24 * HOUR
  const nothing = { received: 0, refused: 0, duplicate: 0, conflict: 0, ...NO_COUNTS }
  const total: Record<string, number> = { ...nothing }
  const periods = new Map<string, Record<string, number>>()
  for (const { at, what, events } of await database.query<{ at: Date; what: string; events: number }>(ALL)) {
    if (at.getTime() < NOW.getTime() - hours * HOUR || at > NOW) continue
    const start = new Date(Math.floor(at.getTime() / interval) * interval).toISOString()
    const period = periods.get(start) ?? { ...nothing }
    periods.set(start, period)
    period[what] += events
    total[what] += events
  }
  return {
    periods: [...periods]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([start, counts]) => ({ start, ...counts })),
    total
  }
}

it('counts as if every row were counted, whatever becomes of them, though most are counted once', async () => {
  const next = random('counts')
  const below = (most: number) => Math.floor(next() * most)
  const segments = await Segments.open(database, await MessageIds.open(database, ['s'], now), now, (error) => {
    throw error
  })
  const mapping = { id: 'm', name: 'M', subscribe: 'type = "page"', enabled: true, position: 0 } as Mapping
  const source = { id: 's', name: 'S', enabled: true, mappings: [mapping] }
  const numbers = new Numbers(database)
  let batches = 0
  const receive = async (hoursAgo: number) => {
    const batchId = ++batches
    const receivedAt = new Date(NOW.getTime() - hoursAgo * HOUR)
    const messageIds = Array.from({ length: EVENTS }, (_, position) => `${batchId} ${position}`)
    const lines = messageIds.map((messageId) => JSON.stringify({ type: 'page', messageId, userId: 'u' }))
    const positions = [...messageIds.keys()]
    const state = next() < 0.2 ? { code: 'NO_MATCHING_MAPPING', reason: 'None.' } : { dueAt: NOW, held: false }
    const mappingId = 'code' in state ? '' : 'm'
    const delivery: NewDelivery = {
      sourceId: 's',
      batchId,
      deliveryId: batchId,
      mappingId,
      positions,
      receivedAt,
      state
    }
    await database.transaction(async (transaction) => {
      const change = await countChange(transaction, 's')
      const batch = { sourceId: 's', batchId, receivedAt, events: EVENTS, keys: [], lines, change }
      await insertBatch(transaction, { ...batch, digests: digestsOf(messageIds) }, segments.current)
      await insertDeliveries(transaction, [delivery], segments.current)
    })
  }
  /** As an attempt does: of what waits, or of some of it, something comes. */
  const settle = (share: number) =>
    database.query(
      `UPDATE pipeline.deliveries SET state = CASE delivery_id % 3 WHEN 0 THEN 'discarded' ELSE 'delivered' END, code = 'C', reason = 'R'
       WHERE state = 'waiting' AND delivery_id % 10 < $1`,
      [share]
    )
  const counter = await Counter.open(database, ['s'])
  const check = async () => {
    for (const hours of [3, 24, 744])
      expect(await counter.countStates('s', hours, NOW)).toMatchObject(await countAll(hours))
  }

  for (let segment = 0; segment < 6; segment++) {
    for (let batch = 0; batch < 8; batch++) await receive(below(30) / 3 + (5 - segment) * 20)
    await settle(below(11))
    await segments.next()
    await check()
  }
  await settle(10)
  await check()
  expect((await counter.keep('s')).size).toBe(5)
  await resend(database, numbers, segments.ids, source, { state: 'discarded' }, NOW)
  await check()
  expect((await counter.keep('s')).size).toBe(0)
  await settle(5)
  await check()
  await settle(10)
  await check()
  await resend(database, numbers, segments.ids, source, { state: 'filtered' }, NOW)
  await settle(10)
  await check()
  await discardByHand(database, 's', { state: 'discarded' }, NOW)
  await check()
  await keepUp(database, segments, ['s'], { days: 30, events: 4 * 8 * EVENTS, undeliveredDays: 90 }, NOW)
  await check()
  expect((await database.query('SELECT FROM pipeline.segments')).length).toBeLessThan(7)
}, 30_000)
