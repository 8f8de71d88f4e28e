import { TestBoard, openBoardDatabase } from '../../../../__tests__/__helpers__/board'
import type { Database } from '../../../database'
import { buildServer } from '../../server'

let database: Database
let board: TestBoard
beforeAll(async () => {
  database = await openBoardDatabase()
  board = await TestBoard.create(database)
  await board.send([
    { id: 'e1', type: 'signup', user_id: 'ann', timestamp: '2024-01-01T00:00:00Z' },
    { id: 'e2', type: 'payment', user_id: 'ann', amount: 5, currency: 'USD', timestamp: '2024-01-02T00:00:00Z' }
  ])
})
afterAll(async () => {
  await board.close()
  await database.close()
})

const lines = async (url: string) => {
  const { statusCode, headers, body } = await board.request('POST', url)
  expect([statusCode, headers['content-type']]).toEqual([200, 'application/x-ndjson'])
  return body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

test('a board that serves is verified and made anew, and tells how far it is', async () => {
  expect(await lines('/api/verify')).toEqual([{ done: 2, total: 2 }, { result: { count: 0, differences: [] } }])
  await database.query(`UPDATE board.daily_revenue SET payments = 7 WHERE board_id = $1`, [board.boardId])
  const found = (await lines('/api/verify')).at(-1)
  expect(found.result).toMatchObject({ count: 1, differences: [{ table: 'daily_revenue', stored: { payments: 7 } }] })
  expect(await lines('/api/rebuild')).toEqual([{ done: 2, total: 2 }, { result: { events: 2 } }])
  expect((await lines('/api/verify')).at(-1)).toEqual({ result: { count: 0, differences: [] } })
})

test('who has no key learns nothing', async () => {
  for (const url of ['/api/verify', '/api/rebuild']) {
    const { statusCode } = await board.app.inject({ method: 'POST', url })
    expect(statusCode).toBe(401)
  }
})

test('what fails on the way is told as an error at the end', async () => {
  await database.query('ALTER TABLE board.runs RENAME TO hidden')
  try {
    expect((await lines('/api/verify')).at(-1)).toMatchObject({ error: { code: 'internal_error' } })
  } finally {
    await database.query('ALTER TABLE board.hidden RENAME TO runs')
  }
})

test('of what fails nothing of a person gets into the log', async () => {
  const logged: string[] = []
  const fault = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (person)=(u:ann) already exists.'
  })
  const app = await buildServer({
    database: { ...database, transaction: () => Promise.reject(fault) },
    logTo: { write: (line) => void logged.push(line) }
  })
  const headers = { authorization: `Bearer ${board.adminKey}` }
  const { body } = await app.inject({ method: 'POST', url: '/api/verify', headers })
  await app.close()
  expect(JSON.parse(body)).toMatchObject({ error: { code: 'internal_error' } })
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([{ msg: 'the proof failed', err: { code: '23505' } }])
  expect(logged.join()).not.toContain('ann')
})
