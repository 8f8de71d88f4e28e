import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../src/database'
import { startPipeline, type Outcome, type RunningPipeline } from '../src/pipeline'
import { callAdmin, mappingInput } from '../src/pipeline/__tests__/__helpers__/admin'
import { startEndpoint, type Endpoint } from '../src/pipeline/__tests__/__helpers__/endpoint'
import { adminKey, openSegments, post, tokenId, until, writeKey } from '../src/pipeline/__tests__/__helpers__/pipeline'
import { keepUp } from '../src/pipeline/record/upkeep'
import { startPostgres, type PostgresServer } from './__helpers__/postgres'

let server: PostgresServer
let endpoint: Endpoint
const running: { pipeline: RunningPipeline; outcomes: Outcome[] }[] = []
/** The lines of the log. */
let log: { msg: string }[]

async function start(maxHeld: number) {
  const outcomes: Outcome[] = []
  const pipeline = await startPipeline({
    database: { url: server.url },
    port: 0,
    adminKey,
    sources: [{ writeKey, name: 'Test', settings: { tokenId, endpoint: endpoint.url } }],
    maxHeld,
    onOutcome: (outcome) => outcomes.push(outcome),
    logTo: { write: (line) => void log.push(JSON.parse(line)) }
  })
  running.push({ pipeline, outcomes })
  return running.at(-1)!
}

beforeAll(async () => {
  server = await startPostgres()
  endpoint = await startEndpoint()
})

beforeEach(() => {
  log = []
})

afterEach(async () => {
  for (const { pipeline } of running.splice(0)) await pipeline.close()
  endpoint.events.clear()
  endpoint.batches.length = 0
})

afterAll(async () => {
  await endpoint.close()
  await server.remove()
})

const pages = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ type: 'page', userId: 'u', messageId: `${prefix}${index}` }))

describe('pipelines on one PostgreSQL', () => {
  it('share the work, and send each event once', async () => {
    // A small batch size, so that there is something to share, and no memory, so that all of it is in the database.
    const one = await start(0)
    const { body } = await callAdmin(one, 'GET', '/mappings')
    const { id } = body.mappings[0]
    const page = mappingInput(body.mappings[0])
    const mapping = { ...page.mapping, batch_size: 100 }
    expect((await callAdmin(one, 'PUT', `/mappings/${id}`, { ...page, mapping })).status).toBe(200)
    const other = await start(0)
    endpoint.interfere = (_request, response, events) => {
      setTimeout(() => {
        endpoint.batches.push(events.length)
        for (const event of events) endpoint.events.set(event.id, event)
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ results: events.map(() => ({ status: 201 })) }))
      }, 50)
      return true
    }
    for (let part = 0; part < 8; part++) await post(`${one.pipeline.url}/v1/batch`, { batch: pages(`p${part}-`, 1000) })
    await until('all is delivered', () => one.outcomes.length + other.outcomes.length === 8000)
    endpoint.interfere = undefined
    expect(endpoint.events.size).toBe(8000)
    expect(endpoint.batches.reduce((sum, size) => sum + size)).toBe(8000)
    expect(one.outcomes.length).toBeGreaterThan(0)
    expect(other.outcomes.length).toBeGreaterThan(0)
  })

  it('follow each other’s mappings', async () => {
    const [one, other] = [await start(1000), await start(1000)]
    const { body } = await callAdmin(one, 'GET', '/mappings')
    const { id } = body.mappings[0]
    const page = mappingInput(body.mappings[0])
    await callAdmin(one, 'PUT', `/mappings/${id}`, { ...page, name: 'Visits' })
    await until(
      'the other one knows',
      async () => (await callAdmin(other, 'GET', '/mappings')).body.mappings[0].name === 'Visits'
    )
  })

  it('answer an error while the database is away, and go on when it is back, and log each once', async () => {
    const { pipeline } = await start(1000)
    await server.stop()
    for (const until = Date.now() + 1_500; Date.now() < until; await sleep(50)) {
      expect((await post(`${pipeline.url}/v1/page`, pages('away', 1)[0])).status).toBe(503)
      expect((await fetch(`${pipeline.url}/readyz`)).status).toBe(503)
    }
    await server.start()
    await until(
      'calls are accepted',
      async () => (await post(`${pipeline.url}/v1/page`, pages('back', 1)[0])).status === 200
    )
    await until('the event has arrived', () => endpoint.events.has('back0'))
    expect(endpoint.events.has('away0')).toBe(false)
    await until('the log tells that it is back', () => log.some(({ msg }) => msg === 'the database is back'))
    expect(log.map(({ msg }) => msg)).toEqual(['the database is away', 'the database is back'])
  })

  it('keep the same record as on the embedded database', async () => {
    const one = await start(1000)
    await post(`${one.pipeline.url}/v1/batch`, {
      batch: [
        { type: 'track', event: 'Payment Made', userId: 'ada', messageId: 'good', properties: { revenue: 5 } },
        { type: 'track', event: 'Payment Made', userId: 'ada', messageId: 'bad', properties: { revenue: 'much' } },
        { type: 'track', userId: 'ada', messageId: 'refused' }
      ]
    })
    await until('all have an outcome', () => one.outcomes.length === 3)
    const { body: found } = await callAdmin(one, 'GET', '/events?query=ada')
    expect(found.events.map(({ messageId, deliveries }: any) => [messageId, deliveries[0].state]).sort()).toEqual([
      ['bad', 'discarded'],
      ['good', 'delivered'],
      ['refused', 'refused']
    ])
    expect((await callAdmin(one, 'GET', '/events/good')).body).toMatchObject({
      why: 'It is on the board: the mapping “Payment Made” delivered it.',
      deliveries: [{ state: 'delivered', history: [{ sent: { id: 'good' } }] }]
    })
    expect((await callAdmin(one, 'POST', '/events/bad/resend')).body).toEqual({ resent: 1 })
    await until('it is discarded again', () => one.outcomes.length === 4)
    expect((await callAdmin(one, 'GET', '/counts')).body.total).toMatchObject({ discarded: 1, refused: 1 })

    const database = await openDatabase({ url: server.url })
    const [{ id }] = await database.query<{ id: string }>('select source_id as id from pipeline.sources')
    const segments = await openSegments(database)
    for (let segment = 0; segment < 4; segment++) await segments.next()
    const undelivered = async () =>
      (await database.query<{ state: string }>('SELECT DISTINCT state FROM pipeline.deliveries')).map(
        ({ state }) => state
      )
    await keepUp(database, segments, [id], { days: 7, events: 1, undeliveredDays: 90 }, new Date())
    expect(await undelivered()).toEqual(['discarded'])
    await database.close()
  })
})
