import fc from './__helpers__/fast-check'
import { RunningBoard, startBoard } from '../src/board'
import { WireEvent, basic } from './__helpers__/board'
import { history } from './__helpers__/histories'
import { PostgresServer, startPostgres } from './__helpers__/postgres'
import { random, shuffled } from './__helpers__/random'
import { ReferenceBoard } from './__helpers__/reference-board'

/**
 * Two boards with a pool each on one PostgreSQL, and eight clients that send to both at a time. SCALE_OUT_EVENTS changes how many
 * events they send.
 */
const EVENTS = Number(process.env.SCALE_OUT_EVENTS ?? 10_000)
const CLIENTS = 8
const BATCH = 100

const options = { tokenId: 'scale-out-token', adminKey: 'scale-out-admin-key', name: 'Scale-out' }

let server: PostgresServer
let boards: RunningBoard[]
beforeAll(async () => {
  server = await startPostgres()
  const start = () => startBoard({ database: { url: server.url }, port: 0, boards: [options] })
  boards = await Promise.all([start(), start()])
})
afterAll(async () => {
  await Promise.all(boards.map((board) => board.close()))
  await server.remove()
})

test('what many clients send to two boards at a time comes to what the rules say', async () => {
  const neighbourhoods = generate(EVENTS)
  const events = neighbourhoods.flat()
  const next = random('scale-out')
  // Every fifth event twice, all of them mixed: any two requests may concern the same persons.
  const sent = shuffled([...events, ...events.filter((_, index) => index % 5 === 0)], next)
  const requests: WireEvent[][] = []
  for (let start = 0; start < sent.length; start += BATCH) requests.push(sent.slice(start, start + BATCH))

  const stored = new Map<string, number>()
  const client = async (number: number) => {
    for (let batch = requests.pop(); batch; batch = requests.pop()) {
      const results = await send(boards[number % boards.length], batch)
      results.forEach(({ status }, index) => {
        expect([200, 201]).toContain(status)
        const { id } = batch[index]
        stored.set(id, (stored.get(id) ?? 0) + (status === 201 ? 1 : 0))
      })
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)))

  expect(stored.size).toBe(events.length)
  expect([...stored.values()].every((times) => times === 1)).toBe(true)
  const models = neighbourhoods.map((part) => new ReferenceBoard(part))
  const byIds = (one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)
  const expected = models.flatMap((model) => model.allUsers()).sort(byIds)
  expect((await allUsers(boards[0])).sort(byIds)).toEqual(JSON.parse(JSON.stringify(expected)))

  const total: any = (await get(boards[1], '/api/metrics?from=2024-01-01&to=2024-03-01&interval=month')).total
  const parts = models.map((model) => model.period('2024-01-01', '2024-03-01'))
  const counts = ['visits', 'visitors', 'logins', 'events', 'signups', 'cancellations', 'active_at_end'] as const
  for (const count of counts) {
    const sum = parts.reduce((sum, part) => sum + part[count], 0)
    expect({ [count]: total[count] }).toEqual({ [count]: sum })
  }
}, 300_000)

/** Histories over ids of their own, so that the model's cost stays with each of them. */
function generate(count: number): WireEvent[][] {
  const histories = fc.sample(history, { numRuns: Math.ceil(count / 10), seed: 7 })
  const parts: WireEvent[][] = []
  for (let total = 0; total < count; total += parts[parts.length - 1].length) {
    const number = parts.length
    const own = (id: unknown) => (typeof id === 'string' ? `${number} ${id}` : undefined)
    const events = histories[number].map((event) => {
      const { id, user_id, anonymous_id, previous_id } = event
      return {
        ...event,
        id: `${number} ${id}`,
        user_id: own(user_id),
        anonymous_id: own(anonymous_id),
        previous_id: own(previous_id)
      }
    })
    parts.push(JSON.parse(JSON.stringify(events)))
  }
  return parts
}

async function send({ url }: RunningBoard, events: WireEvent[]): Promise<{ status: number }[]> {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: basic(options.tokenId), 'content-type': 'application/json' },
    body: JSON.stringify({ events })
  })
  const { results } = (await response.json()) as { results: { status: number }[] }
  return results
}

async function get({ url }: RunningBoard, path: string): Promise<any> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${options.adminKey}` } })
  expect(response.status).toBe(200)
  return response.json()
}

async function allUsers(board: RunningBoard): Promise<object[]> {
  const users: object[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: any = await get(board, `/api/users?limit=200${cursor && `&cursor=${cursor}`}`)
    users.push(...page.users)
    cursor = page.next_cursor
  }
  return users
}
