import type { FastifyInstance } from 'fastify'
import { connect, type AddressInfo } from 'node:net'
import type { Database } from '../../database'
import { createMetrics } from '../metrics'
import { createServer } from '../server'

let app: FastifyInstance
beforeAll(async () => {
  const database = { query: async () => [], room: async () => undefined } as unknown as Database
  app = await createServer({ part: 'board', metrics: createMetrics(), database, authorize: async () => undefined })
  app.post('/', async () => ({}))
  // The same clocks as always, run faster.
  Object.assign(app.server, { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 10 })
  await app.listen({ port: 0 })
})
afterAll(() => app.close())

/** What a connection is answered that sends a text, and then no more. */
function answerTo(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()))
  })
}

const HEAD = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'

it.each([
  ['nothing', ''],
  ['half of its headers', HEAD],
  ['half of its body', `${HEAD}Content-Length: 100\r\n\r\n{"batch":`]
])('a client of whom %s came in time is told to come again, so that it drops nothing', async (_, text) => {
  const answer = await answerTo(text)
  expect(answer).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/)
  expect(answer).toMatch(/\r\nRetry-After: 2\r\n/)
  const [, body] = answer.split('\r\n\r\n')
  expect(JSON.parse(body)).toEqual({
    error: {
      code: 'too_slow',
      message: 'The request did not come in whole in time. Nothing was stored; try again soon.'
    }
  })
})

it.each([
  ['no HTTP', 'how do you do\r\n\r\n'],
  ['too many headers', `${HEAD}X: ${'x'.repeat(20_000)}\r\n\r\n`]
])('%s is refused for good', async (_, text) => {
  const answer = await answerTo(text)
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(answer).not.toMatch(/Retry-After/)
  expect(JSON.parse(answer.split('\r\n\r\n')[1])).toMatchObject({ error: { code: 'invalid_request' } })
})
