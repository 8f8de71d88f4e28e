import fc from './fast-check'
import type { FastifyInstance } from 'fastify'
import { buildServer, verifyBoard } from '../../src/board'
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

const NOTHING_DIFFERS = { count: 0, differences: [] }

/** The properties, on a database that `open` opens: each for so many histories. */
export function describeConvergence(open: () => Promise<Database>, runs: { orders: number; deletions: number }): void {
  let database: Database
  let app: FastifyInstance
  beforeAll(async () => {
    database = await open()
    app = await buildServer({ database })
  })
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
        const expected = stateOf(model, ranges)
        expect(await readState(board, expected, ranges)).toEqual(expected)
        if (index === 0) expect(await verifyBoard(database, board.boardId)).toEqual(NOTHING_DIFFERS)
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
      const expected = stateOf(new ReferenceBoard(stored))
      expect(await readState(board, expected)).toEqual(expected)
      expect(await verifyBoard(database, board.boardId)).toEqual(NOTHING_DIFFERS)
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
  const earnings = ['2024-01', '2024-02', '2024-03'].map((month, index) =>
    monthEnds.slice(index).map((end) => withoutZeros(model.cohortEarnings(month, end)))
  )
  const [from, to] = MORE
  const more = {
    earnings,
    funnel: model.funnel(from, to),
    campaigns: model.campaigns(from, to),
    audiences: model.audiences(),
    conditions: model.conditions(from, to, ranges.length + model.size)
  }
  return { users: model.allUsers(), metrics, retention, more }
}

/** A currency in which nothing came together, or nothing was left. */
const withoutZeros = (sums: Record<string, string>) =>
  Object.fromEntries(Object.entries(sums).filter(([, amount]) => Number(amount) !== 0))

/** A range for what is asked once. */
const MORE = ['2024-01-30', '2024-03-01'] as const

async function readMore(
  board: TestBoard,
  cohorts: any[],
  model: ReturnType<typeof stateOf>['more']
): Promise<typeof model> {
  const [from, to] = MORE
  const { steps } = await board.get(`/api/funnel?from=${from}&to=${to}`)
  const { campaigns } = await board.get(`/api/campaigns?from=${from}&to=${to}`)
  const { audiences } = await board.get('/api/audiences')
  const conditions: typeof model.conditions = []
  for (const [where] of model.conditions) {
    const found = `where=${encodeURIComponent(JSON.stringify(where))}`
    const total = await board.get(`/api/totals/users?${found}`)
    const { users } = await board.get(`/api/users?${found}`)
    if (users.length !== total.count)
      throw new Error(`${users.length} users are listed, ${total.count} counted: ${found}`)
    conditions.push([where, total])
  }
  const nonZero = (sums: Record<string, string[]>, index: number) =>
    withoutZeros(Object.fromEntries(Object.entries(sums).map(([currency, amounts]) => [currency, amounts[index]])))
  const keyOf = ({ source, medium, name }: any) => JSON.stringify([source, medium, name])
  return {
    earnings: cohorts.map(({ active, earnings }) => active.map((_: number, index: number) => nonZero(earnings, index))),
    funnel: steps,
    campaigns: campaigns
      .map(({ spend: _spend, uac: _uac, ...campaign }: any) => campaign)
      .sort((one: any, other: any) => (keyOf(one) < keyOf(other) ? -1 : 1)),
    audiences: audiences.sort((one: any, other: any) => (one.name < other.name ? -1 : 1)),
    conditions
  }
}

async function readState(
  board: TestBoard,
  expected: ReturnType<typeof stateOf>,
  ranges = RANGES
): Promise<ReturnType<typeof stateOf>> {
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
    retention: cohorts.map(({ active }: any) => active),
    more: await readMore(board, cohorts, expected.more)
  }
}

function withoutCost({ uac: _uac, complete: _complete, until: _until, ...period }: any) {
  return period
}
