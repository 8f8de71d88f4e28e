import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Database, openDatabase } from '../..'
import type { Engine } from '../engine'
import { nextStatement, startUpkeep, vacuum } from '../upkeep'

const table = { name: 'persons', dirty: true, rows: 10_000, dead: 1_500, indexPages: 5_000 }

test('large indexes keep what leads to dead rows until these are a fifth, small ones keep nothing; the first vacuum clears both', () => {
  const kept = new Map<string, number>()
  const keeps = (given: typeof table) => vacuum(given, kept).includes('INDEX_CLEANUP off')
  expect([keeps(table), keeps(table), keeps(table), keeps(table)]).toEqual([false, true, false, true])
  const small = { ...table, name: 'earnings', indexPages: 100 }
  expect([keeps(small), keeps(small)]).toEqual([false, false])
})

test('rows that are only ever added are frozen by the way', () => {
  expect(vacuum({ ...table, dead: 0 }, new Map())).toContain('FREEZE')
  expect(vacuum(table, new Map())).not.toContain('FREEZE')
})

test('what was due when a database was closed is done before anybody is let in, and nothing twice that stays as it is', async () => {
  const due = [table, { ...table, name: 'events', dirty: false }, { ...table, name: 'events', dirty: false }]
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

  test('it comes to rest: nothing is tried again that stays as it is', async () => {
    await database.query('CREATE TABLE parted (number int) PARTITION BY LIST (number)')
    await database.query('CREATE TABLE part PARTITION OF parted FOR VALUES IN (1)')
    await database.query('INSERT INTO parted SELECT 1 FROM generate_series(1, 1000)')
    // Each time the statistics of all columns change.
    for (let times = 0; times < 3; times++) await database.query('ANALYZE')
    const done: string[] = []
    for (;;) {
      const next = await nextStatement(database, new Map())
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
    for (let known = 0; known === 0;) {
      const query = "SELECT count(*)::int AS known FROM pg_stats WHERE tablename = 'vacuumed'"
      ;[{ known }] = await database.query<{ known: number }>(query)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }, 30_000)

  /** Waits until so many pages are known to be seen by all, and frozen. */
  async function vacuumed(pages: number, its = database): Promise<void> {
    for (;;) {
      const [{ seen, frozen }] = await its.query<{ seen: number; frozen: number }>(
        "SELECT relallvisible AS seen, relallfrozen AS frozen FROM pg_class WHERE relname = 'wide'"
      )
      if (seen >= pages && frozen >= pages) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
})
