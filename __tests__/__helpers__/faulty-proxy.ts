import { createServer, request as httpRequest } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { shuffled } from './random'

type Event = { id: string }
type Answer = { status: number; body: string }
type Fault = (request: IncomingMessage, response: ServerResponse, body: string) => Promise<void> | void

/** Stands before a board and answers a part of the requests wrongly, or not at all. */
export interface FaultyProxy {
  url: string
  /** How often each fault was made. */
  faults: Record<string, number>
  /** Answers everything with this status until it is told none. */
  answerAll(status: number | undefined): void
  /** No more faults from now on, but for the poison events. */
  mend(): void
  /** Poison events are events like others from now on. */
  cure(): void
  close(): Promise<void>
}

/**
 * @param board where the requests go that go through
 * @param share of the requests that meet a fault
 * @param next gives the chances, from 0 to below 1
 * @param poison ids of events; a request with one of them is answered 500
 */
export async function startFaultyProxy(
  board: () => string,
  share: number,
  next: () => number,
  poison: readonly string[]
): Promise<FaultyProxy> {
  const counts: Record<string, number> = {}
  const count = (name: string) => (counts[name] = (counts[name] ?? 0) + 1)
  let broken = true
  let poisonous = poison
  let everything: number | undefined

  const faults: Record<string, Fault> = {
    'too many requests': (_request, response) => reply(response, 429, {}, { 'retry-after': '1' }),
    'internal error': (_request, response) => reply(response, 500, {}),
    unavailable: (_request, response) => reply(response, 503, {}, { 'retry-after': '1' }),
    'reset before': (request) => void request.socket.destroy(),
    'reset after': async (request, _response, body) => {
      await forward(board(), request, body)
      request.socket.destroy()
    },
    truncated: async (request, response, body) => {
      const answer = await forward(board(), request, body)
      response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': answer.body.length })
      response.write(answer.body.slice(0, answer.body.length / 2))
      await sleep(5)
      request.socket.destroy()
    },
    'no JSON': async (request, response, body) => {
      await forward(board(), request, body)
      response.writeHead(200, { 'content-type': 'application/json' }).end('<html>OK</html>')
    },
    partial: async (request, response, body) => {
      const { events } = JSON.parse(body) as { events: Event[] }
      const kept = events.map(() => next() < 0.5)
      const part = events.filter((_event, index) => kept[index])
      const results = part.length > 0 ? await store(board(), request, part) : []
      reply(response, 207, {
        results: kept.map((isKept) =>
          isKept ? results.shift() : { status: 503, error: { code: 'busy', message: '' } }
        )
      })
    },
    slow: async (request, response, body) => {
      await sleep(next() * 1000)
      await pass(board(), request, response, body)
    },
    // Longer than the engine waits for an answer.
    'timed out': async (request) => {
      await sleep(12_000)
      request.socket.destroy()
    }
  }

  const turns = shuffled(
    Object.keys(faults).filter((name) => name !== 'timed out'),
    next
  )
  let made = 0

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request)
    if (everything !== undefined) {
      count(`all ${everything}`)
      return reply(response, everything, {}, everything < 400 ? { location: 'http://127.0.0.1:9/' } : {})
    }
    if (poisonous.some((id) => body.includes(`"${id}"`))) {
      count('poison')
      return reply(response, 500, {})
    }
    if (!broken || next() >= share) return pass(board(), request, response, body)
    // A time-out takes ten seconds, so it is the rarest. The others take turns: a short run meets as many as it can.
    const name = next() < 0.02 ? 'timed out' : turns[made++ % turns.length]
    count(name)
    await faults[name](request, response, body)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults: counts,
    answerAll: (status) => (everything = status),
    mend: () => (broken = false),
    cure: () => (poisonous = []),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

async function pass(board: string, request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
  const answer = await forward(board, request, body)
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
}

async function store(board: string, request: IncomingMessage, events: Event[]): Promise<{ status: number }[]> {
  const { body } = await forward(board, request, JSON.stringify({ events }))
  return (JSON.parse(body) as { results: { status: number }[] }).results
}

function forward(board: string, { method, url, headers }: IncomingMessage, body: string): Promise<Answer> {
  const { authorization, 'content-type': contentType } = headers
  return new Promise((resolve, reject) => {
    const options = { method, headers: { authorization, 'content-type': contentType ?? 'application/json' } }
    httpRequest(board + url!, options, (response) => {
      read(response).then((text) => resolve({ status: response.statusCode!, body: text }), reject)
    })
      .on('error', reject)
      .end(body)
  })
}

async function read(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function reply(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
