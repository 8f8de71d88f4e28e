import { createHash } from 'node:crypto'
import { chmod, cp, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Database, openDatabase, unavailability } from '../..'
import { archiveOf } from '../..'
import { openEmbedded } from '../../embedded'

const SCHEMA = { name: 'board' as const, migrations: [] }

let home: string
let folder: string
let database: Database | undefined
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tractionboard-engine-'))
  folder = join(home, 'data')
})
afterEach(async () => {
  await database?.close()
  database = undefined
  await rm(home, { recursive: true, force: true })
})

async function files(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ path, name }) => join(path, name))
}

/** Everything in the folder: names, modes and contents. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await files()).sort()) {
    hash.update(`${file} ${(await stat(file)).mode}`).update(await readFile(file))
  }
  return hash.digest('hex')
}

test('a long statement leaves the thread that waits for it alone', async () => {
  database = await openDatabase({ memory: true }, SCHEMA)
  const before = performance.eventLoopUtilization()
  await database.query('SELECT count(*) FROM generate_series(1, 4000000)')
  const { active, idle } = performance.eventLoopUtilization(before)
  expect(idle).toBeGreaterThan(300)
  expect(active).toBeLessThan(idle / 3)
})

test('folder and files are their owner’s alone, those of an earlier version too', async () => {
  await (await openDatabase({ folder }, SCHEMA)).close()
  await chmod(folder, 0o755)
  for (const file of await files()) await chmod(file, 0o666)
  database = await openDatabase({ folder }, SCHEMA)
  await database.query('CREATE TABLE made (id int)')
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  for (const file of await files()) expect([file, (await stat(file)).mode & 0o777]).toEqual([file, 0o600])
})

describe('a folder that cannot be opened is told in one line, and left as it is', () => {
  let whole: string
  beforeAll(async () => {
    whole = await mkdtemp(join(tmpdir(), 'tractionboard-whole-'))
    await (await openDatabase({ folder: join(whole, 'data') }, SCHEMA)).close()
  })
  beforeEach(() => cp(join(whole, 'data'), folder, { recursive: true }))
  afterAll(() => rm(whole, { recursive: true }))

  const relation = async () => {
    const base = (await files()).filter((file) => /\/base\/\d+\/\d+$/.test(file)).sort()
    for (const file of base) if ((await stat(file)).size > 8192) return file
    throw new Error('No table has two pages')
  }
  test.each<[string, () => Promise<unknown>, RegExp]>([
    ['no version', () => truncate(join(folder, 'PG_VERSION')), /is damaged: PG_VERSION is empty/],
    [
      'half a control file',
      () => truncate(join(folder, 'global', 'pg_control'), 100),
      /is damaged: global\/pg_control/
    ],
    ['half a page of a table', async () => truncate(await relation(), 8192 + 100), /is damaged: base\/\d+\/\d+ is not/],
    ['no log', () => rm(join(folder, 'pg_wal'), { recursive: true }), /is damaged: pg_wal is missing/],
    ['another PostgreSQL', () => writeFile(join(folder, 'PG_VERSION'), '16\n'), /was made by PostgreSQL 16/],
    ['something else', () => rm(join(folder, 'PG_VERSION')), /is not empty, and holds no database/]
  ])('%s', async (_name, harm, message) => {
    await harm()
    const before = await fingerprint()
    const error = await openDatabase({ folder }, SCHEMA).catch((failure: Error) => failure)
    expect((error as Error).message).toMatch(message)
    expect((error as Error).message).not.toMatch(/\n/)
    expect(await fingerprint()).toBe(before)
  })
})

test('a file where the folder should be, or the one around it', async () => {
  await writeFile(folder, '')
  await expect(openDatabase({ folder }, SCHEMA)).rejects.toThrow(/^The folder .* cannot be used \(ENOTDIR/)
  const below = openDatabase({ folder: join(folder, 'below') }, SCHEMA)
  await expect(below).rejects.toThrow(/^The folder .* cannot be used \((ENOTDIR|EEXIST)/)
})

describe('on a disk that fills', () => {
  const free = new Int32Array(new SharedArrayBuffer(4))
  beforeEach(async () => {
    free[0] = 1_000
    database = await openEmbedded({
      folder,
      archive: archiveOf(SCHEMA),
      startThread: (options) =>
        new Worker(require.resolve('./__helpers__/disk-thread'), { workerData: { ...options, free: free.buffer } })
    })
    await database.query('CREATE TABLE numbers (number int)')
    await database.query('INSERT INTO numbers VALUES (1)')
  })
  const write = (number: number) => database!.query('INSERT INTO numbers VALUES ($1)', [number])
  const numbers = async () =>
    (await database!.query<{ number: number }>('SELECT number FROM numbers ORDER BY number')).map(
      ({ number }) => number
    )

  test('writing is refused in time, reading goes on, and writing again once there is room', async () => {
    free[0] = 50
    for (const refused of [
      write(2),
      database!.transaction((transaction) => transaction.query('INSERT INTO numbers VALUES (2)'))
    ]) {
      expect(unavailability((await refused.then(String, (error: Error) => error)) as Error)).toBe('full')
    }
    expect(await numbers()).toEqual([1])
    free[0] = 1_000
    await write(3)
    expect(await numbers()).toEqual([1, 3])
  })

  test('an engine that the disk failed is started again, with all that was stored', async () => {
    await write(2)
    free[0] = -1_000
    const error = (await write(3).then(String, (failure: Error) => failure)) as Error
    expect(['full', 'away']).toContain(unavailability(error))
    free[0] = 1_000
    for (let tries = 0; tries < 40 && !(await numbers().catch(() => undefined)); tries++) await sleep(250)
    expect(await numbers()).toEqual([1, 2])
    await write(4)
    expect(await numbers()).toEqual([1, 2, 4])
  })

  test('where there is too little room to begin with, nothing is begun', async () => {
    await database!.close()
    free[0] = 50
    database = undefined
    await expect(
      openEmbedded({
        folder: join(home, 'other'),
        startThread: (options) =>
          new Worker(require.resolve('./__helpers__/disk-thread'), { workerData: { ...options, free: free.buffer } })
      })
    ).rejects.toThrow(/has 50 MB free, and 150 MB are needed/)
    expect(await readdir(home)).toEqual(['data'])
  })
})

test('dead rows are given back and statistics made, without being asked for', async () => {
  database = await openDatabase({ memory: true }, SCHEMA)
  await database.query('CREATE TABLE counted (id int PRIMARY KEY, count int)')
  await database.query('INSERT INTO counted SELECT id, 0 FROM generate_series(1, 5000) AS id')
  for (let round = 0; round < 5; round++) await database.query('UPDATE counted SET count = count + 1')
  const look = async () =>
    (
      await database!.query<{ rows: number; dead: number; columns: number }>(
        `SELECT reltuples::int AS rows, n_dead_tup AS dead, (SELECT count(*) FROM pg_stats WHERE tablename = 'counted') AS columns
         FROM pg_stat_user_tables JOIN pg_class AS class ON class.oid = relid WHERE class.relname = 'counted'`
      )
    )[0]
  for (let tries = 0; tries < 40; tries++) {
    const { rows, dead, columns } = await look()
    if (rows === 5000 && dead === 0 && columns === 2) break
    await sleep(250)
  }
  expect(await look()).toEqual({ rows: 5000, dead: 0, columns: 2 })
})

test('the log is kept short by checkpoints', async () => {
  database = await openDatabase({ folder }, SCHEMA)
  await database.query('CREATE TABLE long (text text STORAGE EXTERNAL)')
  const log = async () =>
    (
      await database!.query<{ written: number; kept: number }>(
        `SELECT (pg_current_wal_lsn() - '0/0')::float8 AS written,
           pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::float8 AS kept FROM pg_control_checkpoint()`
      )
    )[0]
  const before = (await log()).written
  await database.query(`INSERT INTO long SELECT repeat(md5(id::text), 1000) FROM generate_series(1, 2500) AS id`)
  expect((await log()).written - before).toBeGreaterThan(80_000_000)
  for (let tries = 0; tries < 100 && (await log()).kept > 10_000_000; tries++) await sleep(100)
  expect((await log()).kept).toBeLessThan(10_000_000)
})
