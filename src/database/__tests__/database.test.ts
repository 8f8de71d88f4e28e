import { PostgresServer, startPostgres } from '../../../__tests__/__helpers__/postgres'
import { setTimeout as sleep } from 'node:timers/promises'
import { Database, arrayOf, migrate, openDatabase, unavailability } from '..'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.remove())

describe.each([
  ['embedded', () => openDatabase({ memory: true })],
  ['PostgreSQL', () => openDatabase({ url: server.url })]
])('%s database', (_name, open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await database.query('CREATE TABLE IF NOT EXISTS numbers (number int PRIMARY KEY)')
  })
  afterAll(() => database.close())
  beforeEach(() => database.query('DELETE FROM numbers'))

  test('gives every type in the same shape', async () => {
    const [row] = await database.query(
      `SELECT 9007199254740991::int8 AS int8, 12.50::numeric AS numeric, date '2024-02-29' AS date, '-infinity'::date AS never,
              '2024-01-01T00:00:00Z'::timestamptz AS time, '{"a":[1]}'::jsonb AS jsonb, '{"b":2}'::json AS json,
              ARRAY['x','y'] AS texts, true AS bool, NULL::int8 AS nothing`
    )
    expect(row).toEqual({
      int8: 9007199254740991,
      numeric: '12.50',
      date: '2024-02-29',
      never: '-infinity',
      time: new Date('2024-01-01T00:00:00Z'),
      jsonb: { a: [1] },
      json: { b: 2 },
      texts: ['x', 'y'],
      bool: true,
      nothing: null
    })
  })

  test('takes parameters of every shape', async () => {
    const [row] = await database.query(
      'SELECT $1::text[] AS texts, $2::jsonb AS json, $3::timestamptz AS time, $4::numeric AS numeric, $5::date AS date',
      [['a"b', 'c,\\d', '{}'], JSON.stringify({ ü: [1, 'x'] }), new Date(0), '1.5000', '2024-01-01']
    )
    expect(row).toEqual({
      texts: ['a"b', 'c,\\d', '{}'],
      json: { ü: [1, 'x'] },
      time: new Date(0),
      numeric: '1.5000',
      date: '2024-01-01'
    })
  })

  test('takes arrays of every type in binary form', async () => {
    const [row] = await database.query(
      `SELECT $1::text[] AS texts, $2::int4[] AS ints, $3::bool[] AS bools, array_to_json($4::json[]) AS jsons,
              array_to_json($5::timestamptz[]) AS times, $6::text[] AS none`,
      [
        arrayOf('text', ['a"b', '', 'ü\u{1f600}', undefined]),
        arrayOf('int4', [-1, 2_147_483_647, null]),
        arrayOf('bool', [true, false]),
        arrayOf('json', ['{"a": 1}', null]),
        arrayOf('timestamptz', [0, Date.parse('0001-01-01T00:00:00Z'), Date.UTC(9999, 11, 31, 23, 59, 59, 999)]),
        arrayOf('text', [])
      ]
    )
    const times = (row as { times: string[] }).times.map((time) => new Date(time).getTime())
    expect({ ...(row as object), times }).toEqual({
      texts: ['a"b', '', 'ü\u{1f600}', null],
      ints: [-1, 2_147_483_647, null],
      bools: [true, false],
      jsons: [{ a: 1 }, null],
      times: [0, Date.parse('0001-01-01T00:00:00Z'), Date.UTC(9999, 11, 31, 23, 59, 59, 999)],
      none: []
    })
  })

  test('a prepared statement gives what it would otherwise, also where one before it failed', async () => {
    const statement = { name: 'add a number', text: 'INSERT INTO numbers VALUES ($1) RETURNING number' }
    const add = (number: number) => database.query(statement, [number])
    expect(await add(1)).toEqual([{ number: 1 }])
    await expect(add(1)).rejects.toMatchObject({ code: '23505' })
    expect(await add(2)).toEqual([{ number: 2 }])
  })

  test('statements of a transaction that are asked for at a time run in their order', async () => {
    const counts = await database.transaction((transaction) =>
      Promise.all(
        [1, 2, 3].map(async (number) => {
          await transaction.query('INSERT INTO numbers VALUES ($1)', [number])
          const [{ count }] = await transaction.query<{ count: number }>('SELECT count(*) AS count FROM numbers')
          return count
        })
      )
    )
    expect(counts).toHaveLength(3)
    expect(await database.query('SELECT number FROM numbers ORDER BY number')).toHaveLength(3)
    const failing = database.transaction((transaction) =>
      Promise.all([4, 4, 5].map((number) => transaction.query('INSERT INTO numbers VALUES ($1)', [number])))
    )
    await expect(failing).rejects.toMatchObject({ code: '23505' })
    expect(await database.query('SELECT number FROM numbers ORDER BY number')).toHaveLength(3)
  })

  test('commits what a transaction did, and gives its result', async () => {
    const result = await database.transaction(async (transaction) => {
      await transaction.query('INSERT INTO numbers VALUES (1)')
      return 'done'
    })
    expect(result).toBe('done')
    expect(await database.query('SELECT number FROM numbers')).toEqual([{ number: 1 }])
  })

  test('takes back all of a transaction whose last statements fail while nobody waits for them, and says why', async () => {
    const failing = database.transaction(async (transaction) => {
      for (const number of [1, 1, 2])
        transaction.query('INSERT INTO numbers VALUES ($1)', [number]).catch(() => undefined)
    })
    await expect(failing).rejects.toMatchObject({ code: '23505' })
    expect(await database.query('SELECT number FROM numbers')).toEqual([])
  })

  test('of one key the next transaction is sent behind the last, and comes after it', async () => {
    const add = (number: number) =>
      database.transaction(async (transaction) => {
        await transaction.query('LOCK TABLE numbers')
        await transaction.query('INSERT INTO numbers SELECT $1 + count(*) FROM numbers', [number])
      }, 'key')
    await Promise.all([add(10), add(20), add(30)])
    expect(await database.query('SELECT number FROM numbers ORDER BY number')).toEqual([
      { number: 10 },
      { number: 21 },
      { number: 32 }
    ])
  })

  test('takes back all of a transaction that fails, and goes on working', async () => {
    const failing = database.transaction(async (transaction) => {
      await transaction.query('INSERT INTO numbers VALUES (1)')
      await transaction.query('INSERT INTO numbers VALUES (1)')
    })
    await expect(failing).rejects.toThrow(/duplicate key/)
    expect(await database.query('SELECT number FROM numbers')).toEqual([])
  })

  test('carries out nothing that a failed transaction still asks for after its end', async () => {
    let late: Promise<unknown> | undefined
    const failing = database.transaction(async (transaction) => {
      late = Promise.resolve()
        .then(() => failing.catch(() => undefined))
        .then(() => transaction.query('INSERT INTO numbers VALUES (77)'))
      late.catch(() => undefined)
      await transaction.query('SELECT 1 / 0')
    })
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    await expect(late).rejects.toMatchObject({ code: '25P01' })
    expect(await database.query('SELECT FROM numbers WHERE number = 77')).toEqual([])
  })

  test('runs many transactions at a time, each whole', async () => {
    const all = Array.from({ length: 30 }, (_, number) =>
      database.transaction((transaction) => transaction.query('INSERT INTO numbers VALUES ($1)', [number]))
    )
    await Promise.all(all)
    expect(await database.query('SELECT count(*) AS count FROM numbers')).toEqual([{ count: 30 }])
  })

  test('applies a migration once, in order, however many processes start at a time', async () => {
    const migrations = [
      { name: '1', sql: 'CREATE TABLE board.steps (board_id int, step int);\nINSERT INTO board.steps VALUES (1, 1);' },
      { name: '2', sql: 'INSERT INTO board.steps VALUES (1, 2)' }
    ]
    const schema = { name: 'board' as const, migrations }
    await migrate(database, { ...schema, migrations: migrations.slice(0, 1) })
    await Promise.all([migrate(database, schema), migrate(database, schema)])
    expect(await database.query('SELECT step FROM board.steps ORDER BY step')).toEqual([{ step: 1 }, { step: 2 }])
    expect(await database.query('SELECT name FROM board.migrations ORDER BY name')).toEqual([
      { name: '1' },
      { name: '2' }
    ])
  })

  test('leaves nothing of a migration that fails', async () => {
    const broken = [{ name: 'broken', sql: 'CREATE TABLE pipeline.half (id int);\nSELECT nonsense' }]
    await expect(migrate(database, { name: 'pipeline', migrations: broken })).rejects.toThrow(/nonsense/)
    expect(await database.query(`SELECT to_regclass('pipeline.half') AS half`)).toEqual([{ half: null }])
    expect(await database.query('SELECT name FROM pipeline.migrations')).toEqual([])
  })

  test('closes once, however often it is asked to', async () => {
    const other = await open()
    await Promise.all([other.close(), other.close()])
    await expect(other.query('SELECT 1')).rejects.toThrow()
  })
})

