import { TestBoard, WireEvent, boardForEachTest } from './__helpers__/board'
import { random, shuffled, splitAtRandom } from './__helpers__/random'
import oracle from './fixtures/saas-quarter.json'

let board: TestBoard
boardForEachTest((its) => ({ board } = its))

/** The fixture's calls in the words of the Events API, each message once. */
const events = [...new Map(oracle.events.map((call) => [call.messageId, toEvent(call)])).values()]

const orders: [string, (seed: () => number) => WireEvent[]][] = [
  ['in the given order', () => events],
  ['reversed', () => [...events].reverse()],
  ...Array.from({ length: 20 }, (_, index): [string, (seed: () => number) => WireEvent[]] => [
    `in random order ${index + 1}`,
    (next) => shuffled(events, next)
  ])
]

test.each(orders)(
  'the quarter has its metrics, earnings and status %s',
  async (name, order) => {
    const next = random(name)
    await board.request('PUT', '/api/spend', oracle.spend)
    const once = order(next)
    const sent = shuffledIn(once, next)
    for (const batch of splitAtRandom(sent, next)) await board.send(batch)

    const metrics = await board.get('/api/metrics?from=2024-01-01&to=2024-04-01&interval=month')
    expect(metrics.periods).toHaveLength(oracle.expected.periods.length)
    oracle.expected.periods.forEach((period, index) => expect(metrics.periods[index]).toMatchObject(period))
    // toMatchObject accepts more currencies than expected.
    expect(metrics.periods.map(({ uac, revenue }: any) => ({ uac, revenue }))).toEqual(
      oracle.expected.periods.map(({ uac, revenue }) => ({ uac, revenue }))
    )
    for (const [id, earned] of Object.entries(oracle.expected.earnings)) {
      const user = await board.get(`/api/users/${id}`)
      expect({ id, earnings: user.earnings }).toEqual({ id, earnings: earned === null ? {} : { USD: earned } })
    }
    for (const [id, status] of Object.entries(oracle.expected.status)) {
      expect({ id, status: (await board.get(`/api/users/${id}`)).status }).toEqual({ id, status })
    }
  },
  30_000
)

/** Sends some events a second time, somewhere after the first. */
function shuffledIn(once: readonly WireEvent[], next: () => number): WireEvent[] {
  return once.flatMap((event, index) => (next() < 0.5 ? [event, once[Math.floor(next() * (index + 1))]] : [event]))
}

function toEvent(call: (typeof oracle.events)[number]): WireEvent {
  const types: Record<string, string> = { 'Payment Made': 'payment', 'Refund Received': 'refund' }
  const type = types[call.event] ?? call.event
  const { revenue, amount, total, currency = 'USD' } = (call.properties ?? {}) as Record<string, string | number>
  const money = { amount: Math.abs(Number(revenue ?? total ?? amount)), currency: String(currency).toUpperCase() }
  const event = { id: call.messageId, type, timestamp: call.timestamp, user_id: call.userId }
  return type in { payment: 1, refund: 1 } ? { ...event, ...money } : event
}
