import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startBoard, type RunningBoard } from '../src/board'
import { basic } from './__helpers__/board'
import { startPostgres, type PostgresServer } from './__helpers__/postgres'

/** How long another process holds the lock of one board, in ms. */
const HELD_MS = 60_000
const CLIENTS = 20

const boards = ['held', 'free'].map((name) => ({ name, tokenId: `token-${name}`, adminKey: `admin-key-of-${name}` }))
const [held, free] = boards

let server: PostgresServer
let board: RunningBoard
let other: Client
beforeAll(async () => {
  server = await startPostgres()
  board = await startBoard({ database: { url: server.url }, port: 0, boards, logTo: { write: () => undefined } })
  other = new Client({ connectionString: server.url })
  await other.connect()
})
afterAll(async () => {
  await other.end()
  await board.close()
  await server.remove()
})

let sent = 0
function send({ tokenId }: (typeof boards)[number]): Promise<Response> {
  const event = { id: `e${sent++}`, type: 'visit', channel: 'web', user_id: 'ada', timestamp: '2024-01-01T00:00:00Z' }
  return fetch(`${board.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: basic(tokenId), 'content-type': 'application/json' },
    body: JSON.stringify({ events: [event] })
  })
}
const read = ({ adminKey }: (typeof boards)[number], path: string) =>
  fetch(board.url + path, { headers: { authorization: `Bearer ${adminKey}` } })

/** The longest that an answer took, in ms; each must be a 200. */
async function slowestOf(ask: () => Promise<Response>, until: () => boolean): Promise<number> {
  let slowest = 0
  while (!until()) {
    const started = performance.now()
    const { status } = await ask()
    expect(status).toBe(200)
    slowest = Math.max(slowest, performance.now() - started)
    await sleep(20)
  }
  return slowest
}

it('a lock of one board that is held for a minute keeps nobody else waiting', async () => {
  await Promise.all([send(held), send(free)])
  await other.query('BEGIN')
  await other.query(
    'SELECT FROM board.locks WHERE board_id = (SELECT board_id FROM board.boards WHERE name = $1) FOR UPDATE',
    [held.name]
  )
  const end = Date.now() + HELD_MS
  const isOver = () => Date.now() > end
  const refused: number[] = []
  const stuck = Array.from({ length: CLIENTS }, async () => {
    while (!isOver()) refused.push((await send(held)).status)
  })
  const slowest = await Promise.all([
    slowestOf(() => send(free), isOver),
    slowestOf(() => read(free, '/api/events'), isOver),
    slowestOf(() => read(held, '/api/users'), isOver),
    slowestOf(() => fetch(`${board.url}/healthz`), isOver),
    slowestOf(() => fetch(`${board.url}/readyz`), isOver)
  ])
  await other.query('ROLLBACK')
  await Promise.all(stuck)
  expect(Math.max(...slowest)).toBeLessThan(HELD_MS / 10)
  expect(refused.filter((status) => status !== 503 && status !== 200)).toEqual([])
  expect(refused.filter((status) => status === 503).length).toBeGreaterThan(CLIENTS)
  expect((await send(held)).status).toBe(200)
})
