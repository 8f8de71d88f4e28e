import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { archiveOf, openDatabase, type Database } from '../../database'
import { openEmbedded } from '../../database/embedded'
import { PIPELINE_SCHEMA } from '..'
import { conditionsOf, type Standing } from '../alerts/conditions'
import type { Alert } from '../alerts/store'
import { look, tell, watch, type Unwritten, type WatchOptions } from '../alerts/watch'
import { checkAlertUrl, sign, SIGNATURE_HEADER } from '../alerts/webhook'
import { Rollups } from '../record/rollups'
import { DEFAULT_KEEP } from '../record/upkeep'
import type { Sources } from '../sources'

const secret = 'a-secret'
let database: Database
let rollups: Rollups
let server: Server
let received: { body: any; isSigned: boolean }[]
/** The statuses that the webhook answers, then 200; 0 is no answer at all. */
let statuses: number[]
let now: Date
let seen: string[]
let unwritten: Unwritten

async function addSource(): Promise<void> {
  await database.query(
    `INSERT INTO pipeline.sources (source_id, name, settings, given_settings) VALUES ('s', 'Web', '{}', '')`
  )
  await database.query(
    `INSERT INTO pipeline.mappings (source_id, mapping_id, position, name, partner_action, subscribe, mapping, enabled, updated_at)
     VALUES ('s', 'm', 0, 'Track', 'track', 'type = "track"', '{}', true, now())`
  )
}

