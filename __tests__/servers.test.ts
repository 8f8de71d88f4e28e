import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { BOARD_SCHEMA, startBoard } from '../src/board'
import { openDatabase, type Database } from '../src/database'
import { PIPELINE_SCHEMA, startPipeline } from '../src/pipeline'
import type { WebOptions } from '../src/web'
import { basic } from './__helpers__/board'
import { eventually } from './__helpers__/product'

/** What both servers promise, however they are treated. */

const [adminKey, tokenId, writeKey] = ['admin-key-for-tests', 'token-for-tests', 'write-key-for-tests']
const MANY = 500

interface Part {
  start(options?: Partial<WebOptions> & { endpoint?: string }): Promise<{ url: string; close(): Promise<void> }>
  /** What a sender calls, and what it sends. */
  path: string
  authorization: string
  body(id: string): string
  stream(url: string): Promise<string>
}

let databases: { board: Database; pipeline: Database }
beforeAll(async () => {
  const [board, pipeline] = await Promise.all([
    openDatabase({ memory: true }, BOARD_SCHEMA),
    openDatabase({ memory: true }, PIPELINE_SCHEMA)
  ])
  databases = { board, pipeline }
})
afterAll(() => Promise.all([databases.board.close(), databases.pipeline.close()]))

const bearer = { authorization: `Bearer ${adminKey}` }
const sourceOf = async (url: string): Promise<string> => {
  const answer = (await (await fetch(`${url}/api/sources`, { headers: bearer })).json()) as {
    sources: { id: string }[]
  }
  return `/api/sources/${answer.sources[0].id}`
}

const PARTS: Record<'board' | 'pipeline', Part> = {
  board: {
    start: (options) =>
      startBoard({
        database: databases.board,
        port: 0,
        boards: [{ name: 'Test', tokenId, adminKey }],
        logLevel: 'error',
        ...options
      }),
    path: '/v1/events',
    authorization: basic(tokenId),
    body: (id) =>
      JSON.stringify({
        events: [{ id, type: 'visit', channel: 'web', timestamp: '2024-01-01T00:00:00Z', user_id: 'ada' }]
      }),
    stream: async () => '/api/events/stream'
  },
  pipeline: {
    start: ({ endpoint = 'http://127.0.0.1:9', ...options } = {}) =>
      startPipeline({
        database: databases.pipeline,
        port: 0,
        adminKey,
        sources: [{ name: 'Test', writeKey, settings: { tokenId, endpoint } }],
        logLevel: 'error',
        ...options
      }),
    path: '/v1/track',
    authorization: `Bearer ${writeKey}`,
    body: (id) => JSON.stringify({ messageId: id, userId: 'ada', event: 'Report Opened' }),
    stream: async (url) => `${await sourceOf(url)}/stream`
  }
}

/** Writes text to a server and leaves the connection open. */
function write(url: string, text: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text, () => resolve(socket)))
    socket.on('error', reject)
  })
}

const head = (part: Part, url: string, length: number) =>
  `POST ${part.path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: ${part.authorization}\r\n` +
  `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`

const many = <Result>(work: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: MANY }, (_, i) => work(i)))

let sent = 0

