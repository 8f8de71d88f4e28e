import fc from './fast-check'
import type { FastifyInstance } from 'fastify'
import { buildServer } from '../../src/board'
import { Database } from '../../src/database'
import { TestBoard, WireEvent } from './board'
import { history } from './histories'
import { random, shuffled, splitAtRandom } from './random'
import { ReferenceBoard } from './reference-board'

/**
 * The board's state is a pure function of the set of events: whatever the order in which they arrive, how they are split into
 * requests and which come twice, it equals that of a plain model of the rules. A failure prints its path; to
 * replay it alone set CONVERGENCE_PATH. CONVERGENCE_RUNS changes how many histories are tried.
 */
const { CONVERGENCE_PATH, CONVERGENCE_RUNS } = process.env

function settings(numRuns: number) {
  return {
    numRuns: CONVERGENCE_RUNS ? Number(CONVERGENCE_RUNS) : numRuns,
    ...(CONVERGENCE_PATH ? { path: CONVERGENCE_PATH } : {})
  }
}

/** The properties, on a database that `open` opens: each for so many histories. */
export function describeConvergence(open: () => Promise<Database>, runs: { orders: number; deletions: number }): void {
  let database: Database
  let app: FastifyInstance
  beforeAll(async () => {
    database = await open()
    app = await buildServer({ database })
  }, 60_000)
  afterAll(async () => {
    await app.close()
    await database.close()
  })

  test('every order, split and duplication of a history comes to what the rules say', async () => {
    const property = fc.asyncProperty(history, fc.string(), async (events, chance) => {
      const model = new ReferenceBoard(events)
      const next = random(chance)
      const orders = [[...events].reverse(), shuffled(events, next)]
      for (const [index, order] of orders.entries()) {
        const board = await TestBoard.create(database, app)
        for (const batch of splitAtRandom(withDuplicates(order, next), next)) await board.send(batch)
        // Half of the ranges each: reading costs as much as sending.
        const ranges = RANGES.filter((_, number) => number % orders.length === index)
        expect(await readState(board, ranges)).toEqual(stateOf(model, ranges))
      }
    })
    await fc.assert(property, settings(runs.orders))
  }, 600_000)

  test('persons that are deleted in between take all of theirs along, and nothing of it comes back', async () => {
    const property = fc.asyncProperty(history, history, fc.string(), async (events, more, chance) => {
      const next = random(chance)
      const board = await TestBoard.create(database, app)
      const later = more.map((event) => ({ ...event, id: `later ${event.id}` }))
      const order = withDuplicates([...shuffled(events, next), ...later], next)
      let stored: WireEvent[] = []
      const gone = new Set<string>()
      for (const batch of splitAtRandom([...order, ...shuffled(events, next)], next)) {
        await board.send(batch)
        const known = new Set(stored.map(({ id }) => id))
        for (const event of batch) {
          if (!gone.has(event.id) && !known.has(event.id)) stored.push(event)
          known.add(event.id)
        }
        if (stored.length === 0 || next() < 0.5) continue
        const before = new ReferenceBoard(stored)
        const { user_id, anonymous_id } = stored[Math.floor(next() * stored.length)]
        const payload = user_id ? { user_id } : { anonymous_id }
        const target = before.personOf(payload as WireEvent)
        const response = await board.call({ method: 'POST', url: '/v1/users/delete', payload })
        const left = stored.filter((event) => before.personOf(event) !== target)
        expect(response.json()).toEqual({ deleted_events: stored.length - left.length })
        for (const event of stored) if (!left.includes(event)) gone.add(event.id)
        stored = left
      }
      expect(await readState(board)).toEqual(stateOf(new ReferenceBoard(stored)))
    })
    await fc.assert(property, settings(runs.deletions))
  }, 600_000)
}

/** Of the events some come twice, in the same request or a later one. */
function withDuplicates(events: readonly WireEvent[], next: () => number): WireEvent[] {
  return events.flatMap((event, index) => (next() < 0.2 ? [event, events[Math.floor(next() * (index + 1))]] : [event]))
}

/** Ranges that the roll-ups by day, by week and by month answer, and one that cuts its periods. */
const RANGES: [from: string, to: string, interval: string, ends: string[]][] = [
  ['2024-01-01', '2024-04-01', 'month', ['2024-02-01', '2024-03-01', '2024-04-01']],
  ['2024-01-29', '2024-02-12', 'week', ['2024-02-05', '2024-02-12']],
  ['2024-01-30', '2024-02-03', 'day', ['2024-01-31', '2024-02-01', '2024-02-02', '2024-02-03']],
  ['2024-01-31', '2024-03-02', 'month', ['2024-02-01', '2024-03-01', '2024-03-02']]
]

function stateOf(model: ReferenceBoard, ranges = RANGES) {
  const metrics = ranges.map(([from, to, , ends]) => ({
    periods: ends.map((end, index) => model.period(index === 0 ? from : ends[index - 1], end)),
    total: model.period(from, to)
  }))
  const monthEnds = ['2024-02-01', '2024-03-01', '2024-04-01']
  const retention = ['2024-01', '2024-02', '2024-03'].map((month, index) =>
    monthEnds.slice(index).map((end) => model.retained(month, end))
  )
  return { users: model.allUsers(), metrics, retention }
}

async function readState(board: TestBoard, ranges = RANGES): Promise<ReturnType<typeof stateOf>> {
  const { users } = await board.get('/api/users?limit=200')
  const metrics = []
  for (const [from, to, interval] of ranges) {
    const { periods, total } = await board.get(`/api/metrics?from=${from}&to=${to}&interval=${interval}`)
    metrics.push({ periods: periods.map(withoutCost), total: withoutCost(total) })
  }
  const { cohorts } = await board.get('/api/retention?from=2024-01-01&to=2024-04-01')
  const key = ({ user_id, anonymous_ids }: any) => JSON.stringify([user_id, anonymous_ids])
  return {
    users: users.sort((one: any, other: any) => (key(one) < key(other) ? -1 : 1)),
    metrics,
    retention: cohorts.map(({ active }: any) => active)
  }
}

function withoutCost({ uac: _uac, ...period }: any) {
  return period
}
