import { TestBoard, openBoardDatabase } from '../../../__tests__/__helpers__/board'
import type { Database, Queryable } from '../../database'
import { isKnown } from '../events-api/store'
import { rebuildBoard } from '../proof/rebuild'
import { verifyBoard } from '../proof/verify'
import { listBoards } from '../store/manage'

/** What a distributed PostgreSQL such as Citus needs to keep each board on one node. */

let database: Database
beforeAll(async () => {
  database = await openBoardDatabase()
})
afterAll(() => database.close())

test('every primary and unique key starts with board_id', async () => {
  const keys = await database.query<{ table: string; first: string }>(
    `SELECT tables.relname AS table, columns.attname AS first
     FROM pg_index
     JOIN pg_class AS tables ON tables.oid = pg_index.indrelid
     JOIN pg_attribute AS columns ON columns.attrelid = tables.oid AND columns.attnum = pg_index.indkey[0]
     WHERE tables.relnamespace = 'board'::regnamespace AND (indisunique OR indisprimary) AND tables.relname <> 'migrations'`
  )
  expect(keys.length).toBeGreaterThanOrEqual(16)
  expect(keys.filter(({ first }) => first !== 'board_id')).toEqual([])
})

test('every table has a primary key', async () => {
  const tables = await database.query(
    `SELECT relname FROM pg_class WHERE relnamespace = 'board'::regnamespace AND relkind = 'r'
     AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = pg_class.oid AND indisprimary)`
  )
  expect(tables).toEqual([])
})

test('every statement of every call names the board of every table that it looks into', async () => {
  const statements = new Set<string>()
  const recording = record(database, statements)
  const board = await TestBoard.create(recording)
  const time = { timestamp: '2024-01-01T00:00:00Z' }
  const ids = { user_id: 'ann', anonymous_id: 'phone' }
  await board.send([
    { id: '1', type: 'visit', channel: 'web', ...time, ...ids },
    { id: '2', type: 'signup', ...time, ...ids },
    { id: '3', type: 'payment', amount: 1, currency: 'USD', ...time, ...ids },
    { id: '4', type: 'cancel', ...time, ...ids, timestamp: '2024-03-01T00:00:00Z' },
    { id: '5', type: 'payment', amount: 1, currency: 'EUR', ...time, ...ids, timestamp: '2024-05-01T00:00:00Z' },
    { id: '6', type: 'alias', previous_id: 'old', ...time, user_id: 'ann' }
  ])
  await board.send([
    { id: '7', type: 'payment', amount: 1, currency: 'USD', ...time, user_id: 'bob' },
    { id: '8', type: 'visit', channel: 'web', ...time, ...ids, user_id: 'bob', timestamp: '2023-12-31T00:00:00Z' },
    { id: '9', type: 'alias', previous_id: 'bob', ...time, user_id: 'ann' },
    { id: '10', type: 'login', attributes: { plan: 'pro' }, ...time, user_id: 'cid' },
    { id: '11', type: 'login', attributes: { plan: 'free' }, ...time, user_id: 'ann' },
    { id: '9', type: 'alias', previous_id: 'bob', ...time, user_id: 'ann' }
  ])
  const { next_cursor } = await board.get('/api/users?limit=1')
  const session = await board.app.inject({ url: `/?key=${board.adminKey}` })
  const headers = {
    cookie: String(session.headers['set-cookie']).split(';')[0],
    'x-session-token': String(session.headers.location).split('#session=')[1]
  }
  await board.app.inject({ url: '/api/spend', headers })
  await board.app.inject({ method: 'DELETE', url: '/api/session', headers })
  for (const url of [
    '/api/metrics?from=2024-01-01&to=2024-04-01&interval=month',
    '/api/retention?from=2024-01-01&to=2024-04-01',
    `/api/users?limit=1${next_cursor ? `&cursor=${next_cursor}` : ''}`,
    '/api/users?sort=earnings&query=ann',
    '/api/users/bob',
    '/api/users/bob/timeline',
    '/api/events',
    '/api/events?user=ann&type=visit',
    '/api/spend',
    '/api/settings/integrations'
  ]) {
    await board.get(url)
  }
  await board.request('PUT', '/api/spend', { '2024-01': { USD: '1' } })
  await board.call({ method: 'POST', url: '/v1/users/delete', payload: { user_id: 'ann' } })
  await board.send([{ id: '1', type: 'visit', channel: 'web', ...time, ...ids }])
  await board.request('POST', '/api/settings/integrations/rotate')
  await database.query(`UPDATE board.events SET type = 'login' WHERE board_id = $1 AND id = '10'`, [board.boardId])
  await rebuildBoard(recording, board.boardId)
  await verifyBoard(recording, board.boardId)
  await listBoards(recording)
  await board.close()

  expect(statements.size).toBeGreaterThan(30)
  const locks = /^SELECT pg_advisory_xact_lock|^SET LOCAL/
  const count = (sql: string, pattern: RegExp) => sql.match(pattern)?.length ?? 0
  const isLost = (sql: string) => count(sql, /\bboard_id\b/g) < Math.max(count(sql, /\bboard\.\w+/g), 1)
  expect([...statements].filter((sql) => isLost(sql) && !locks.test(sql))).toEqual([])
  // Of these two a distributed database has no plan.
  const castsColumn = /^UPDATE[^]*\bevent\b[^]*::timestamptz(?!\[)/
  const countsForEach = /SELECT count\(\*\)[^)]*= boards\.board_id/
  expect([...statements].filter((sql) => castsColumn.test(sql) || countsForEach.test(sql))).toEqual([])
})

test('an event is known, whoever says so', () => {
  const message = 'duplicate key value violates unique constraint "events_pkey_102036"'
  expect(['23505', 'XX000'].map((code) => isKnown(Object.assign(new Error(message), { code })))).toEqual([true, true])
  expect(isKnown(Object.assign(new Error('failed to COPY'), { code: 'XX000' }))).toBe(false)
})

function record(queryable: Database, statements: Set<string>): Database {
  const recorded = ({ query }: Queryable): Queryable => ({
    query(sql, parameters) {
      statements.add((typeof sql === 'string' ? sql : sql.text).trim())
      return query(sql, parameters)
    }
  })
  return {
    ...recorded(queryable),
    transaction: (work, key) => queryable.transaction((transaction) => work(recorded(transaction)), key),
    room: queryable.room,
    close: () => Promise.resolve()
  }
}
