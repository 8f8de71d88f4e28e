import { appendFile, chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { replay, ReplayStopped } from '..'
import type { ReplayOptions, Wait } from '..'
import { presetMappings } from '../../match/presets'
import { CATALOG_ID, manifest } from '../../..'

/** How much faster than the clock the waits of a replay are over. */
let mockHaste = 1
jest.mock('node:timers/promises', () => {
  const { setTimeout: sleep } = jest.requireActual<typeof import('node:timers/promises')>('node:timers/promises')
  return { setTimeout: (milliseconds: number, ...rest: never[]) => sleep(milliseconds / mockHaste, ...rest) }
})

type Sent = { id: string; timestamp: string; type: string }
type Answer = { status: number; headers?: Record<string, string>; results?: (events: Sent[]) => object[] }

let folder: string
let server: Server
let received: Sent[]
/** What the endpoint answers to the coming requests; 201 for every event where nothing is left. */
let answers: Answer[]
/** The ids of events with which a request is answered 500, and of one with which it is answered 401. */
let poison: string[]
let stop: string | undefined
let sizes: number[]
let problems: string[]
let notices: string[]
let waits: Wait[]

async function bodyOf(request: IncomingMessage): Promise<{ events: Sent[] }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString()) as { events: Sent[] }
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'replay-'))
  received = []
  answers = []
  poison = []
  stop = undefined
  sizes = []
  mockHaste = 1
  problems = []
  notices = []
  waits = []
  server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ name: 'Test' }))
      return
    }
    void bodyOf(request).then(({ events }) => {
      if (events.some(({ id }) => poison.includes(id))) answers.unshift({ status: 500 })
      if (events.some(({ id }) => id === stop)) answers.unshift({ status: 401 })
      sizes.push(events.length)
      const { status, headers, results } = answers.shift() ?? { status: 200 }
      if (status === 200 && !results) received.push(...events)
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
      const each = results?.(events) ?? events.map(() => ({ status: 201 }))
      response.end(JSON.stringify(status < 300 ? { results: each } : { error: { code: 'no', message: 'not now' } }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

const inFolder = (name: string) => path.join(folder, name)

function run(options: Partial<ReplayOptions>) {
  const { port } = server.address() as AddressInfo
  return replay({
    paths: [inFolder('history')],
    settings: { tokenId: 'replay-token', endpoint: `http://127.0.0.1:${port}` },
    folder: inFolder('checkpoints'),
    refusedFile: inFolder('refused.ndjson'),
    onProblem: ({ message }) => problems.push(message),
    onNotice: (text) => notices.push(text),
    onWait: (wait) => waits.push(wait),
    ...options
  })
}

const payment = (number: number, more: object = {}) => ({
  type: 'track',
  event: 'Payment Made',
  messageId: `m${number}`,
  userId: 'ada',
  timestamp: new Date(Date.UTC(2024, number % 12, 1)).toISOString(),
  properties: { revenue: '0.10' },
  ...more
})

const ndjson = (...calls: unknown[]) => calls.map((call) => JSON.stringify(call)).join('\n')

async function write(name: string, contents: string | Buffer): Promise<void> {
  await mkdir(path.dirname(inFolder(name)), { recursive: true })
  await writeFile(inFolder(name), contents)
}

async function refusedLines(): Promise<Record<string, unknown>[]> {
  const text = await readFile(inFolder('refused.ndjson'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

const TIMESTAMP_MISSING =
  "Timestamp is missing. Accepted is an ISO 8601 date and time, or epoch seconds or milliseconds. (Segment: The root value is missing the required field 'timestamp'.)"

describe('a replay', () => {
  it('sends every event of files and folders, gzipped or not by their first bytes', async () => {
    await write('history/a.ndjson', ndjson(payment(1), payment(2)))
    await write('history/b/c.gz', gzipSync(ndjson(payment(3))))
    await write('history/b/not-gzipped.gz', ndjson(payment(4)))
    const { report } = await run({})
    expect(received.map(({ id }) => id).sort()).toEqual(['m1', 'm2', 'm3', 'm4'])
    expect(report).toMatchObject({ lines: 4, events: { 'Payment Made': 4 }, known: 0, filtered: {}, refused: {} })
  })

  it('keeps what is refused in a file, with place and reason, and sends the rest', async () => {
    await write('history', [ndjson(payment(1)), 'broken', '7', ndjson(payment(2, { properties: {} }))].join('\n'))
    const { report } = await run({})
    expect(received.map(({ id }) => id)).toEqual(['m1'])
    expect(await refusedLines()).toEqual([
      expect.objectContaining({ file: inFolder('history'), line: 2, code: 'INVALID_JSON', event: 'broken' }),
      expect.objectContaining({ line: 3, code: 'INVALID_EVENT', event: '7' }),
      expect.objectContaining({ line: 4, code: 'PAYLOAD_VALIDATION_FAILED', reason: expect.stringContaining('Amount') })
    ])
    expect(report.lines).toBe(4)
  })

  it('honours the integrations object, unless it is told otherwise', async () => {
    const optedOut = { integrations: { All: false } }
    await write(
      'history',
      ndjson(payment(1, optedOut), payment(2), payment(3, { integrations: { Tractionboard: false } }))
    )
    expect((await run({})).report.filtered).toEqual({ FILTERED_BY_INTEGRATIONS_OBJECT: 2 })
    expect(received.map(({ id }) => id)).toEqual(['m2'])
    await run({ ignoreIntegrations: true })
    expect(received.map(({ id }) => id)).toEqual(['m2', 'm1', 'm2', 'm3'])
  })

  it('gives an event without a message id the same one every time', async () => {
    await write('history', ndjson(payment(1, { messageId: undefined })))
    await run({})
    await run({ again: true })
    expect(received).toHaveLength(2)
    expect(received[0].id).toMatch(/^replay-[0-9a-f]{32}$/)
    expect(received[1].id).toBe(received[0].id)
  })

  it('sends in the order of time over all files, where it is asked to', async () => {
    await write('history/a', ndjson(payment(5), payment(1), payment(3)))
    await write('history/b', ndjson(payment(4), payment(2)))
    await run({ sort: true })
    expect(received.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
  })

  it('tries again what fails for now, and only that', async () => {
    mockHaste = 100
    await write('history', ndjson(payment(1), payment(2), payment(3)))
    answers = [
      { status: 429, headers: { 'Retry-After': '0' } },
      { status: 200, results: (events) => events.map(({ id }) => ({ status: id === 'm2' ? 503 : 201 })) }
    ]
    const { report } = await run({})
    expect(received.map(({ id }) => id)).toEqual(['m2'])
    expect(report.events).toEqual({ 'Payment Made': 3 })
  })

  it.each([401, 403, 404, 501])('stops at once when the endpoint answers %i, and goes on later', async (status) => {
    await write('history', ndjson(payment(1)))
    answers = [{ status }]
    await expect(run({})).rejects.toThrow(ReplayStopped)
    const { report } = await run({})
    expect(received.map(({ id }) => id)).toEqual(['m1'])
    expect(report.events).toEqual({ 'Payment Made': 1 })
  })

  const many = (count: number) => Array.from({ length: count }, (_, number) => payment(number))
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const ids = () => new Set(received.map(({ id }) => id))

  it('finds the events that fail their batch, and sends all others meanwhile, of later batches too', async () => {
    poison = ['m3', 'm4']
    await write('history', ndjson(...many(12_000)))
    mockHaste = 10
    const running = run({})
    await until(() => ids().size === 11_998 && waits.some(({ isAlone }) => isAlone))
    expect(waits.filter(({ isAlone }) => isAlone)).toContainEqual(expect.objectContaining({ events: 1 }))
    poison = []
    const { report } = await running
    expect(report.events).toEqual({ 'Payment Made': 12_000 })
    expect(ids().size).toBe(12_000)
  })

  it('gives up an event that fails by itself while the endpoint takes others, and keeps it with the refused ones', async () => {
    poison = ['m3']
    mockHaste = 1_000
    await write('history', ndjson(...many(8)))
    const { report } = await run({})
    expect(report).toMatchObject({ events: { 'Payment Made': 7 }, lines: 8 })
    expect(await refusedLines()).toEqual([
      expect.objectContaining({ line: 4, code: 'FAILS_ALONE', reason: expect.stringContaining('8 times') })
    ])
    expect((await run({})).report.lines).toBe(0)
  })

  it('takes an outage for no fault of the events: what was on its way goes whole once it is over', async () => {
    mockHaste = 100
    await write('history', ndjson(...many(3_000)))
    answers = Array.from({ length: 9 }, () => ({ status: 500 }))
    await run({})
    expect(ids().size).toBe(3_000)
    expect(waits.filter(({ isAlone }) => isAlone)).toEqual([])
  })

  it('sends full batches, smaller ones where the mapping asks for them, and none above the bytes of a request', async () => {
    await write('history', ndjson(...many(2_500)))
    await run({})
    expect(sizes.sort()).toEqual([1000, 1000, 500])
    const [preset] = presetMappings(manifest[CATALOG_ID].definition, new Date()).filter(
      ({ partnerAction }) => partnerAction === 'track'
    )
    sizes = []
    await run({ mappings: [{ ...preset, mapping: { ...preset.mapping, batch_size: 900 } }], again: true })
    expect(sizes.sort()).toEqual([700, 900, 900])
    sizes = []
    const text = 'x'.repeat(30_000)
    await write('large', ndjson(...many(200).map((call) => ({ ...call, properties: { revenue: 1, text } }))))
    await run({ paths: [inFolder('large')] })
    expect(sizes).toHaveLength(2)
    expect(ids().size).toBe(2_500)
  })

  it('goes on where it was interrupted, and does not repeat a refused event', async () => {
    await write('history', `broken\n${ndjson(...many(12_000))}`)
    stop = 'm9000'
    await expect(run({})).rejects.toThrow(ReplayStopped)
    const first = ids()
    received = []
    stop = undefined
    const { report, before } = await run({})
    // Of what went out beside the one that stopped it, something may have come through.
    expect(before.lines).toBe(5_000)
    expect(received.length).toBe(12_000 - 4_999)
    expect(new Set([...first, ...ids()]).size).toBe(12_000)
    expect(report.lines).toBe(12_001 - before.lines)
    expect(await refusedLines()).toHaveLength(1)
  })

  it('does a finished replay no second time, unless it is told to', async () => {
    await write('history', ndjson(payment(1)))
    await run({})
    expect(await run({})).toMatchObject({ report: { lines: 0 }, before: { files: 1, lines: 1 } })
    expect(received).toHaveLength(1)
    await run({ again: true })
    expect(received).toHaveLength(2)
  })

  it('sends of a folder what is new: one more file, and what was added to one', async () => {
    await write('history/a', `${ndjson(payment(1), payment(2))}\n`)
    await write('history/b.gz', gzipSync(`${ndjson(payment(3))}\n`))
    await run({})
    received = []
    await appendFile(inFolder('history/a'), ndjson(payment(4)))
    await appendFile(inFolder('history/b.gz'), gzipSync(ndjson(payment(5))))
    await write('history/c', ndjson(payment(6)))
    expect(await run({})).toMatchObject({ report: { lines: 3 }, before: { files: 0, lines: 3 } })
    expect(received.map(({ id }) => id).sort()).toEqual(['m4', 'm5', 'm6'])
    expect(notices).toEqual([])
  })

  it('sends a file that was only touched no second time', async () => {
    await write('history', ndjson(payment(1)))
    await run({})
    await utimes(inFolder('history'), 1, 1)
    await run({})
    expect(received).toHaveLength(1)
  })

  it('says of a file that it has changed, and sends all of it', async () => {
    await write('history', ndjson(payment(1), payment(2)))
    await run({})
    await write('history', ndjson(payment(3), payment(2)))
    await run({})
    expect(received.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3', 'm2'])
    expect(notices).toEqual([
      `${inFolder('history')} is not what it was when its first 2 lines were replayed: all of it is sent.`
    ])
  })

  it('reads a last line again that was still being written', async () => {
    const whole = ndjson(payment(1), payment(2))
    await write('history', whole.slice(0, -10))
    expect((await run({})).report).toMatchObject({ events: { 'Payment Made': 1 }, refused: expect.anything() })
    await write('history', whole)
    await run({})
    expect(received.map(({ id }) => id)).toEqual(['m1', 'm2'])
    expect(notices).toEqual([])
  })

  it('says that a folder has changed while it was replayed', async () => {
    await write('history/a', ndjson(payment(1)))
    let late: Promise<unknown> = Promise.resolve()
    await run({
      onProgress: () => {
        late = write('history/b', ndjson(payment(2)))
      }
    })
    await late
    expect(notices).toEqual([
      `${inFolder('history/b')} has come or grown meanwhile. Run the same command again to send what is new.`
    ])
    await run({})
    expect(received.map(({ id }) => id)).toEqual(['m1', 'm2'])
  })

  it('goes on in the order that it began with, and sorts what came since', async () => {
    const calls = Array.from({ length: 6_000 }, (_, number) => payment(number, { timestamp: new Date(1e12 - number) }))
    await write('history/a', ndjson(...calls))
    stop = 'm0'
    await expect(run({ sort: true })).rejects.toThrow(ReplayStopped)
    stop = undefined
    await write('history/b', ndjson(payment(6_001), payment(6_000, { timestamp: new Date(0) })))
    await run({ sort: true })
    expect(ids().size).toBe(6_002)
    expect(received.slice(-2).map(({ id }) => id)).toEqual(['m6000', 'm6001'])
    expect((await run({ sort: true })).report.lines).toBe(0)
  })

  it('tells what it waits for', async () => {
    await write('history', ndjson(payment(1)))
    answers = [{ status: 503 }]
    const start = Date.now()
    await run({})
    expect(waits).toEqual([
      { events: 1, reason: expect.stringContaining('503: not now'), since: expect.any(Date), until: expect.any(Date) }
    ])
    expect(waits[0].since.getTime()).toBeGreaterThanOrEqual(start)
    expect(waits[0].until.getTime() - waits[0].since.getTime()).toBeGreaterThan(400)
  })

  it('keeps its files to their owner, and no key in them', async () => {
    const writeKey = 'the-write-key-of-an-export'
    await mkdir(inFolder('checkpoints'), { mode: 0o755 })
    await write('refused.ndjson', '')
    await chmod(inFolder('refused.ndjson'), 0o644)
    await write('history', [`{"writeKey":"${writeKey}`, ndjson(payment(1, { writeKey, properties: {} }))].join('\n'))
    let sorted = ''
    answers = [{ status: 401 }]
    await write('history2', ndjson(payment(2, { writeKey })))
    await expect(run({ sort: true, paths: [inFolder('history'), inFolder('history2')] })).rejects.toThrow(ReplayStopped)
    for (const name of await readdir(inFolder('checkpoints'))) {
      sorted += await readFile(inFolder(`checkpoints/${name}`), 'utf8')
      expect((await stat(inFolder(`checkpoints/${name}`))).mode & 0o777).toBe(0o600)
    }
    expect(sorted).toContain('m2')
    await run({ paths: [inFolder('history'), inFolder('history2')] })
    const refused = await readFile(inFolder('refused.ndjson'), 'utf8')
    expect(await refusedLines()).toHaveLength(2)
    expect(sorted + refused).not.toContain(writeKey)
    expect(sorted + refused).not.toContain('replay-token')
    expect((await stat(inFolder('checkpoints'))).mode & 0o777).toBe(0o700)
    expect((await stat(inFolder('refused.ndjson'))).mode & 0o777).toBe(0o600)
  })

  it('sends what is meant by --from, --to and --only', async () => {
    const at = (number: number, more: object = {}) => payment(number, { timestamp: `2024-0${number}-01`, ...more })
    await write(
      'history',
      ndjson(
        at(1),
        at(2),
        at(3),
        at(4),
        at(3, { event: 'signup', messageId: 's' }),
        at(3, { type: 'page', messageId: 'p' })
      )
    )
    const filter = { from: new Date('2024-02-01'), to: new Date('2024-04-01'), only: ['page', 'Payment Made', 'trakc'] }
    const { report } = await run({ filter })
    expect(received.map(({ id }) => id).sort()).toEqual(['m2', 'm3', 'p'])
    expect(report.leftOut).toEqual({ 'before --from': 1, 'at or after --to': 1, 'not named by --only': 1 })
    expect(report.named).toEqual({ 'Payment Made': 4, page: 1 })
    // Another selection is another replay.
    await run({ filter: { only: ['event:signup'] } })
    expect(received.at(-1)).toMatchObject({ id: 's' })
    await expect(run({ filter: { from: new Date(1), to: new Date(1) } })).rejects.toThrow(
      /^--from .* must be before --to/
    )
  })

  it('goes through the mappings that it is given, whether they take batches or not', async () => {
    const [preset] = presetMappings(manifest[CATALOG_ID].definition, new Date()).filter(
      ({ partnerAction }) => partnerAction === 'track'
    )
    const mapping = { ...preset.mapping, enable_batching: false }
    const single = { ...preset, mapping, name: 'Mine', subscribe: 'type = "track" and event = "Mine"' }
    const off = { ...single, id: 'off', name: 'Off', enabled: false }
    await write('history', ndjson(payment(1), payment(2, { event: 'Mine' }), payment(3, { event: 'Mine' })))
    const { report } = await run({ mappings: [single, off] })
    expect(report).toMatchObject({ events: { Mine: 2 }, filtered: { NO_MATCHING_MAPPING: 1 } })
    expect(received.map(({ id }) => id).sort()).toEqual(['m2', 'm3'])
    await write('history', ndjson(payment(1), payment(2, { event: 'Mine' }), payment(3, { event: 'Mine' }), payment(4)))
    await run({ mappings: [off] })
    expect(notices).toEqual([expect.stringContaining('The mappings have changed since')])
  })

  it('says in a dry run what would happen, and sends nothing', async () => {
    const refund = payment(1, { event: 'Refund Received', properties: { revenue: -0.05 } })
    await write('history', ndjson(payment(0), payment(12), refund, { type: 'page', userId: 'ada', messageId: 'p' }))
    const { report } = await run({ dryRun: true })
    expect(received).toEqual([])
    expect(report).toEqual({
      lines: 4,
      events: { 'Payment Made': 2, 'Refund Received': 1 },
      known: 0,
      filtered: {},
      leftOut: {},
      named: {},
      refused: { [`PAYLOAD_VALIDATION_FAILED: ${TIMESTAMP_MISSING}`]: 1 },
      revenue: {
        '2024-01': { USD: { payments: '2000', refunds: '0' } },
        '2024-02': { USD: { payments: '0', refunds: '500' } }
      }
    })
  })

  it('reports an input that ends early, and sends the others', async () => {
    const whole = gzipSync(
      ndjson(...Array.from({ length: 100 }, (_, number) => payment(number, { n: Math.sin(number) })))
    )
    await write('history/a.gz', whole.subarray(0, whole.length - 20))
    await write('history/b', ndjson(payment(1000)))
    await run({})
    expect(received.map(({ id }) => id)).toContain('m1000')
    expect(problems).toEqual([expect.stringContaining(`${inFolder('history/a.gz')} is a broken or truncated gzip`)])
  })

  it('names a path that does not exist', async () => {
    await expect(run({ paths: [inFolder('nowhere')] })).rejects.toThrow(`${inFolder('nowhere')} does not exist.`)
  })

  it('does not go beyond the rate that it is given', async () => {
    await write('history', ndjson(...Array.from({ length: 2_500 }, (_, number) => payment(number))))
    const start = performance.now()
    await run({ rate: 5_000 })
    expect(performance.now() - start).toBeGreaterThan(350)
    expect(received).toHaveLength(2_500)
  })
})
