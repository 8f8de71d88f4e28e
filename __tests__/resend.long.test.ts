import { setTimeout as sleep } from 'node:timers/promises'
import { mappingInput } from '../src/pipeline/__tests__/__helpers__/admin'
import { send, startEndpoint, type Endpoint } from '../src/pipeline/__tests__/__helpers__/endpoint'
import { startPart, type Part } from './__helpers__/part'
import { startPostgres } from './__helpers__/postgres'
import { eventually, temporaryFolder } from './__helpers__/product'

const EVENTS = 2_000
const BATCH = 50
/** Milliseconds after which the pipeline is killed that was asked to send again. */
const KILLS = [20, 60, 120, 250]
const [ADMIN_KEY, WRITE_KEY] = ['resend-run-admin-key', 'resend-run-write-key']

type Answer = { status: number; body: any }

/** Calls the page's API. Whoever is asked may just have been killed. */
async function call(part: Part, method: string, path: string, body?: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, ...(body && { 'content-type': 'application/json' }) }
  const { sources } = await (await fetch(`${part.url}/api/sources`, { headers })).json()
  const init = { method, headers, body: body && JSON.stringify(body) }
  const response = await fetch(`${part.url}/api/sources/${sources[0].id}${path}`, init)
  return { status: response.status, body: await response.json() }
}

/** Half of them are filtered, for their mapping is off; the others are discarded, each for a reason of its own. */
const calls = Array.from({ length: EVENTS }, (_, index) => {
  const common = { messageId: `m${index}`, userId: `u${index % 97}` }
  return index % 2 === 0
    ? { ...common, type: 'page', name: 'Home' }
    : { ...common, type: 'track', event: 'Payment Made', properties: { revenue: 5 } }
})

/** @param processes on one PostgreSQL; without one, one process on an embedded database */
async function run(endpoint: Endpoint, processes: number, url?: string): Promise<void> {
  const folders = await Promise.all(Array.from({ length: processes }, temporaryFolder))
  const environment = {
    TRACTIONBOARD_ADMIN_KEY: ADMIN_KEY,
    TRACTIONBOARD_TOKEN_ID: 'resend-run-token-id',
    TRACTIONBOARD_ENDPOINT: endpoint.url,
    SEGMENT_WRITE_KEY: WRITE_KEY,
    ...(url !== undefined && { DATABASE_URL: url })
  }
  const parts: Part[] = []
  for (const { folder } of folders) parts.push(await startPart('pipeline', folder, environment))
  const [first] = parts
  const totalWhen = (isMeant: (total: Record<string, number>) => boolean) =>
    eventually(async () => {
      const { total } = (await call(first, 'GET', '/counts')).body
      return isMeant(total) ? total : undefined
    }, 120_000)
  try {
    const page = (await call(first, 'GET', '/mappings')).body.mappings.find(({ name }: any) => name === 'Page')
    await call(first, 'PUT', `/mappings/${page.id}`, { ...mappingInput(page), enabled: false })
    endpoint.interfere = (_request, response, events) => {
      const error = ({ id }: { id: string }) => ({ code: 'invalid', message: `${id} is not good` })
      const results = events.map((event) => ({ status: 400, error: error(event) }))
      return events.length > 0 && (send(response, 207, { results }), true)
    }
    for (let start = 0; start < EVENTS; start += BATCH) {
      const headers = { authorization: `Bearer ${WRITE_KEY}` }
      const body = JSON.stringify({ batch: calls.slice(start, start + BATCH) })
      expect((await fetch(`${first.url}/v1/batch`, { method: 'POST', headers, body })).status).toBe(200)
    }
    await totalWhen(({ discarded, filtered }) => discarded === EVENTS / 2 && filtered === EVENTS / 2)
    endpoint.interfere = undefined
    await call(first, 'PUT', `/mappings/${page.id}`, mappingInput(page))

    const wishes = [{ state: 'filtered' }, { state: 'discarded' }, {}, { from: new Date(0).toISOString() }]
    const ask = () =>
      Promise.all(wishes.map((wish, index) => call(parts[index % parts.length], 'POST', '/resend', wish)))
    for (const after of KILLS) {
      const asked = ask().catch(() => undefined)
      await sleep(after)
      await parts.at(-1)!.kill()
      await asked
    }
    for (const { status } of await ask()) expect(status).toBe(200)
    const total = await totalWhen(({ delivered }) => delivered >= EVENTS)
    expect(total).toMatchObject({
      received: EVENTS,
      delivered: EVENTS,
      waiting: 0,
      retrying: 0,
      discarded: 0,
      filtered: 0
    })
    expect([...endpoint.events.keys()].sort()).toEqual(calls.map(({ messageId }) => messageId).sort())
  } finally {
    for (const part of parts) await part.stop()
    for (const { remove } of folders) await remove()
  }
}

describe('what is sent again by hand arrives once, whoever asks at the same time and whoever is killed meanwhile', () => {
  let endpoint: Endpoint
  beforeEach(async () => {
    endpoint = await startEndpoint()
  })
  afterEach(() => endpoint.close())

  it('from an embedded database', () => run(endpoint, 1))

  it('from a PostgreSQL that two pipelines share', async () => {
    const server = await startPostgres()
    try {
      await run(endpoint, 2, server.url)
    } finally {
      await server.remove()
    }
  })
})