describe.each(['board', 'pipeline'] as const)('the %s', (name) => {
  const part = PARTS[name]
  let running: { url: string; close(): Promise<void> }
  beforeAll(async () => {
    running = await part.start()
  })
  afterAll(() => running.close())

  const post = (url: string, body = part.body(`sent-${name}-${sent++}`), headers: Record<string, string> = {}) =>
    fetch(url + part.path, {
      method: 'POST',
      headers: { authorization: part.authorization, 'content-type': 'application/json', ...headers },
      body
    })

  /** Ingest, the read API, the page and the health answer. */
  async function answersAsBefore(): Promise<void> {
    const { url } = running
    await eventually(async () => {
      const answers = await Promise.all([
        post(url),
        fetch(url + (name === 'board' ? '/api/spend' : '/api/sources'), { headers: bearer }),
        fetch(`${url}/sign-in`),
        fetch(`${url}/healthz`),
        fetch(`${url}/readyz`)
      ])
      return answers.map(({ status }) => status).join() === '200,200,401,200,200' || undefined
    })
  }

  it(`goes on after ${MANY} aborted uploads`, async () => {
    await many(async () => {
      const socket = await write(running.url, head(part, running.url, 1_000) + '{"events": [')
      await sleep(20)
      socket.destroy()
    })
    await sleep(100)
    await answersAsBefore()
  })

  it(`goes on while ${MANY} bodies come slowly`, async () => {
    const sockets = await many(() => write(running.url, head(part, running.url, 1_000) + '{"events": ['))
    await sleep(200)
    await answersAsBefore()
    for (const socket of sockets) socket.destroy()
  })

  it(`goes on after ${MANY} clients that send all and do not wait for the answer`, async () => {
    await many(async (index) => {
      const body = part.body(`left-${name}-${index}`)
      const socket = await write(running.url, head(part, running.url, Buffer.byteLength(body)) + body)
      socket.destroy()
    })
    await sleep(500)
    await answersAsBefore()
  })

  it(`goes on after ${MANY} streams that are dropped`, async () => {
    const path = await part.stream(running.url)
    const request = `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${adminKey}\r\n\r\n`
    const sockets = await many(() => write(running.url, request))
    for (const socket of sockets) socket.destroy()
    await sleep(500)
    await answersAsBefore()
    const stop = new AbortController()
    const stream = await fetch(running.url + path, { headers: bearer, signal: stop.signal })
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    stop.abort()
  })

  it('slows wrong keys, then refuses them, and opens to the right one all the time', async () => {
    const { url } = running
    const api = url + (name === 'board' ? '/api/spend' : '/api/sources')
    const tryKey = async (key: string) => {
      const started = performance.now()
      const { status, headers } = await fetch(api, { headers: { authorization: `Bearer ${key}` } })
      return { status, after: headers.get('retry-after'), milliseconds: performance.now() - started }
    }
    const wrong = await Promise.all(Array.from({ length: 60 }, (_, index) => tryKey(`wrong-key-number-${index}`)))
    const refused = wrong.filter(({ status }) => status === 429)
    expect(wrong.filter(({ status }) => status === 401)).toHaveLength(20)
    expect(refused).toHaveLength(40)
    expect(refused[0].after).toBe('2')
    expect(Math.max(...wrong.map(({ milliseconds }) => milliseconds))).toBeGreaterThan(900)
    expect((await tryKey(adminKey)).status).toBe(200)
    const form = await fetch(`${url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ key: adminKey })
    })
    expect(form.status).toBe(303)
  })

  it('tells its metrics to who has a key, or to everybody', async () => {
    expect((await fetch(`${running.url}/metrics`)).status).toBe(401)
    const text = await (await fetch(`${running.url}/metrics`, { headers: bearer })).text()
    const counted = name === 'board' ? 'ingested_events{result="stored"}' : 'received_events{result="accepted"}'
    expect(text).toContain(`tractionboard_${counted}`)
    expect(text).toContain(`tractionboard_http_request_seconds_count{method="POST",route="${part.path}",status="200"}`)
    expect(text).toContain('tractionboard_database_query_seconds_count')
    expect(text).toContain('process_cpu_seconds_total')
    if (name === 'pipeline') expect(text).toMatch(/tractionboard_queue_deliveries\{state="(waiting|retrying)"\} \d+/)
    expect(text).not.toMatch(/ada|Report Opened/)

    const open = await part.start({ metricsOpen: true })
    expect((await fetch(`${open.url}/metrics`)).status).toBe(200)
    await open.close()
  })

  it('knows where it is reached behind a proxy, if it is told to believe it', async () => {
    const forwarded = {
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'events.example.com'
    }
    const cookieOf = async (options: Partial<WebOptions>) => {
      const server = await part.start(options)
      const answer = await fetch(`${server.url}/?key=${adminKey}`, { redirect: 'manual', headers: forwarded })
      await server.close()
      return answer.headers.get('set-cookie')
    }
    expect(await cookieOf({})).not.toContain('Secure')
    expect(await cookieOf({ trustProxy: '10.0.0.0/8' })).not.toContain('Secure')
    expect(await cookieOf({ trustProxy: true })).toMatch(new RegExp(`^tractionboard_${name}_443=.*; Secure`))
    expect(await cookieOf({ publicUrl: 'https://events.example.com:8443' })).toMatch(/^tractionboard_\w+_8443=/)
  })

  it('stops in time whatever hangs', async () => {
    const endpoint = await hangingEndpoint()
    const server = await part.start({ drainSeconds: 2, endpoint: endpoint.url })
    const sockets = await Promise.all([
      write(server.url, head(part, server.url, 1_000) + '{"events": ['),
      write(server.url, `POST ${part.path} HTTP/1.1\r\nHost: x\r\n`),
      write(
        server.url,
        `GET ${await part.stream(server.url)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${adminKey}\r\n\r\n`
      )
    ])
    for (const socket of sockets) socket.on('error', () => undefined)
    await Promise.all(Array.from({ length: 20 }, () => post(server.url)))
    await sleep(300)
    const started = performance.now()
    await server.close()
    expect(performance.now() - started).toBeLessThan(6_000)
    for (const socket of sockets) socket.destroy()
    endpoint.close()
  })

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a log level that is none', { logLevel: 'loud' }, /^The log level must be one of fatal, .*, not "loud"\.$/],
    [
      'a public URL with a path',
      { publicUrl: 'https://a.example/x' },
      /^The public URL must be a scheme, .*https:\/\/a/
    ],
    ['a public URL that is none', { publicUrl: 'a.example' }, /^The public URL must be/],
    ['a time for closing below zero', { drainSeconds: -1 }, /^The seconds for closing must be a number from 0 to 3600/]
  ])('refuses %s before it listens', async (_what, options, message) => {
    await expect(part.start(options)).rejects.toThrow(message)
  })
})

it('refuses an admin key that could be guessed, and does not repeat it', async () => {
  const short = 'fifteen-letters'
  const message = 'The admin key must have at least 16 characters, and no space among them.'
  const { board, pipeline } = databases
  await expect(
    startBoard({ database: board, port: 0, boards: [{ name: 'x', tokenId: 'x', adminKey: short }] })
  ).rejects.toThrow(message)
  await expect(startPipeline({ database: pipeline, port: 0, sources: [], adminKey: short })).rejects.toThrow(message)
})

it('gives SDKs the address and the sender that the proxy tells', async () => {
  const pipeline = await PARTS.pipeline.start({ trustProxy: true })
  const forwarded = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'e.example' }
  const settings = await fetch(`${pipeline.url}/v1/projects/${writeKey}/settings`, { headers: forwarded })
  expect(await settings.json()).toMatchObject({
    integrations: { 'Segment.io': { protocol: 'https', apiHost: 'e.example/v1' } }
  })
  await fetch(`${pipeline.url}/v1/t`, {
    method: 'POST',
    headers: forwarded,
    body: JSON.stringify({ writeKey, messageId: 'behind-a-proxy', userId: 'ada', event: 'x' })
  })
  const event = await fetch(`${pipeline.url}${await sourceOf(pipeline.url)}/events/behind-a-proxy`, { headers: bearer })
  expect(await event.json()).toMatchObject({ event: { context: { ip: '203.0.113.9' } } })
  await pipeline.close()
})

/** Takes requests and never answers. */
async function hangingEndpoint(): Promise<{ url: string; close(): void }> {
  const server: Server = createServer(() => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    }
  }
}
