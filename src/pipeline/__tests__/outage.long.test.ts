import { openDatabase } from '../../database'
import { CATALOG_ID, manifest } from '../..'
import { Courier } from '../deliver/courier'
import { Engine } from '../deliver/engine'
import { RETRY_WINDOW_MS } from '../deliver/retry'
import { PIPELINE_SCHEMA } from '../migrations'
import { Scheduler } from '../deliver/scheduler'
import type { Outcome } from '../outcomes'
import { acceptCall } from '../receive/accept'
import { Receiver } from '../receive/receiver'
import { resend } from '../record/resend'
import { keepUp } from '../record/upkeep'
import { Sources } from '../sources'
import { MessageIds } from '../store/message-ids'
import { Numbers } from '../store/numbers'
import { Segments } from '../store/segments'
import { send, startEndpoint } from './__helpers__/endpoint'
import { deliveriesOf } from './__helpers__/pipeline'

/** The parts of a pipeline, on a clock that stands still until it is moved. */
async function startOnClock(start: string) {
  let time = new Date(start)
  const now = () => time
  const endpoint = await startEndpoint()
  const database = await openDatabase({ memory: true }, PIPELINE_SCHEMA)
  const { definition } = manifest[CATALOG_ID]
  const settings = { tokenId: 'test-token-id', endpoint: endpoint.url }
  const sources = await Sources.open(database, [{ writeKey: 'k', name: 'Test', settings }], definition, time)
  const outcomes: Outcome[] = []
  const onOutcome = (outcome: Outcome) => outcomes.push(outcome)
  const onError = (error: Error) => {
    throw error
  }
  const random = () => 0.5
  const engine = new Engine(definition, now)
  const numbers = new Numbers(database)
  const ids = await MessageIds.open(database, sources.ids, now)
  const segments = await Segments.open(database, ids, now, onError)
  const store = { database, numbers, segments }
  const courier = new Courier({ ...store, engine, onOutcome, now, random })
  const scheduler = new Scheduler({ ...store, sources, engine, courier, now, random, maxHeld: 0, onError })
  const receiver = new Receiver({ ...store, scheduler, destinationName: definition.name, onOutcome, now })
  const source = () => ({ ...sources.all[0], name: definition.name })
  return {
    endpoint,
    database,
    outcomes,
    now,
    pass: (milliseconds: number) => (time = new Date(time.getTime() + milliseconds)),
    resend: (filter = {}) => resend(database, numbers, ids, source(), filter, time),
    keepUp: (events: number) => keepUp(database, segments, sources.ids, { days: 7, events, undeliveredDays: 90 }, time),
    receive: (calls: object[]) =>
      receiver.receive({
        source: sources.all[0],
        at: time,
        refused: [],
        accepted: calls.map((call) => acceptCall(call, { receivedAt: time.getTime(), channel: 'server' }))
      }),
    deliver: () => scheduler.deliverDue(),
    /** Moves the clock to when the next delivery may go, and delivers. Resolves with that time, if there is one. */
    async next(): Promise<Date | undefined> {
      const [{ due }] = await database.query<{ due: Date | null }>(
        `SELECT min(greatest(due_at, until)) AS due FROM pipeline.deliveries LEFT JOIN pipeline.lanes AS lane
           ON lane.source_id = deliveries.source_id AND lane.mapping_id = deliveries.mapping_id AND lane.state <> 'open'
         WHERE deliveries.state IN ('waiting', 'retrying')`
      )
      if (!due) return undefined
      if (due > time) time = due
      await scheduler.deliverDue()
      return time
    },
    async states(): Promise<Record<string, number>> {
      const rows = await database.query<{ state: string; count: number }>(
        'SELECT state, sum(events) AS count FROM pipeline.deliveries GROUP BY 1'
      )
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
    },
    async close() {
      await scheduler.close()
      await database.close()
      await endpoint.close()
    }
  }
}

type Running = Awaited<ReturnType<typeof startOnClock>>

let running: Running
beforeEach(async () => {
  running = await startOnClock('2024-02-29T12:00:00.000Z')
})
afterEach(() => running.close())

const payments = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    type: 'track',
    event: 'Payment Made',
    userId: `u${index % 97}`,
    messageId: `${prefix}${index}`,
    properties: { revenue: index }
  }))

describe('an outage', () => {
  it('is bridged by one probe at a time, loses nothing however long it is, and costs each event once', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 503, {}), true)
    const start = running.now().getTime()
    const probes: number[] = []
    let received = 0
    // Beyond the four hours of retries. The record's limit is reached ten times over.
    while (running.now().getTime() - start < RETRY_WINDOW_MS * 1.5) {
      await running.receive(payments(`p${received}-`, 100))
      received += 100
      const before = running.endpoint.requests.filter(({ path }) => path === '/v1/events').length
      const from = running.now().getTime()
      const at = await running.next()
      const made = running.endpoint.requests.filter(({ path }) => path === '/v1/events').length - before
      if (at) probes.push(made)
      await running.keepUp(received / 10)
      if (running.now().getTime() - from < 60_000) running.pass(60_000)
    }
    expect(Math.max(...probes)).toBe(1)
    expect(running.outcomes.filter(({ outcome }) => outcome === 'discarded')).toEqual([])
    const [{ rows }] = await running.database.query<{ rows: number }>(
      'SELECT count(*) AS rows FROM pipeline.deliveries'
    )
    expect(rows).toBe(received / 100)
    const states = await running.states()
    expect((states.waiting ?? 0) + (states.retrying ?? 0)).toBe(received)

    running.endpoint.interfere = undefined
    while (await running.next());
    expect(running.endpoint.events.size).toBe(received)
    expect(await running.states()).toEqual({ delivered: received })
    const sum = [...running.endpoint.events.values()].reduce((total, { amount }) => total + Number(amount), 0)
    expect(sum).toBe((received / 100) * 4950)
  })

  it('ends with the first probe that passes', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 503, {}), true)
    await running.receive(payments('p', 700))
    for (let probe = 0; probe < 5; probe++) await running.next()
    running.endpoint.interfere = undefined
    await running.next()
    while (await running.next());
    expect(running.endpoint.events.size).toBe(700)
  })
})