beforeAll(async () => {
  database = await openDatabase({ memory: true }, PIPELINE_SCHEMA)
  rollups = await Rollups.open(database, ['s'])
  await addSource()
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const signature = request.headers[SIGNATURE_HEADER.toLowerCase()]
      const status = statuses.shift() ?? 200
      received.push({ body: JSON.parse(text), isSigned: signature === `sha256=${sign(text, secret)}` })
      if (status !== 0) response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

beforeEach(async () => {
  received = []
  statuses = []
  seen = []
  unwritten = new Set()
  pressure = { queue, limits, room: undefined }
  now = new Date('2026-01-01T00:00:00Z')
  await database.query('TRUNCATE pipeline.alerts, pipeline.lanes')
})

afterAll(async () => {
  server?.closeAllConnections()
  server?.close()
  await database?.close()
})

const limits = { events: 1000, bytes: 1_000_000 }
const queue = { events: 0, bytes: 0, waiting: 0, retrying: 0, oldest: null }
let pressure: WatchOptions['pressure']

const options = (): WatchOptions => ({
  database,
  rollups,
  sources: { ids: ['s'], byId: () => ({ name: 'Web' }) } as unknown as Sources,
  keep: DEFAULT_KEEP,
  pressure,
  webhook: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, secret },
  now: () => now,
  random: () => 0.5,
  onAlert: ({ kind }: Alert, state) => seen.push(`${kind} ${state}`),
  onError: (error) => {
    throw error
  }
})

const pause = (code = 'INVALID_AUTHENTICATION') =>
  database.query(
    `INSERT INTO pipeline.lanes (source_id, mapping_id, state, since, until, failures, code, reason, revision)
     VALUES ('s', 'm', 'paused', now(), now(), 1, $1, 'of ada@example.com', 1)`,
    [code]
  )
const mend = () => database.query(`UPDATE pipeline.lanes SET state = 'open'`)
const round = async (later = 0) => {
  now = new Date(now.getTime() + later)
  await look(options(), unwritten)
  await tell(options(), unwritten, new AbortController().signal)
}

it('tells once when something begins, and once when it ends, signed and without a person’s data', async () => {
  await pause()
  await round()
  await round(60_000)
  await mend()
  await round(60_000)
  await round(60_000)
  expect(received.map(({ body: { id: _, ...body }, isSigned }) => ({ ...body, isSigned }))).toEqual([
    {
      state: 'begins',
      kind: 'mapping_paused',
      source: 'Web',
      message: 'The mapping "Track" is paused: the endpoint refuses the settings. Mend the Token ID. Nothing is lost.',
      began_at: '2026-01-01T00:00:00.000Z',
      ended_at: null,
      isSigned: true
    },
    expect.objectContaining({
      state: 'ends',
      kind: 'mapping_paused',
      began_at: '2026-01-01T00:00:00.000Z',
      ended_at: '2026-01-01T00:02:00.000Z',
      isSigned: true
    })
  ])
  expect(JSON.stringify(received)).not.toContain('ada@')
  expect(new Set(received.map(({ body }) => body.id)).size).toBe(2)
  expect(seen).toEqual(['mapping_paused begins', 'mapping_paused ends'])
  expect(await database.query('SELECT FROM pipeline.alerts')).toEqual([])
})

it('tries again with ever longer waits, under one id, and tells the end after the begin', async () => {
  statuses = [500, 302, 404]
  await pause()
  await round()
  await round(100)
  expect(received).toHaveLength(1)
  await round(2_000)
  await mend()
  await round(4_000)
  expect(received.map(({ body }) => body.state)).toEqual(['begins', 'begins', 'begins'])
  await round(10_000)
  await round(10_000)
  expect(received.map(({ body }) => body.state)).toEqual(['begins', 'begins', 'begins', 'begins', 'ends'])
  expect(new Set(received.map(({ body }) => body.id)).size).toBe(2)
})

it('begins nothing a second time after a restart or in a second process', async () => {
  await pause()
  await Promise.all([round(), look(options(), unwritten), look(options(), unwritten)])
  await tell(options(), unwritten, new AbortController().signal)
  expect(received).toHaveLength(1)
  expect(seen).toEqual(['mapping_paused begins'])
})

it('is held up by no webhook that hangs, and closes at once', async () => {
  statuses = [0]
  await pause()
  await look({ ...options(), now: () => new Date() }, unwritten)
  const watching = watch({ ...options(), now: () => new Date() })
  while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  await mend()
  await look({ ...options(), now: () => new Date() }, unwritten)
  expect(seen).toEqual(['mapping_paused begins', 'mapping_paused ends'])
  const start = performance.now()
  await watching.close()
  expect(performance.now() - start).toBeLessThan(2_000)
})

it('says in plain words that a mapping is paused by a redirect', async () => {
  await pause('FOUND')
  await round()
  expect(received[0].body.message).toBe(
    'The mapping "Track" is paused: the endpoint is elsewhere: it answers with a redirect, which is not followed. Mend the Endpoint. Nothing is lost.'
  )
})

describe('a clock that jumps by a day', () => {
  const DAY = 86_400_000

  it.each([
    ['ahead', DAY],
    ['back', -DAY]
  ])('%s makes no alert begin again, and none end but once', async (_, jump) => {
    await pause()
    await round()
    for (const each of [jump, 10_000, -jump, 10_000, jump]) await round(each)
    expect(seen).toEqual(['mapping_paused begins'])
    await mend()
    for (const each of [-jump, 10_000, jump]) await round(each)
    expect(seen).toEqual(['mapping_paused begins', 'mapping_paused ends'])
    expect(received.map(({ body }) => body.state)).toEqual(['begins', 'ends'])
    const [, { body: end }] = received
    expect(end.ended_at >= end.began_at).toBe(true)
  })

  it.each([
    ['begins', ['begins', 'begins', 'ends']],
    ['ends', ['begins', 'ends', 'ends']]
  ])('back loses nothing of what %s and was to be told again', async (what, states) => {
    if (what === 'ends') {
      await pause()
      await round()
    }
    statuses = [500]
    await (what === 'ends' ? mend() : pause())
    await round(DAY)
    await round(-DAY)
    if (what === 'begins') await mend()
    await round(10_000)
    expect(received.map(({ body }) => body.state)).toEqual(states)
  })

  it('back counts none of what is dated later among the last minutes', async () => {
    const deliver = (state: string, at: Date, batch: number) =>
      database.query(
        `INSERT INTO pipeline.deliveries (source_id, batch_id, delivery_id, segment, mapping_id, state, events, positions,
           received_at, code) VALUES ('s', $1, 1, 1, 'm', $2, 100, '0-99', $3, 'SERVER_ERROR')`,
        [batch, state, at]
      )
    await deliver('discarded', now, 1)
    await round()
    expect(seen).toEqual(['low_success begins'])
    await deliver('delivered', new Date(now.getTime() - DAY), 2)
    await round(-DAY)
    expect(seen).toEqual(['low_success begins', 'low_success ends'])
    await database.query('TRUNCATE pipeline.deliveries')
  })
})

it('begins and ends as a limit comes near and goes, of the queue and of the disk', async () => {
  const near = { queue: { ...queue, events: 800, bytes: 10 }, limits, room: { free: 150, reserve: 100 } }
  for (const each of [near, near, { ...near, room: { free: 200, reserve: 100 } }, pressure, pressure, near]) {
    pressure = each
    await round(10_000)
  }
  const [begin, end] = ['begins', 'ends'].map((state) => (kind: string) => `${kind}_near_limit ${state}`)
  expect(seen).toEqual([
    ...[begin('queue'), begin('disk'), end('disk'), end('queue')],
    ...[begin('queue'), begin('disk')]
  ])
  expect(received.map(({ body }) => body.message)).toContain(
    'The disk has 150 bytes left; below 100 calls are refused.'
  )
  expect(received.map(({ body }) => `${body.kind} ${body.state}`).sort()).toEqual([...seen].sort())
})

describe('a disk that is full, on which nothing can be written', () => {
  const MB = 1024 * 1024
  /** Megabytes that are free, as the thread of the engine finds them. */
  const free = new Int32Array(new SharedArrayBuffer(4))
  let inMemory: Database
  let home: string
  beforeAll(async () => {
    inMemory = database
    home = await mkdtemp(path.join(tmpdir(), 'tractionboard-alerts-'))
    free[0] = 1_000
    database = await openEmbedded({
      folder: path.join(home, 'data'),
      archive: archiveOf(PIPELINE_SCHEMA),
      startThread: (engine) =>
        new Worker(require.resolve('../../database/engine/__tests__/__helpers__/disk-thread'), {
          workerData: { ...engine, free: free.buffer }
        })
    })
    await addSource()
  })
  afterAll(async () => {
    await database.close()
    database = inMemory
    await rm(home, { recursive: true })
  })
  const has = async (megabytes: number) => {
    free[0] = megabytes
    pressure = { ...pressure, room: { free: megabytes * MB, reserve: 100 * MB } }
    await round(10_000)
  }

  it.each([
    ['at once', [50, 50, 1_000]],
    ['and goes by and by', [50, 50, 150, 150, 1_000, 1_000]],
    ['and comes by and by', [150, 50, 50, 1_000]]
  ])('is told of once when it begins and once when it ends: %s', async (_, course) => {
    free[0] = 1_000
    // The webhook fails at first.
    statuses = [500]
    await has(1_000)
    for (const megabytes of course) await has(megabytes)
    await has(1_000)
    await round(60_000)
    expect(seen).toEqual(['disk_near_limit begins', 'disk_near_limit ends'])
    expect(received.map(({ body }) => body.state)).toEqual(['begins', 'begins', 'ends'])
    expect(new Set(received.map(({ body }) => body.id)).size).toBe(2)
    expect(await database.query('SELECT FROM pipeline.alerts')).toEqual([])
  })

  it('is told of while it is full', async () => {
    await has(50)
    expect(received.map(({ body }) => body.message)).toEqual([
      `The disk has ${50 * MB} bytes left; below ${100 * MB} calls are refused.`
    ])
    await has(1_000)
  })
})

const WELL: Standing = { paused: [], delivered: 100, failed: 0, queue, limits, aging: 0 }

it.each<[string, Partial<Standing>, string[]]>([
  ['all is well', {}, []],
  ['nothing was tried', { delivered: 0 }, []],
  ['few failed', { failed: 11 }, []],
  ['many failed', { failed: 12 }, ['low_success']],
  ['too few to say', { delivered: 0, failed: 19 }, []],
  ['the queue has nearly as many events as may be', { queue: { events: 800, bytes: 0 } }, ['queue_near_limit']],
  ['the queue is nearly as large as may be', { queue: { events: 1, bytes: 800_000 } }, ['queue_near_limit']],
  ['the disk has room', { room: { free: 200, reserve: 100 } }, []],
  ['the disk is nearly full', { room: { free: 199, reserve: 100 } }, ['disk_near_limit']],
  ['events will be forgotten', { aging: 1 }, ['undelivered_aging']]
])('knows what is amiss: %s', (_, standing, kinds) => {
  expect(conditionsOf({ ...WELL, ...standing }).map(({ kind }) => kind)).toEqual(kinds)
})

it.each(['http://example.com/hook', 'https://me:secret@example.com', 'ftp://127.0.0.1', 'hook'])(
  'takes no address that is not safe: %s',
  (address) => {
    expect(() => checkAlertUrl(address)).toThrow(/^The alert URL .* must be https/)
    expect(() => checkAlertUrl(address)).not.toThrow(/secret/)
  }
)
