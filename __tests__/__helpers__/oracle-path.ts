import { startBoard } from '../../src/board'
import type { RunningBoard } from '../../src/board'
import { startPipeline } from '../../src/pipeline'
import type { RunningPipeline } from '../../src/pipeline'
import { eventually } from './product'
import { random, shuffled, splitAtRandom } from './random'
import oracle from '../fixtures/saas-quarter.json'

type Call = (typeof oracle.events)[number]

const MESSAGES = new Set(oracle.events.map(({ messageId }) => messageId)).size

const inOrder: [string, (next: () => number) => Call[]][] = [
  ['in the given order', () => oracle.events],
  ['reversed', () => [...oracle.events].reverse()]
]

/** Each order has a source and a board of its own. */
function keysOf(order: string) {
  const name = order.replaceAll(' ', '-')
  return { writeKey: `write-key-${name}`, tokenId: `token-id-${name}`, adminKey: `admin-key-${name}` }
}

/** The quarter through pipeline, destination and board: as it is, reversed, and in so many random orders. */
export function describeOraclePath(randomOrders: number): void {
  const orders = [
    ...inOrder,
    ...Array.from({ length: randomOrders }, (_, index): (typeof inOrder)[number] => [
      `in random order ${index + 1}`,
      (next) => shuffled(oracle.events, next)
    ])
  ]
  let board: RunningBoard
  let pipeline: RunningPipeline

  beforeAll(async () => {
    const boards = orders.map(([order]) => ({ name: order, ...keysOf(order) }))
    board = await startBoard({ database: { memory: true }, port: 0, boards })
    pipeline = await startPipeline({
      database: { memory: true },
      port: 0,
      adminKey: 'admin-key-of-the-pipeline',
      sources: orders.map(([order]) => {
        const { writeKey, tokenId } = keysOf(order)
        return { name: order, writeKey, settings: { tokenId, endpoint: board.url } }
      })
    })
  })

  afterAll(async () => {
    await pipeline?.close()
    await board?.close()
  })

  async function send(writeKey: string, batch: readonly Call[]): Promise<void> {
    const answer = await fetch(`${pipeline.url}/v1/batch`, {
      method: 'POST',
      body: JSON.stringify({ writeKey, batch })
    })
    expect(await answer.json()).toEqual({ success: true })
  }

  function boardOf(order: string) {
    const headers = { Authorization: `Bearer ${keysOf(order).adminKey}`, 'Content-Type': 'application/json' }
    return {
      get: async (path: string): Promise<any> => (await fetch(board.url + path, { headers })).json(),
      put: (path: string, body: object) =>
        fetch(board.url + path, { method: 'PUT', headers, body: JSON.stringify(body) })
    }
  }

  test.each(orders)(
    'the quarter comes through the whole path %s',
    async (name, orderOf) => {
      const next = random(name)
      const { writeKey } = keysOf(name)
      const { get, put } = boardOf(name)
      const order = orderOf(next)
      const sent = order.flatMap((call, index) =>
        next() < 0.5 ? [call, order[Math.floor(next() * (index + 1))]] : [call]
      )
      for (const batch of splitAtRandom(sent, next)) await send(writeKey, batch)
      await put('/api/spend', oracle.spend)
      await eventually(async () => {
        const { events } = await get('/api/events?limit=100')
        return events.length >= MESSAGES ? events : undefined
      })

      const { periods } = await get('/api/metrics?from=2024-01-01&to=2024-04-01&interval=month')
      expect(periods).toHaveLength(oracle.expected.periods.length)
      oracle.expected.periods.forEach((period, index) => {
        expect(periods[index]).toMatchObject(period)
        // toMatchObject accepts more currencies than expected.
        expect([periods[index].uac, periods[index].revenue]).toEqual([period.uac, period.revenue])
      })
      for (const [id, earned] of Object.entries(oracle.expected.earnings)) {
        const { earnings, status } = await get(`/api/users/${id}`)
        const expectedStatus = oracle.expected.status[id as keyof typeof oracle.expected.status]
        expect({ id, earnings, status }).toEqual({
          id,
          earnings: earned === null ? {} : { USD: earned },
          status: expectedStatus
        })
      }
    },
    30_000
  )
}
