import { TestBoard, openBoardDatabase } from '../../../__tests__/__helpers__/board'
import type { Database, Queryable } from '../../database'

/** Enough that to go through a whole table costs more than an index. */
const PERSONS = 2_000

let database: Database
let board: TestBoard
const asked: [sql: string, parameters: readonly unknown[], inTransaction: boolean][] = []

beforeAll(async () => {
  const plain = await openBoardDatabase()
  const recorded = (queryable: Queryable, inTransaction: boolean): Queryable => ({
    query(sql, parameters = []) {
      asked.push([typeof sql === 'string' ? sql : sql.text, parameters, inTransaction])
      return queryable.query(sql, parameters)
    }
  })
  database = plain
  board = await TestBoard.create({
    ...plain,
    ...recorded(plain, false),
    transaction: (work, key) => plain.transaction((transaction) => work(recorded(transaction, true)), key)
  })
  const at = (index: number) => new Date(Date.UTC(2024, 0, 1) + index * 1_000_000).toISOString()
  const events = Array.from({ length: PERSONS }, (_, index) => [
    { id: `v${index}`, type: 'visit', channel: 'web', timestamp: at(index), user_id: `user-${index}` },
    {
      id: `l${index}`,
      type: 'login',
      timestamp: at(index),
      user_id: `user-${index}`,
      attributes: { plan: index % 50 === 0 ? 'pro' : 'basic', seats: index }
    },
    { id: `p${index}`, type: 'payment', timestamp: at(index), user_id: `user-${index}`, amount: 5, currency: 'USD' }
  ]).flat()
  for (let start = 0; start < events.length; start += 1_000) await board.send(events.slice(start, start + 1_000))
}, 60_000)
afterAll(async () => {
  await board.close()
  await database.close()
})

