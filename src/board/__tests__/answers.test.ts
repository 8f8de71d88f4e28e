import { TestBoard, openBoardDatabase } from '../../../__tests__/__helpers__/board'
import type { Database, Queryable } from '../../database'
import { createAnswers } from '../read-api/answers'
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

test('one that failed, or is long, is not kept; those asked at a time are read once', async () => {
  const answers = createAnswers(recording())
  const at = await answers.of(board as unknown as Board)
  const ask = (sql: string) => at.query(sql).catch((error: Error) => error.message)
  const wrong = 'SELECT 1 FROM board.none'
  expect([await ask(wrong), await ask(wrong)]).toEqual(Array(2).fill('relation "board.none" does not exist'))
  const long = 'SELECT generate_series(1, 6000)'
  for (let time = 0; time < 2; time++) expect(await ask(long)).toHaveLength(6000)
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
