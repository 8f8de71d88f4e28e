import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type SentEvent = { id: string; type: string; [field: string]: unknown }

/** An Events API on a free port that keeps what it gets, each id once. */
export type Endpoint = {
  url: string
  events: Map<string, SentEvent>
  /** The number of events of each request, in order. */
  batches: number[]
  requests: { method: string; path: string; authorization?: string }[]
  /** Answers instead of the endpoint, while it returns true. */
  interfere?: (request: IncomingMessage, response: ServerResponse, events: SentEvent[]) => boolean
  close(): Promise<void>
}

export async function startEndpoint(port = 0): Promise<Endpoint> {
  const server = createServer((request, response) => void answer(endpoint, request, response))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const endpoint: Endpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events: new Map(),
    batches: [],
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
  return endpoint
}

async function answer(endpoint: Endpoint, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString()
  const events = body ? ((JSON.parse(body) as { events?: SentEvent[] }).events ?? []) : []
  endpoint.requests.push({ method: request.method!, path: request.url!, authorization: request.headers.authorization })
  if (endpoint.interfere?.(request, response, events)) return
  if (request.url === '/v1/account') return send(response, 200, { name: 'Test' })
  endpoint.batches.push(events.length)
  const results = events.map(({ id }) => ({ status: endpoint.events.has(id) ? 200 : 201 }))
  for (const event of events) endpoint.events.set(event.id, event)
  send(response, 200, { results })
}

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {}
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
