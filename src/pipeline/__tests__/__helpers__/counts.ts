import { random } from '../../../../__tests__/__helpers__/random'
import { openDatabase, type Database, type DatabaseLocation } from '../../../database'
import type { Mapping } from '../../match/mapping'
import { PIPELINE_SCHEMA } from '../../migrations'
import type { Reason } from '../../read-api/shapes'
import { countByMapping, countStates, NO_COUNTS } from '../../record/counts'
import { healthOf } from '../../record/health'
import { reasonsOf } from '../../record/reasons'
import { discardByHand, resend } from '../../record/resend'
import { Rollups } from '../../record/rollups'
import { DEFAULT_KEEP, keepUp } from '../../record/upkeep'
import { insertRefusals } from '../../store/accept'
import { insertBatch } from '../../store/batches'
import { insertDeliveries, type NewDelivery } from '../../store/deliveries'
import { digestsOf } from '../../store/digests'
import { countChange, MessageIds } from '../../store/message-ids'
import { Numbers } from '../../store/numbers'
import { Segments } from '../../store/segments'

const HOUR = 3_600_000
const EVENTS = 4
/** Half past, so that the first hour of a window is cut; so is the first minute, but of counts. */
const NOW = new Date('2026-11-20T10:30:20.000Z')
const now = () => NOW

let database: Database

interface Row {
  at: Date
  what: string
  events: number
  mappingId: string | null
  code: string | null
  reason: string | null
  milliseconds: number | null
}

const ALL = `
  SELECT received_at AS at, 'received' AS what, events, NULL AS "mappingId", NULL AS code, NULL AS reason, NULL AS milliseconds
  FROM pipeline.batches
  UNION ALL
  SELECT received_at, state, events, mapping_id, code, reason, extract(epoch FROM finished_at - received_at)::int * 1000
  FROM pipeline.deliveries
  UNION ALL
  SELECT received_at, state, 1, '', code, reason, NULL FROM pipeline.refusals`

/** Out of every row there is. */
async function countAll(hours: number) {
  const interval = hours <= 3 ? HOUR / 60 : hours <= 72 ? HOUR : 24 * HOUR
  const nothing = { received: 0, refused: 0, duplicate: 0, conflict: 0, ...NO_COUNTS }
  const total: Record<string, number> = { ...nothing }
  const periods = new Map<string, Record<string, number>>()
  const mappings: Record<string, Record<string, number>> = {}
  const reasons: Record<string, { count: number; first: string; last: string }> = {}
  const latencies: number[] = []
  for (const { at, what, events, mappingId, code, reason, milliseconds } of await database.query<Row>(ALL)) {
    if (mappingId !== null && what in NO_COUNTS) (mappings[mappingId] ??= { ...NO_COUNTS })[what] += events
    const from = NOW.getTime() - hours * HOUR
    if (at.getTime() < from - 20_000 || at > NOW) continue
    const start = new Date(Math.floor(at.getTime() / interval) * interval).toISOString()
    const period = periods.get(start) ?? { ...nothing }
    periods.set(start, period)
    period[what] += events
    total[what] += events
    if (at.getTime() < from) continue
    if (what === 'delivered') latencies.push(...Array<number>(events).fill(milliseconds!))
    if (['received', 'waiting', 'delivered'].includes(what)) continue
    const key = [what, mappingId, code, reason].join()
    const known = (reasons[key] ??= { count: 0, first: '9', last: '0' })
    known.count += events
    if (at.toISOString() < known.first) known.first = at.toISOString()
    if (at.toISOString() > known.last) known.last = at.toISOString()
  }
  latencies.sort((one, other) => one - other)
  const at = (share: number) => latencies[Math.ceil(latencies.length * share) - 1]
  return {
    counts: {
      periods: [...periods]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([start, counts]) => ({ start, ...counts })),
      total
    },
    mappings,
    reasons,
    latency: latencies.length === 0 ? null : { median: at(0.5), p95: at(0.95) }
  }
}

/** What the page is told. */
async function ask(rollups: Rollups, hours: number) {
  const { interval: _, ...counts } = await countStates(rollups, 's', hours, NOW)
  const reasons = await reasonsOf(database, rollups, { id: 's', mappings: [{ id: 'm', name: 'M' }] }, hours, NOW)
  const keyOf = ({ state, mappingId, code, reason }: Reason) => [state, mappingId ?? '', code, reason].join()
  for (const { state, example } of reasons) expect([state, typeof example]).toEqual([state, 'string'])
  return {
    counts,
    mappings: Object.fromEntries(await countByMapping(rollups, 's')),
    reasons: Object.fromEntries(reasons.map((each) => [keyOf(each), pick(each)])),
    latency: (await healthOf(database, rollups, 's', hours, DEFAULT_KEEP, NOW)).latency
  }
}

