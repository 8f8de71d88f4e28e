import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../../../../__tests__/__helpers__/product'
import { Database, openDatabase } from '../..'
import type { Engine } from '../engine'
import { nextStatement, startUpkeep, vacuum } from '../upkeep'

const table = { name: 'persons', needs: 'vacuum' as const, rows: 10_000, dead: 1_500, indexPages: 5_000 }

test('large indexes keep what leads to dead rows until these are a fifth, small ones keep nothing; the first vacuum clears both', () => {
  const kept = new Map<string, number>()
  const keeps = (given: typeof table) => vacuum(given, kept).includes('INDEX_CLEANUP off')
  expect([keeps(table), keeps(table), keeps(table), keeps(table)]).toEqual([false, true, false, true])
  const small = { ...table, name: 'earnings', indexPages: 100 }
  expect([keeps(small), keeps(small)]).toEqual([false, false])
})

test('where nothing else is due they keep nothing', () => {
  const kept = new Map([['persons', 1_500]])
  expect(vacuum({ ...table, needs: 'clear', dead: 0 }, kept)).toBe('VACUUM (PROCESS_TOAST false) persons')
  expect(kept.get('persons')).toBe(0)
})

test('rows that are only ever added are frozen by the way', () => {
  expect(vacuum({ ...table, dead: 0 }, new Map())).toContain('FREEZE')
  expect(vacuum(table, new Map())).not.toContain('FREEZE')
})

test('what was due when a database was closed is done before anybody is let in, and nothing twice that stays as it is', async () => {
  const due = [table, { ...table, name: 'events', needs: 'analyze' }, { ...table, name: 'events', needs: 'analyze' }]
  const logs = [0, 1e9, 0, 1e9]
  const done: string[] = []
  const query = async (sql: string) => {
    if (sql.includes('pg_current_wal_lsn')) return [{ bytes: logs.shift() ?? 0 }]
    if (sql.includes('FROM needs')) return due.splice(0, 1)
    if (!sql.includes('next_flush')) done.push(sql)
    return []
  }
  const upkeep = await startUpkeep({ exchanges: 0, idle: true, full: false, query } as unknown as Engine)
  upkeep.stop()
  expect(done).toEqual(['VACUUM (PROCESS_TOAST false) persons', 'CHECKPOINT', 'ANALYZE events', 'CHECKPOINT'])
})

describe('of an open database', () => {
  let database: Database
  beforeAll(async () => (database = await openDatabase({ memory: true }, { name: 'board', migrations: [] })), 60_000)
  afterAll(() => database.close())

  test('a table of few rows and many pages is vacuumed long before a fifth of it is new', async () => {
    await database.query('CREATE TABLE wide (number int, filler text STORAGE PLAIN)')
    const add = (count: number) =>
      database.query("INSERT INTO wide SELECT n, repeat('x', 7000) FROM generate_series(1, $1::int) n", [count])
    await add(1_600)
    await vacuumed(1_600)
    await add(800)
    await add(800)
    await vacuumed(3_200)
  }, 30_000)

  test('at rest the pages of a changed table are known to be seen by all: an index alone tells of its rows', async () => {
    const key = "(SELECT string_agg(md5(n::text || part || $1::text), '') FROM generate_series(1, 45) AS part)"
    await database.query('CREATE TABLE keyed (number int, key text); CREATE INDEX keyed_by_key ON keyed (key)')
    await database.query(`INSERT INTO keyed SELECT n, ${key} FROM generate_series(1, 10000) AS n`, ['new'])
    const isCleared = () =>
      becomes("SELECT relallvisible = pg_relation_size(oid) / 8192 AS done FROM pg_class WHERE relname = 'keyed'")
    await isCleared()
    await database.query(
      `UPDATE keyed SET key = (SELECT ${key} FROM (SELECT number AS n) AS same) WHERE number % 6 = 0`,
      ['changed']
    )
    await isCleared()
  }, 60_000)

  test('it comes to rest: nothing is tried again that stays as it is', async () => {
    await database.query('CREATE TABLE parted (number int) PARTITION BY LIST (number)')
    await database.query('CREATE TABLE part PARTITION OF parted FOR VALUES IN (1)')
    await database.query('INSERT INTO parted SELECT 1 FROM generate_series(1, 1000)')
    // Each time the statistics of all columns change.
    for (let times = 0; times < 3; times++) await database.query('ANALYZE')
    const done: string[] = []
    for (;;) {
      const next = await nextStatement(database, { dead: new Map(), cleared: new Map() })
      if (next === undefined || done.push(next) === 100) break
      await database.query(next)
    }
    expect(done.length).toBeLessThan(100)
  }, 30_000)

  test('what came before a restart is vacuumed after it', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'tractionboard-upkeep-')), 'data')
    const schema = { name: 'board' as const, migrations: [] }
    const before = await openDatabase({ folder }, schema)
    await before.query('CREATE TABLE wide (number int, filler text STORAGE PLAIN)')
    // In one transaction with the end of the process: nobody has time for a vacuum.
    await before.query("INSERT INTO wide SELECT n, repeat('x', 1000) FROM generate_series(1, 14000) n")
    await before.query('ANALYZE wide')
    await before.close()
    const after = await openDatabase({ folder }, schema)
    await vacuumed(2_000, after)
    await after.close()
  }, 60_000)

  test('a table that was vacuumed before it had statistics gets them, however little it changes', async () => {
    await database.query('CREATE TABLE vacuumed AS SELECT generate_series(1, 50) AS number')
    await database.query('VACUUM vacuumed')
    await becomes("SELECT count(*) > 0 AS done FROM pg_stats WHERE tablename = 'vacuumed'")
  }, 30_000)

  /** Waits until so many pages are known to be seen by all, and frozen. */
  const vacuumed = (pages: number, its = database) =>
    becomes(`SELECT least(relallvisible, relallfrozen) >= ${pages} AS done FROM pg_class WHERE relname = 'wide'`, its)

  const becomes = (query: string, its = database) =>
    eventually(async () => (await its.query<{ done: boolean }>(query))[0].done || undefined, 20_000)
})
