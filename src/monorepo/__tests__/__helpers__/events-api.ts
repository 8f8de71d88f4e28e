import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  method?: string
  url?: string
  authorization?: string
  body: unknown
}

export const TOKEN_ID = 'token-of-the-test'

/** A stand-in for Tractionboard's Events API on this machine, which keeps what it receives. */
export async function startEventsApi() {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const body: unknown = text === '' ? undefined : JSON.parse(text)
      const { authorization } = request.headers
      received.push({ method: request.method, url: request.url, authorization, body })
      const known = authorization === `Basic ${Buffer.from(`${TOKEN_ID}:`).toString('base64')}`
      response.writeHead(known ? 200 : 401, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(known ? answerTo(body) : { error: { code: 'invalid_token', message: 'No.' } }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What was received since the last time. */
    take: () => received.splice(0),
    close: () => new Promise((resolve) => server.close(resolve))
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) {
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString()
}

function answerTo(body: unknown): object {
  const { events } = (body ?? {}) as { events?: unknown[] }
  return events ? { results: events.map(() => ({ status: 201 })) } : { name: 'Test', deleted_events: 3 }
}
