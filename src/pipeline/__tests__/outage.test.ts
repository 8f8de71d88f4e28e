import { openDatabase } from '../../database'
import { CATALOG_ID, manifest } from '../..'
import { Courier } from '../deliver/courier'
import { Deliverer } from '../deliver/deliverer'
import { Engine } from '../deliver/engine'
import { retryWindow } from '../deliver/retry'
import { PIPELINE_SCHEMA } from '../migrations'
import type { Outcome } from '../outcomes'
import { acceptCall } from '../receive/accept'
import { Receiver } from '../receive/receiver'
import { resend } from '../record/resend'
import { Sources } from '../sources'
import { send, startEndpoint } from './__helpers__/endpoint'

// Thirty rounds through an embedded database take longer where other suites run beside.
jest.setTimeout(60_000)

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
  const engine = new Engine(definition, now)
  const courier = new Courier({ database, engine, onOutcome, now, random: () => 0.5 })
  const deliverer = new Deliverer({
    database,
    sources,
    engine,
    courier,
    now,
    maxHeld: 0,
    onError: (error) => {
      throw error
    }
  })
  const receiver = new Receiver({ database, deliverer, destinationName: definition.name, onOutcome, now })
  return {
    endpoint,
    database,
    outcomes,
    now,
    source: sources.all[0],
    receive: (calls: object[]) =>
      receiver.receive({
        source: sources.all[0],
        at: time,
        refused: [],
        accepted: calls.map((call) => acceptCall(call, { receivedAt: time.getTime(), channel: 'server' }))
      }),
    /** Moves the clock to when the next delivery falls due, and delivers. Resolves with that time, if there is one. */
    async next(): Promise<Date | undefined> {
      const [{ due }] = await database.query<{ due: Date | null }>(
        `select min(due_at) as due from pipeline.deliveries where state in ('waiting', 'retrying')`
      )
      if (!due) return undefined
      if (due > time) time = due
      await deliverer.deliverDue()
      return time
    },
    async close() {
      await deliverer.close()
      await database.close()
      await endpoint.close()
    }
  }
}

describe('four hours without the endpoint', () => {
  it('are bridged by retries on schedule; then the events are discarded, and can all be sent again', async () => {
    const running = await startOnClock('2024-02-29T12:00:00.000Z')
    const start = running.now().getTime()
    running.endpoint.interfere = (_request, response) => (send(response, 503, {}), true)
    const events = Array.from({ length: 200 }, (_, index) => ({
      type: 'track',
      event: 'Payment Made',
      userId: `u${index}`,
      messageId: `m${index}`,
      properties: { revenue: index }
    }))
    await running.receive(events)

    const attempts: number[] = []
    for (let at = await running.next(); at; at = await running.next()) attempts.push(at.getTime() - start)

    const waits = attempts.slice(1).map((at, index) => at - attempts[index])
    const doubling = [750, 1500, 3000, 6000, 12_000, 24_000, 48_000, 96_000, 192_000, 384_000]
    const quarters = Array<number>(waits.length - doubling.length - 1).fill(675_000)
    expect(waits.slice(0, -1)).toEqual([...doubling, ...quarters])
    expect(attempts.at(-1)).toBe(retryWindow)
    expect(running.outcomes.filter(({ outcome }) => outcome === 'retrying')).toHaveLength(200 * (attempts.length - 1))
    expect(running.outcomes.slice(-200)).toEqual(
      Array(200).fill(expect.objectContaining({ outcome: 'discarded', code: 'RETRIES_EXHAUSTED' }))
    )

    running.endpoint.interfere = undefined
    expect(await resend(running.database, running.source.id, {}, running.now())).toBe(200)
    await running.next()
    expect(running.endpoint.events.size).toBe(200)
    expect(await running.database.query(`select state, count(*) as count from pipeline.deliveries group by 1`)).toEqual(
      [{ state: 'delivered', count: 200 }]
    )
    await running.close()
  })

  it('keep no new event waiting behind the old ones', async () => {
    const running = await startOnClock('2024-02-29T12:00:00.000Z')
    running.endpoint.interfere = (_request, response, events) =>
      String(events[0]?.id).startsWith('old') && (send(response, 503, {}), true)
    await running.receive(
      Array.from({ length: 50 }, (_, index) => ({ type: 'page', userId: 'u', messageId: `old${index}` }))
    )
    await running.next()
    await running.receive([{ type: 'page', userId: 'u', messageId: 'new' }])
    await running.next()
    expect([...running.endpoint.events.keys()]).toEqual(['new'])
    await running.close()
  })
})
