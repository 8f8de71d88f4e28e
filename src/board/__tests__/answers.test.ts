import { TestBoard, openBoardDatabase } from '../../../__tests__/__helpers__/board'
import type { Database, Queryable } from '../../database'
import { buildServer } from '..'
import { createAnswers } from '../read-api/answers'
import { rebuildBoard } from '../proof/rebuild'
import type { Board } from '../store/boards'

let database: Database
let board: TestBoard
const asked: string[] = []
beforeAll(async () => {
  database = await openBoardDatabase()
  board = await TestBoard.create(database)
}, 60_000)
afterAll(async () => {
  await board.close()
  await database.close()
})
beforeEach(() => asked.splice(0))

const VISITS = 'SELECT sum(visits)::int AS visits FROM board.daily_counts WHERE board_id = $1'
const visit = (id: string) => ({ id, type: 'visit', channel: 'web', timestamp: '2024-01-01T00:00:00Z', user_id: 'ann' })

/** Counts what is asked of the database, but for the number of changes. */
function recording(): Database {
  const query: Queryable['query'] = (sql, parameters) => {
    if (typeof sql === 'string') asked.push(sql)
    return database.query(sql, parameters)
  }
  return { ...database, query }
}

test('what was read of a board is read again once it was changed, and never told to another board', async () => {
  const answers = createAnswers(recording())
  const visitsOf = async ({ boardId }: Pick<Board, 'boardId'>) => {
    const [row] = await (await answers.of({ boardId } as Board)).query<{ visits: number | null }>(VISITS, [boardId])
    return row.visits
  }
  await board.send([visit('1')])
  expect([await visitsOf(board), await visitsOf(board), asked.length]).toEqual([1, 1, 1])
  await board.send([visit('2')])
  expect([await visitsOf(board), await visitsOf(board), asked.length]).toEqual([2, 2, 2])
  const other = await TestBoard.create(database, board.app)
  expect([await visitsOf(other), asked.length]).toEqual([null, 3])
  await board.call({ method: 'POST', url: '/v1/users/delete', payload: { user_id: 'ann' } })
  expect([await visitsOf(board), asked.length]).toEqual([0, 4])
})

const payment = (id: string, amount: number) => {
  return { id, type: 'payment', timestamp: '2024-01-01T00:00:00Z', user_id: 'bob', amount, currency: 'USD' }
}
const cancel = (id: string, timestamp: string) => ({ id, type: 'cancel', timestamp, user_id: 'bob' })

test('what persons are found by is read again only after what changed some of it', async () => {
  const answers = createAnswers(recording())
  const ask = async (sql: string) => {
    const [{ answer }] = await (
      await answers.of(board as unknown as Board)
    ).query<{ answer: number }>(sql, [board.boardId])
    return [answer, asked.length]
  }
  const paid = 'SELECT coalesce(sum(amount), 0)::int AS answer FROM board.earnings WHERE board_id = $1'
  const runs = 'SELECT count(*)::int AS answer FROM board.runs WHERE board_id = $1'
  await board.send([payment('p1', 5)])
  expect(await ask(paid)).toEqual([5, 1])
  await board.send([{ ...visit('v1'), user_id: 'bob' }])
  await board.send([{ ...visit('v2'), user_id: 'bob' }])
  // The first visit of a person is in their profile, the second nowhere but among the visits.
  expect(await ask(paid)).toEqual([5, 2])
  await board.send([{ ...visit('v3'), user_id: 'bob' }])
  expect(await ask(paid)).toEqual([5, 2])
  expect(await ask(`${paid} AND person IN (SELECT person FROM board.persons WHERE board_id = $1)`)).toEqual([5, 3])
  await board.send([{ ...visit('v4'), user_id: 'bob' }])
  expect(await ask(`${paid} AND person IN (SELECT person FROM board.persons WHERE board_id = $1)`)).toEqual([5, 4])
  await board.send([payment('p2', 2)])
  expect(await ask(paid)).toEqual([7, 5])
  expect(await ask(runs)).toEqual([1, 6])
  // That somebody was away for a time changes neither their status nor what they earned.
  await board.send([cancel('c1', '2024-01-01T00:00:00Z'), payment('p3', 0), cancel('c2', '2023-06-01T00:00:00Z')])
  await board.send([{ ...payment('p4', 0), timestamp: '2024-03-01T00:00:00Z' }, cancel('c3', '2024-02-01T00:00:00Z')])
  expect(await ask(runs)).toEqual([2, 7])
  await rebuildBoard(database, board.boardId)
  expect(await ask(runs)).toEqual([2, 8])
  await board.call({ method: 'POST', url: '/v1/users/delete', payload: { user_id: 'bob' } })
  expect(await ask(paid)).toEqual([0, 9])
})

test('one that failed, or is long, is not kept; those asked at a time are read once', async () => {
  const answers = createAnswers(recording())
  const at = await answers.of(board as unknown as Board)
  const ask = (sql: string) => at.query(sql).catch((error: Error) => error.message)
  const wrong = 'SELECT 1 FROM board.none'
  expect([await ask(wrong), await ask(wrong)]).toEqual(Array(2).fill('relation "board.none" does not exist'))
  const long = 'SELECT generate_series(1, 11000)'
  for (let time = 0; time < 2; time++) expect(await ask(long)).toHaveLength(11000)
  expect(asked).toHaveLength(4)
  await Promise.all([ask('SELECT 1'), ask('SELECT 1')])
  expect(asked).toHaveLength(5)
})

test('the oldest go where there are many', async () => {
  const answers = createAnswers(recording())
  const at = await answers.of(board as unknown as Board)
  const ask = (number: number) => at.query('SELECT generate_series(1, 4999), $1::int', [number])
  for (let number = 0; number < 11; number++) await ask(number)
  await ask(10)
  expect(asked).toHaveLength(11)
  await ask(0)
  expect(asked).toHaveLength(12)
})

test('what all persons come to is read before anybody asks a server for it, and one that cannot read it is there all the same', async () => {
  const timestamp = '2024-01-01T00:00:00Z'
  await board.send([{ id: 'l1', type: 'login', timestamp, user_id: 'eve', attributes: { vip: true } }])
  const app = await buildServer({ database: recording() })
  await app.ready()
  const ofTraits = () => asked.splice(0).filter((sql) => sql.includes('board.traits'))
  expect(ofTraits()).toHaveLength(1)
  const headers = { authorization: `Bearer ${board.adminKey}` }
  const answer = await app.inject({ url: '/api/audiences', headers })
  expect([answer.json().audiences.length, ofTraits()]).toEqual([1, []])
  await app.close()

  const failing = await buildServer({ database: { ...database, query: () => Promise.reject(new Error('away')) } })
  expect((await failing.inject('/healthz')).statusCode).toBe(200)
  await failing.close()
})
