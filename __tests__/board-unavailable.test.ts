import { RunningBoard, startBoard } from '../src/board'
import { basic } from './__helpers__/board'
import { PostgresServer, startPostgres } from './__helpers__/postgres'

let server: PostgresServer
let board: RunningBoard
beforeAll(async () => {
  server = await startPostgres()
  const boards = [{ tokenId: 'token', adminKey: 'admin-key-for-tests', name: 'Test' }]
  board = await startBoard({ database: { url: server.url }, port: 0, boards })
})
afterAll(async () => {
  await board.close()
  await server.remove()
})

const visit = (id: number) => ({
  id: `e${id}`,
  type: 'visit',
  timestamp: '2024-01-01T00:00:00Z',
  user_id: 'ann',
  channel: 'web'
})

async function send(...events: object[]): Promise<Response> {
  return fetch(`${board.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: basic('token'), 'content-type': 'application/json' },
    body: JSON.stringify({ events })
  })
}

const get = (path: string) => fetch(`${board.url}${path}`, { headers: { authorization: 'Bearer admin-key-for-tests' } })

test('a database that goes away is told by 503, leaves nothing half-written, and is found again', async () => {
  // Requests on their way while the server goes: each is answered whole, or not at all stored.
  const answers = Array.from({ length: 20 }, (_, id) => send(visit(id), visit(id + 100)))
  await server.stop()
  const statuses = await Promise.all(answers.map(async (answer) => (await answer).status))
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([])

  for (const answer of [await send(visit(1)), await get('/api/users'), await get('/readyz')]) {
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('2')
    expect(await answer.json()).toMatchObject({ error: { code: 'unavailable' } })
  }

  await server.start()
  const again = await Promise.all(Array.from({ length: 20 }, (_, id) => send(visit(id), visit(id + 100))))
  expect(again.map(({ status }) => status)).toEqual(again.map(() => 200))
  const { events } = (await (await get('/api/events?limit=200')).json()) as { events: object[] }
  expect(events).toHaveLength(40)
  const metrics = await get('/api/metrics?from=2024-01-01&to=2024-01-02&interval=day')
  expect(await metrics.json()).toMatchObject({ total: { visits: 40, visitors: 1 } })
})