/** The plan of a statement where it ran. */
async function planOf(explain: string, [sql, parameters, inTransaction]: (typeof asked)[number]): Promise<string> {
  const ask = ({ query }: Queryable) => query<{ 'QUERY PLAN': string }>(`${explain} ${sql}`, parameters)
  const rows = await (inTransaction ? database.transaction(ask) : ask(database))
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

/** The scans of the plans of statements: `index on table`, or `table` where all of it is read. */
async function scansOf(statements: typeof asked): Promise<string[]> {
  const scans: string[] = []
  for (const statement of statements) {
    const plan = await planOf('EXPLAIN', statement)
    for (const [, index, table] of plan.matchAll(/Index(?: Only)? Scan(?: Backward)? using (\w+) on (\w+)/g)) {
      scans.push(`${index} on ${table}`)
    }
    for (const [, index] of plan.matchAll(/Bitmap Index Scan on (\w+)/g)) scans.push(index)
    for (const [, table] of plan.matchAll(/Seq Scan on (\w+)/g)) scans.push(table)
  }
  return scans
}

/** How many rows of events statements go through. */
async function eventsReadBy(statements: typeof asked): Promise<number> {
  let read = 0
  for (const statement of statements) {
    const plan = await planOf('EXPLAIN ANALYZE', statement)
    for (const [, found, loops] of plan.matchAll(/on events\b.*actual.* rows=([\d.]+) loops=(\d+)/g)) {
      read += Number(found) * Number(loops)
    }
  }
  return read
}

const LARGE = ['persons', 'events', 'actors', 'traits']

const where = (condition: object) => `where=${encodeURIComponent(JSON.stringify([condition]))}`

/** Calls that must not take longer on a larger board, and an index without which they would. */
const CALLS = [
  ['users', 'persons_by_last_seen on persons'],
  ['users?order=asc', 'persons_by_last_seen on persons'],
  ['users?status=active', 'persons_by_last_seen on persons'],
  ['users?sort=earnings', 'earnings_by_amount on earnings'],
  [`users?${where({ attribute: 'plan', is: 'pro' })}`, 'traits_pkey on traits'],
  [`users?${where({ visited: ['2024-01-02', '2024-01-03'] })}`, 'events_by_type on events'],
  ['users/user-7', 'persons_pkey on persons'],
  ['users/user-7/ids', 'actors_by_person on actors'],
  ['users/user-7/timeline', 'events_by_actor on events'],
  ['events', 'events_by_type on events'],
  ['events?type=money&currency=USD', 'events_by_type on events'],
  ['events?user=user-7', 'events_by_actor on events'],
  ['totals/events', undefined],
  ['metrics?from=2024-01-01&to=2024-02-01&interval=day', undefined],
  ['metrics?from=2024-01-03&to=2024-01-20&interval=day', undefined],
  ['retention?from=2024-01-01&to=2024-02-01', undefined]
] as const

const statements = new Map<string, typeof asked>()

describe.each(['without statistics, as on a board that just grew', 'with statistics'])('%s', (state) => {
  beforeAll(async () => {
    if (state === 'with statistics') await database.query('ANALYZE')
  })

  test.each(CALLS)('%s goes through no large table', async (path, index) => {
    asked.splice(0)
    await board.get(`/api/${path}`)
    // What was read once is kept: the statements of the first time are those that count.
    if (!statements.has(path)) statements.set(path, [...asked])
    const scans = await scansOf(statements.get(path) ?? [])
    expect(scans.filter((scan) => LARGE.includes(scan))).toEqual([])
    // What is found by the index alone may be gathered in a bitmap of it first.
    if (index !== undefined) expect(scans.filter((scan) => index.startsWith(scan))).not.toEqual([])
  })

  test.each(['events?limit=20', 'events?limit=20&type=visit', 'events?limit=20&user=user-7'])(
    '%s reads few events more than it shows',
    async (path) => {
      asked.splice(0)
      await board.get(`/api/${path}`)
      expect(await eventsReadBy([...asked])).toBeLessThan(200)
    }
  )
})

test('an event of the minute in which its person was seen last leaves the indexes of persons as they are', async () => {
  const counted = async () => {
    await database.query('SELECT pg_stat_force_next_flush()')
    const [row] = await database.query<{ all: number; hot: number }>(
      `SELECT pg_stat_get_tuples_updated('board.persons'::regclass) AS all,
        pg_stat_get_tuples_hot_updated('board.persons'::regclass) AS hot`
    )
    return row
  }
  const visits = (second: number) =>
    Array.from({ length: 200 }, (_, index) => {
      const timestamp = new Date(Date.UTC(2025, 0, 1, 0, 0, second)).toISOString()
      return { id: `again ${second} ${index}`, type: 'visit', channel: 'web', timestamp, user_id: `again-${index}` }
    })
  // Until those of before are cleared away there is not always room on the page.
  for (const second of [0, 20, 40]) await board.send(visits(second))
  const before = await counted()
  await board.send(visits(59))
  const after = await counted()
  expect(after.all - before.all).toBe(200)
  expect(after.hot - before.hot).toBeGreaterThan(100)
})

test('a page within a moment of many events reads few more than it shows', async () => {
  const visits = Array.from({ length: 1_000 }, (_, index) => {
    return { id: `noon ${index}`, type: 'visit', channel: 'web', timestamp: '2025-03-01T12:00:00Z', user_id: 'user-7' }
  })
  await board.send(visits)
  for (const list of ['events?', 'events?type=visit&', 'users/user-7/timeline?']) {
    let cursor = ''
    for (let page = 0; page < 3; page++) {
      const { next_cursor } = await board.get(`/api/${list}limit=20${cursor}`)
      cursor = `&cursor=${encodeURIComponent(next_cursor)}`
    }
    asked.splice(0)
    const { events } = await board.get(`/api/${list}limit=20${cursor}`)
    expect(events).toHaveLength(20)
    expect(await eventsReadBy([...asked])).toBeLessThan(200)
  }
})

test('of a board that came after the statistics no more is read than is asked for', async () => {
  // Of so many events the index of arrivals, which says least, is the lowest.
  await database.query(
    `INSERT INTO board.events (board_id, id, time, type, actor, event)
     SELECT $1, 'many ' || n, now(), 'visit', 'u:many-' || n, '{}' FROM generate_series(1, 40000) AS n`,
    [board.boardId]
  )
  await database.query('ANALYZE')
  const late = await TestBoard.create(database)
  const logins = Array.from({ length: 900 }, (_, index) => {
    return { id: `l${index}`, type: 'login', timestamp: '2025-01-01T00:00:00Z', user_id: `user-${index}` }
  })
  const aliases = logins.map(({ timestamp, user_id }, index) => {
    return { id: `a${index}`, type: 'alias', timestamp, user_id, previous_id: `before-${index}` }
  })
  const visits = Array.from({ length: 400 }, (_, index) => {
    const timestamp = new Date(Date.UTC(2025, 1, 1) + index * 60_000).toISOString()
    return { id: `v${index}`, type: 'visit', channel: 'web', timestamp, anonymous_id: `device-${index}` }
  })
  await late.send(logins)
  await late.send(aliases)
  await late.send(visits)
  await late.send(visits.map((visit) => ({ ...visit, id: `hub ${visit.id}`, user_id: 'hub' })))
  const entries = async () => {
    await database.query('SELECT pg_stat_force_next_flush()')
    const [{ read }] = await database.query<{ read: number }>(
      `SELECT sum(idx_tup_read)::int AS read FROM pg_stat_all_indexes WHERE schemaname = 'board'`
    )
    return read
  }
  const before = await entries()
  await late.send(logins.slice(0, 50).map((login) => ({ ...login, timestamp: '2025-01-02T00:00:00Z' })))
  await late.send(
    aliases.slice(0, 50).map(({ previous_id }) => ({ ...logins[0], id: previous_id, user_id: previous_id }))
  )
  const stored = await entries()
  expect(stored - before).toBeLessThan(2_000)
  const { next_cursor } = await late.get('/api/users/hub/timeline?limit=20')
  await late.get(`/api/users/hub/timeline?limit=20&cursor=${encodeURIComponent(next_cursor)}`)
  expect((await entries()) - stored).toBeLessThan(5_000)
  await late.close()
})