test('a server that is away is told at once, and a pool finds it again when it is back', async () => {
  const database = await openDatabase({ url: server.url })
  await server.stop()
  await expect(database.query('SELECT 1')).rejects.toThrow()
  await expect(openDatabase({ url: server.url })).rejects.toThrow(/ECONNREFUSED/)
  await server.start()
  expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  await database.close()
})

test('whoever waits for one tenant keeps no other from writing, nor anyone from reading', async () => {
  const [database, other] = [await openDatabase({ url: server.url }), await openDatabase({ url: server.url })]
  await database.query('CREATE TABLE IF NOT EXISTS tenants (tenant int PRIMARY KEY)')
  await database.query('INSERT INTO tenants VALUES (1), (2)')
  const lock = (tenant: number) =>
    database.transaction(
      (transaction) => transaction.query('SELECT FROM tenants WHERE tenant = $1 FOR UPDATE', [tenant]),
      `tenant ${tenant}`
    )
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const stuck = other.transaction(async (transaction) => {
    await transaction.query('SELECT FROM tenants WHERE tenant = 1 FOR UPDATE')
    await held
  })
  await sleep(100)
  const started = Date.now()
  const waiting = Array.from({ length: 50 }, () => lock(1).then(String, (error: Error) => unavailability(error)))
  await Promise.all(Array.from({ length: 20 }, () => lock(2)))
  await Promise.all(Array.from({ length: 20 }, () => database.query('SELECT * FROM tenants')))
  expect(Date.now() - started).toBeLessThan(4_500)
  // Nobody waits longer than his patience.
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['busy']))
  release()
  await stuck
  await lock(1)
  await Promise.all([database.close(), other.close()])
})
