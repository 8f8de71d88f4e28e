import fastify, { type FastifyInstance } from 'fastify'
import { Readable } from 'node:stream'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { prepareForPages } from '..'

const LARGE = { events: Array.from({ length: 200 }, (_, number) => ({ id: `event ${number}`, type: 'visit' })) }

let app: FastifyInstance
beforeAll(async () => {
  app = fastify()
  app.post('/v1/events', () => LARGE)
  await app.register(async (site) => {
    await prepareForPages(site)
    site.get('/api/large', () => LARGE)
    site.get('/api/small', () => ({ present: false }))
    site.get('/api/table', (_request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .send(Readable.from(['id\r\n', ...LARGE.events.map(({ id }) => `${id}\r\n`)]))
    )
    site.get('/api/steps', (_request, reply) =>
      reply.type('application/x-ndjson').send(Readable.from(['{"done":1}\n']))
    )
  })
})
afterAll(() => app.close())

const asked = (url: string, accepted?: string) =>
  app.inject({
    method: url.startsWith('/v1') ? 'POST' : 'GET',
    url,
    headers: accepted === undefined ? {} : { 'accept-encoding': accepted }
  })

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
  ['gzip, deflate, br', brotliDecompressSync]
])('an answer comes as %s to who takes it', async (accepted, decompress) => {
  const { headers, rawPayload } = await asked('/api/large', accepted)
  expect(JSON.parse(decompress(rawPayload).toString())).toEqual(LARGE)
  expect(rawPayload.length).toBeLessThan(JSON.stringify(LARGE).length / 4)
  expect(String(headers.vary).toLowerCase()).toContain('accept-encoding')
})

test('a table is compressed while it is streamed', async () => {
  const { headers, rawPayload } = await asked('/api/table', 'br')
  expect(headers['content-encoding']).toBe('br')
  expect(brotliDecompressSync(rawPayload).toString()).toMatch(/^id\r\nevent 0\r\n.*event 199\r\n$/s)
})

test.each([
  ['/api/large', undefined],
  ['/api/large', 'identity'],
  ['/api/large', 'unknown'],
  ['/api/small', 'br'],
  ['/api/steps', 'br'],
  ['/v1/events', 'br']
])('%s to who takes %s comes as it is', async (url, accepted) => {
  const { statusCode, headers, body } = await asked(url, accepted)
  expect([statusCode, headers['content-encoding']]).toEqual([200, undefined])
  expect(() => JSON.parse(body)).not.toThrow()
})
