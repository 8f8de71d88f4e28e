import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { replay, ReplayStopped } from '..'
import type { ReplayOptions } from '..'

type Sent = { id: string; timestamp: string; type: string }
type Answer = { status: number; headers?: Record<string, string>; results?: (events: Sent[]) => object[] }

let folder: string
let server: Server
let received: Sent[]
/** What the endpoint answers to the coming requests; 201 for every event where nothing is left. */
let answers: Answer[]
let problems: string[]

async function bodyOf(request: IncomingMessage): Promise<{ events: Sent[] }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString()) as { events: Sent[] }
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'replay-'))
  received = []
  answers = []
  problems = []
  server = createServer((request, response) => {
    void bodyOf(request).then(({ events }) => {
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
    await write('history', ndjson(payment(1), payment(2), payment(3)))
    answers = [
      { status: 429, headers: { 'Retry-After': '0' } },
      { status: 200, results: (events) => events.map(({ id }) => ({ status: id === 'm2' ? 503 : 201 })) }
    ]
    const { report } = await run({})
    expect(received.map(({ id }) => id)).toEqual(['m2'])
    expect(report.events).toEqual({ 'Payment Made': 3 })
  }, 20_000)

  it.each([401, 403, 404, 501])('stops at once when the endpoint answers %i, and goes on later', async (status) => {
    await write('history', ndjson(payment(1)))
    answers = [{ status }]
    await expect(run({})).rejects.toThrow(ReplayStopped)
    const { report } = await run({})
    expect(received.map(({ id }) => id)).toEqual(['m1'])
    expect(report.events).toEqual({ 'Payment Made': 1 })
  })

  it('goes on where it was interrupted, and does not repeat a refused event', async () => {
    const calls = Array.from({ length: 12_000 }, (_, number) => payment(number))
    await write('history', `broken\n${ndjson(...calls)}`)
    answers = [...Array.from({ length: 7 }, () => ({ status: 200 })), { status: 401 }]
    await expect(run({})).rejects.toThrow(ReplayStopped)
    const first = new Set(received.map(({ id }) => id))
    received = []
    const { report, before } = await run({})
    const second = received.map(({ id }) => id)
    expect(before).toBe('part')
    expect(second.length).toBeLessThanOrEqual(12_001 - 5_000)
    expect(new Set([...first, ...second]).size).toBe(12_000)
    expect(report).toMatchObject({ lines: 12_001, events: { 'Payment Made': 12_000 } })
    expect(await refusedLines()).toHaveLength(1)
  }, 30_000)

  it('does a finished replay no second time, unless it is told to', async () => {
    await write('history', ndjson(payment(1)))
    await run({})
    expect((await run({})).before).toBe('all')
    expect(received).toHaveLength(1)
    await run({ again: true })
    expect(received).toHaveLength(2)
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