const pick = ({ count, first, last }: Reason) => ({ count, first, last })

/** @param locate where the database is to be */
export function describeCounts(locate: () => Promise<DatabaseLocation>): void {
  beforeAll(async () => {
    database = await openDatabase(await locate(), PIPELINE_SCHEMA)
  })
  afterAll(() => database?.close())

  it('answers as if every row were read, whatever becomes of them and whoever sums them up, though most are read once', async () => {
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
      const receivedAt = new Date(NOW.getTime() - hoursAgo * HOUR - below(3) * 15_000)
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
    /** As an attempt does: of what is open, or of some of it, something comes. */
    const settle = (share: number) =>
      database.query(
        `UPDATE pipeline.deliveries SET code = 'C', reason = 'R', finished_at = received_at + delivery_id % 50 * interval '1 second',
         state = (ARRAY ['discarded', 'delivered', 'delivered', 'retrying'])[(delivery_id + $1) % 4 + 1]
       WHERE state IN ('waiting', 'retrying') AND delivery_id % 10 < $1`,
        [share]
      )
    const refuse = (hoursAgo: number) =>
      database.transaction(async (transaction) => {
        const receivedAt = new Date(NOW.getTime() - hoursAgo * HOUR)
        const refusal = { sourceId: 's', receivedAt, state: 'refused' as const, messageId: 'r', code: 'X', reason: 'Y' }
        await insertRefusals(transaction, [{ ...refusal, event: null }], () => ++batches)
      })
    // Two processes, of which one alone sums up now and then, and one that has just been opened.
    const [busy, idle] = [await Rollups.open(database, ['s']), await Rollups.open(database, ['s'])]
    const check = async () => {
      for (const hours of [3, 24, 744]) {
        const all = await countAll(hours)
        const rollups = hours < 744 ? [busy] : [busy, idle, await Rollups.open(database, ['s'])]
        for (const each of rollups) expect(await ask(each, hours)).toEqual(all)
      }
    }

    for (let segment = 0; segment < 6; segment++) {
      for (let batch = 0; batch < 8; batch++) await receive(below(30) / 3 + (5 - segment) * 20)
      await refuse(below(30) / 3 + (5 - segment) * 20)
      await settle(below(11))
      await segments.next()
      await busy.keep()
      await check()
    }
    const keptRows = () => database.query<{ rows: unknown }>('SELECT rows FROM pipeline.rollups')
    expect(await keptRows()).toHaveLength(4 * 5)
    await settle(10)
    await check()
    await idle.keep()
    await busy.keep()
    await check()
    await resend(database, numbers, segments.ids, source, { state: 'discarded' }, NOW)
    await check()
    await busy.keep()
    await check()
    await settle(5)
    await check()
    await settle(9)
    await busy.keep()
    await check()
    await resend(database, numbers, segments.ids, source, { state: 'filtered' }, NOW)
    await settle(10)
    await check()
    await busy.keep()
    await discardByHand(database, 's', { state: 'discarded' }, NOW)
    await check()
    await settle(10)
    await busy.keep()
    await check()
    await keepUp(database, segments, ['s'], { days: 30, events: 4 * 8 * EVENTS, undeliveredDays: 90 }, NOW)
    await check()
    expect((await database.query('SELECT FROM pipeline.segments')).length).toBeLessThan(7)
    expect((await keptRows()).length).toBeLessThan(4 * 5)
  }, 30_000)

  it('reads nothing of what is closed in a segment that is no longer written to, from the start on', async () => {
    await (await Rollups.open(database, ['s'])).keep()
    const before = await ask(await Rollups.open(database, ['s']), 744)
    await database.query(`
    DELETE FROM pipeline.deliveries
    WHERE segment < (SELECT max(segment) - 1 FROM pipeline.segments) AND state NOT IN ('waiting', 'retrying')`)
    expect(await countAll(744)).not.toEqual(before)
    expect(await ask(await Rollups.open(database, ['s']), 744)).toEqual(before)
  })
}