describe('a poison event', () => {
  const poison = 'p77'

  beforeEach(() => {
    running.endpoint.interfere = (_request, response, events) =>
      events.some(({ id }) => id === poison) && (send(response, 500, {}), true)
  })

  it('is found by halving, and holds up no other', async () => {
    await running.receive(payments('p', 200))
    for (let round = 0; round < 3; round++) await running.next()
    expect(running.endpoint.events.size).toBe(199)
    expect(await running.states()).toEqual({ delivered: 199, retrying: 1 })
    expect(running.endpoint.requests.filter(({ path }) => path === '/v1/events').length).toBeLessThan(22)
  })

  it('is tried for four hours, then discarded, and can be sent again', async () => {
    await running.receive(payments('p', 100))
    const start = running.now().getTime()
    let last = start
    for (let at = await running.next(); at; at = await running.next()) last = at.getTime()
    expect(last - start).toBe(RETRY_WINDOW_MS)
    const found = (await deliveriesOf(running.database)).filter(({ state }) => state !== 'delivered')
    expect(found).toMatchObject([{ message_id: poison, state: 'discarded', code: 'RETRIES_EXHAUSTED' }])
    running.endpoint.interfere = undefined
    expect(await running.resend()).toBe(1)
    await running.next()
    expect(await running.states()).toEqual({ delivered: 100 })
  })

  it('keeps no new event waiting behind it', async () => {
    await running.receive(payments('p', 100))
    await running.next()
    await running.receive(payments('new', 1))
    await running.deliver()
    expect([...running.endpoint.events.keys()]).toEqual(['new0'])
  })
})

describe('an endpoint that refuses the settings', () => {
  it.each([401, 403, 302, 307])(
    'by %d pauses the mapping, loses nothing, and goes on once they pass',
    async (status) => {
      running.endpoint.interfere = (_request, response) => (send(response, status, {}), true)
      await running.receive(payments('p', 100))
      for (let probe = 0; probe < 5; probe++) await running.next()
      expect(await running.states()).toEqual({ retrying: 100 })
      expect(running.endpoint.requests.filter(({ path }) => path === '/v1/events')).toHaveLength(1)
      expect(await running.database.query('SELECT state FROM pipeline.lanes')).toEqual([{ state: 'paused' }])
      running.endpoint.interfere = undefined
      await running.next()
      while (await running.next());
      expect(await running.states()).toEqual({ delivered: 100 })
    }
  )

  it('in the midst of a batch, too', async () => {
    running.endpoint.interfere = (_request, response, events) => {
      if (events.length === 0) return false
      if (events.length > 50) send(response, 413, {})
      else if (events[0].id === 'p0') return false
      else send(response, 401, {})
      return true
    }
    await running.receive(payments('p', 100))
    await running.next()
    expect(await running.states()).toEqual({ delivered: 50, retrying: 50 })
    running.endpoint.interfere = undefined
    while (await running.next());
    expect(await running.states()).toEqual({ delivered: 100 })
  })
})

describe('a clock that ran a day ahead and was set back', () => {
  it('leaves nothing waiting for that day', async () => {
    running.pass(86_400_000)
    running.endpoint.interfere = (_request, response) => (send(response, 503, {}), true)
    await running.receive(payments('p', 10))
    await running.deliver()
    running.endpoint.interfere = undefined
    running.pass(-86_400_000)
    await running.keepUp(1000)
    await running.deliver()
    expect(await running.states()).toEqual({ delivered: 10 })
  })
})

describe('a clock that jumps a day ahead', () => {
  it('neither forgets nor delays what waits, nor sends anything twice', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 503, {}), true)
    await running.receive(payments('p', 10))
    await running.deliver()
    running.pass(86_400_000)
    await running.keepUp(1)
    running.endpoint.interfere = undefined
    await running.deliver()
    expect(await running.states()).toEqual({ delivered: 10 })
    expect(running.endpoint.batches).toEqual([10])
    running.pass(-86_400_000)
    await running.receive(payments('then', 10))
    await running.keepUp(1000)
    await running.deliver()
    expect(await running.states()).toEqual({ delivered: 20 })
  })
})

describe('an endpoint that names a time', () => {
  it('holds the mapping, not only the batch', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 429, {}, { 'retry-after': '600' }), true)
    await running.receive(payments('old', 10))
    await running.next()
    running.endpoint.interfere = undefined
    await running.receive(payments('new', 10))
    running.pass(599_000)
    await running.deliver()
    expect(running.endpoint.events.size).toBe(0)
    running.pass(1_000)
    await running.deliver()
    expect(running.endpoint.events.size).toBe(20)
  })
})
