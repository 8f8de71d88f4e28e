import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BOARD_SCHEMA } from '../../src/board'
import type { Schema } from '../../src/database'
import { PIPELINE_SCHEMA, startPipeline } from '../../src/pipeline'
import { TestBoard } from './board'
import { SEED } from './fast-check'
import { FailingDatabase, openFailing } from './power-cut/database'
import { random } from './random'

const BATCH = 20
/** A database that has answered nothing for so many batches does not open any more. */
const MOST_FAILURES = 500

/** A machine for the tests of a suite whose power fails so many times. SEED tries other moments. */
function machine(cuts: number) {
  let home: string
  let database: FailingDatabase
  let part: { close(): Promise<void> } | undefined
  beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'tractionboard-power-'))))
  afterEach(async () => {
    // A part that went on without its database would say so each second.
    await part?.close()
    await database.close()
    await rm(home, { recursive: true, force: true })
  })
  const open = async (schema: Schema) =>
    (database = await openFailing(join(home, 'data'), schema, { cuts, seed: SEED }))

  /** Stores batches until the power has failed often enough; after each cut, what was answered just before must be there. */
  const store = async (
    send: (batch: number) => Promise<string[] | undefined>,
    check: (ids: string[]) => Promise<void>
  ): Promise<string[]> => {
    const next = random(SEED)
    const all: string[] = []
    let recent: string[] = []
    let failures = 0
    for (let batch = 0, seen = 0; seen < cuts; batch++) {
      const stored = await send(batch)
      failures = stored ? 0 : failures + 1
      if (failures > 0) await sleep(50)
      if (failures === MOST_FAILURES) await database.query('SELECT 1')
      recent.push(...(stored ?? []))
      if (next() < 0.05) await database.query('CHECKPOINT').catch(() => undefined)
      if (database.cuts === seen) continue
      seen = database.cuts
      await check(recent).catch(rethrowUnlessCut)
      all.push(...recent)
      recent = []
    }
    return all
  }
  const use = <Part extends { close(): Promise<void> }>(opened: Part): Part => ((part = opened), opened)
  return { open, use, store }
}

/** A board that is sent events while the power fails. */
export function cutPowerOfBoard(cuts: number): void {
  const { open, use, store } = machine(cuts)

  it(`the board has every event that it answered as stored, and its figures count each once, after ${cuts} power cuts (seed ${SEED})`, async () => {
    const database = await open(BOARD_SCHEMA)
    const board = use(await TestBoard.create(database))
    const stored = async (ids: string[]) => {
      const rows = await database.query<{ id: string }>('SELECT id FROM board.events WHERE id = ANY ($1)', [ids])
      expect(rows).toHaveLength(ids.length)
    }
    const all = await store(async (batch) => {
      const events = Array.from({ length: BATCH }, (_, index) => ({
        id: `${batch}-${index}`,
        type: 'payment',
        timestamp: '2024-01-05T09:00:00.000Z',
        user_id: `user ${(batch * BATCH + index) % 300}`,
        amount: 1,
        currency: 'USD'
      }))
      const answer = await board.call({ method: 'POST', url: '/v1/events', payload: { events } })
      if (answer.statusCode !== 200) return undefined
      return events.map(({ id }) => id)
    }, stored)
    await stored(all)
    const [{ count }] = await database.query<{ count: number }>('SELECT count(*) AS count FROM board.events')
    const { total } = await board.get('/api/metrics?from=2024-01-01&to=2024-02-01&interval=month')
    expect(total.revenue.USD.payments).toBe(`${count}.00`)
  }, 1_800_000)
}

/** A pipeline that is sent calls while the power fails. */
export function cutPowerOfPipeline(cuts: number): void {
  const { open, use, store } = machine(cuts)

  it(`the pipeline has every event that it accepted, after ${cuts} power cuts (seed ${SEED})`, async () => {
    const [writeKey, adminKey] = ['write-key-for-tests', 'admin-key-for-tests']
    const database = await open(PIPELINE_SCHEMA)
    // Nobody listens there: what is accepted stays in the queue, beside its retries.
    const settings = { tokenId: 'token-for-tests', endpoint: 'http://127.0.0.1:9' }
    const sources = [{ writeKey, name: 'Test', settings }]
    const pipeline = use(await startPipeline({ database, port: 0, adminKey, sources, logLevel: 'error' }))
    const get = (path: string) =>
      fetch(`${pipeline.url}/api${path}`, { headers: { authorization: `Bearer ${adminKey}` } })
    const { sources: shown } = (await (await get('/sources')).json()) as { sources: { id: string }[] }
    const accepted = async (ids: string[]) => {
      // Each takes a call: the last ones, which a cut threatens most, and some of those before.
      for (const id of ids.filter((_, index) => index % 50 === 0 || index >= ids.length - BATCH)) {
        const { status } = await get(`/sources/${shown[0].id}/events/${id}`)
        if (status >= 500) throw new Error('cut')
        expect(status).toBe(200)
      }
    }
    const all = await store(async (batch) => {
      const events = Array.from({ length: BATCH }, (_, index) => ({
        type: 'track',
        event: 'Opened',
        messageId: `${batch}-${index}`,
        userId: `user ${index}`
      }))
      const body = JSON.stringify({ batch: events, writeKey })
      const { status } = await fetch(`${pipeline.url}/v1/batch`, { method: 'POST', body })
      return status === 200 ? events.map(({ messageId }) => messageId) : undefined
    }, accepted)
    await accepted(all)
  }, 1_800_000)
}

/** The power may fail while is looked. What is missing is no such thing. */
function rethrowUnlessCut(error: Error & { matcherResult?: unknown }): void {
  if (error.matcherResult) throw error
}
