import { callAdmin, mappingInput } from './__helpers__/admin'
import { send, startEndpoint } from './__helpers__/endpoint'
import { adminKey, basic, deliveriesOf, startTestPipeline, until, writeKey, type Running } from './__helpers__/pipeline'

let running: Running

beforeAll(async () => {
  running = await startTestPipeline({ random: () => 0 })
})

beforeEach(() => running.reset())

afterAll(() => running.close())

const page = (messageId: string, fields = {}) => ({ type: 'page', messageId, userId: 'u1', ...fields })
const payment = (messageId: string, revenue = 5) => ({
  type: 'track',
  event: 'Payment Made',
  messageId,
  userId: 'u1',
  properties: { revenue }
})

async function deliveries(): Promise<any[]> {
  return (await deliveriesOf(running.database)).map(({ due_at: _, ...delivery }) => delivery)
}

const outcomes = (count: number) => until(`there are ${count} outcomes`, () => running.outcomes.length >= count)

describe('delivery', () => {
  it('sends each event by its mapping, and records one outcome for each', async () => {
    await running.post('/v1/batch', {
      batch: [page('m1'), payment('m2'), page('m3', { integrations: { Tractionboard: false } }), payment('m4', -1)]
    })
    await outcomes(4)
    expect([...running.endpoint.events.keys()].sort()).toEqual(['m1', 'm2'])
    expect(await deliveries()).toEqual([
      { message_id: 'm1', mapping: 'Page', state: 'delivered', code: null, reason: null, attempts: 1 },
      { message_id: 'm2', mapping: 'Payment Made', state: 'delivered', code: null, reason: null, attempts: 1 },
      {
        message_id: 'm3',
        mapping: null,
        state: 'filtered',
        code: 'FILTERED_BY_INTEGRATIONS_OBJECT',
        reason: 'The integrations object of the event turns Tractionboard off',
        attempts: 0
      },
      expect.objectContaining({ message_id: 'm4', state: 'discarded', code: 'PAYLOAD_VALIDATION_FAILED', attempts: 1 })
    ])
  })

  it('sends what arrives together in one batch', async () => {
    await running.post('/v1/batch', { batch: Array.from({ length: 300 }, (_, index) => page(`m${index}`)) })
    await outcomes(300)
    expect(running.endpoint.batches).toEqual([300])
  })

  it('records the request and the answer without secrets, and without bodies that can be made again', async () => {
    await running.post('/v1/batch', { batch: [page('m1'), page('m2')] })
    await outcomes(2)
    const [{ exchanges }] = await running.database.query<any>('select exchanges from pipeline.attempts')
    expect(exchanges).toEqual([
      {
        request: {
          method: 'POST',
          url: `${running.endpoint.url}/v1/events`,
          headers: expect.objectContaining({ authorization: '[redacted]', 'content-type': 'application/json' }),
          body: null
        },
        milliseconds: expect.any(Number),
        response: { status: 200, headers: expect.anything(), body: '' }
      }
    ])
  })

  it('counts how long it took from receiving to delivering', async () => {
    const seconds = async () => {
      const headers = { authorization: `Bearer ${adminKey}` }
      const text = await (await fetch(`${running.pipeline.url}/metrics`, { headers })).text()
      const [count, sum] = ['count', 'sum'].map((name) =>
        Number(new RegExp(`tractionboard_delivery_seconds_${name} (\\S+)`).exec(text)?.[1])
      )
      return { count, sum }
    }
    const before = await seconds()
    running.endpoint.interfere = (_request, response, events) => {
      setTimeout(() => send(response, 200, { results: events.map(() => ({ status: 201 })) }), 150)
      return true
    }
    await running.post('/v1/batch', { batch: [page('m1'), page('m2'), payment('bad', -1)] })
    await outcomes(3)
    const { count, sum } = await seconds()
    expect(count - before.count).toBe(2)
    expect(sum - before.sum).toBeGreaterThan(0.29)
  })

  it('takes the results of a 207 one by one', async () => {
    let first = true
    running.endpoint.interfere = (_request, response, events) => {
      if (!first) return false
      first = false
      const statuses: Record<string, object> = {
        bad: { status: 400, error: { code: 'invalid', message: 'no' } },
        busy: { status: 503, error: { code: 'busy', message: 'later' } }
      }
      send(response, 207, { results: events.map(({ id }) => statuses[id] ?? { status: 201 }) })
      return true
    }
    await running.post('/v1/batch', { batch: [page('good'), page('bad'), page('busy')] })
    await until('the busy one is delivered', () => running.endpoint.events.has('busy'))
    await outcomes(4)
    expect(await deliveries()).toMatchObject([
      { message_id: 'bad', state: 'discarded', reason: expect.stringContaining('no'), attempts: 1 },
      { message_id: 'busy', state: 'delivered', attempts: 2 },
      { message_id: 'good', state: 'delivered', attempts: 1 }
    ])
  })

  it.each([408, 423, 429, 500, 502, 503])('tries again after %d', async (status) => {
    let failures = 0
    running.endpoint.interfere = (_request, response) => failures++ === 0 && (send(response, status, {}), true)
    await running.post('/v1/page', page('m1'))
    await outcomes(2)
    expect(running.outcomes.map(({ outcome }) => outcome)).toEqual(['retrying', 'delivered'])
  })

  it.each([400, 404, 501])('discards after %d', async (status) => {
    running.endpoint.interfere = (_request, response) => (send(response, status, {}), true)
    await running.post('/v1/page', page('m1'))
    await outcomes(1)
    expect(await deliveries()).toMatchObject([{ state: 'discarded', attempts: 1 }])
  })

  it('waits as long as Retry-After says', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 429, {}, { 'retry-after': '3600' }), true)
    const before = Date.now()
    await running.post('/v1/page', page('m1'))
    await outcomes(1)
    const [{ due_at }] = await running.database.query<{ due_at: Date }>('select due_at from pipeline.deliveries')
    expect(due_at.getTime()).toBeGreaterThanOrEqual(before + 3_600_000)
  })

  it('tries again after a broken connection', async () => {
    let failures = 0
    running.endpoint.interfere = (request) => failures++ === 0 && (request.socket.destroy(), true)
    await running.post('/v1/page', page('m1'))
    await outcomes(2)
    expect(running.outcomes.map(({ outcome }) => outcome)).toEqual(['retrying', 'delivered'])
    const attempts = await running.database.query<any>('select exchanges from pipeline.attempts order by started_at')
    expect(attempts[0].exchanges[0]).toMatchObject({ error: expect.stringMatching(/socket hang up|ECONNRESET/) })
  })

  it('delivers other mappings while one waits for its endpoint', async () => {
    const held: (() => void)[] = []
    running.endpoint.interfere = (_request, response, events) => {
      if (events[0]?.type !== 'visit') return false
      held.push(() => send(response, 200, { results: events.map(() => ({ status: 201 })) }))
      return true
    }
    await running.post('/v1/page', page('slow'))
    await until('the slow one is on its way', () => held.length === 1)
    await running.post('/v1/track', payment('fast'))
    await until('the fast one has arrived', () => running.endpoint.events.has('fast'))
    expect(await deliveries()).toMatchObject([{ message_id: 'fast' }, { message_id: 'slow', state: 'waiting' }])
    held.forEach((release) => release())
    await outcomes(2)
  })
})

describe('a mapping', () => {
  /** Changes fields of the mapping Page while `work` runs. */
  async function withFields(fields: Record<string, unknown>, work: () => Promise<void>): Promise<void> {
    const { body } = await callAdmin(running, 'GET', '/mappings')
    const { id } = body.mappings[0]
    const page = mappingInput(body.mappings[0])
    const changed = { ...page, mapping: { ...page.mapping, ...fields } }
    expect((await callAdmin(running, 'PUT', `/mappings/${id}`, changed)).status).toBe(200)
    await work()
    await callAdmin(running, 'POST', `/mappings/${id}/reset`)
  }

  it('that fails for one event of a batch lets the others through', async () => {
    await withFields({ title: { '@path': { '@path': '$.properties.where' } } }, async () => {
      const batch = ['m1', 'm2', 'm3', 'm4'].map((id) => page(id, { properties: { where: '$.name' } }))
      await running.post('/v1/batch', { batch: [...batch, page('broken')] })
      await outcomes(5)
      expect([...running.endpoint.events.keys()].sort()).toEqual(['m1', 'm2', 'm3', 'm4'])
      const [broken] = await deliveries()
      expect(broken).toMatchObject({
        message_id: 'broken',
        state: 'discarded',
        code: 'MAPPING_FAILED',
        reason: 'The mapping cannot be applied to the event: @path: expected string, got undefined'
      })
    })
  })

  it('may ask for smaller batches', async () => {
    await withFields({ batch_size: 40 }, async () => {
      await running.post('/v1/batch', { batch: Array.from({ length: 100 }, (_, index) => page(`m${index}`)) })
      await outcomes(100)
      expect(running.endpoint.batches.sort()).toEqual([20, 40, 40])
    })
  })

  it('may ask for one event at a time', async () => {
    await withFields({ enable_batching: false }, async () => {
      await running.post('/v1/batch', { batch: [page('m1'), page('m2'), page('m3', { timestamp: 5 })] })
      await outcomes(3)
      expect(running.endpoint.batches).toEqual([1, 1, 1])
    })
  })

  it('that no longer takes an event leaves it filtered', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 503, {}, { 'retry-after': '2' }), true)
    await running.post('/v1/page', page('m1'))
    await outcomes(1)
    const { body } = await callAdmin(running, 'GET', '/mappings')
    const { id } = body.mappings[0]
    const input = mappingInput(body.mappings[0])
    await callAdmin(running, 'PUT', `/mappings/${id}`, { ...input, subscribe: 'type = "page" and userId = "else"' })
    await outcomes(2)
    expect(await deliveries()).toMatchObject([{ state: 'filtered', code: 'NO_MATCHING_MAPPING' }])
    await callAdmin(running, 'POST', `/mappings/${id}/reset`)
  })
})

describe('a source whose settings are renewed', () => {
  it('goes on by itself when its Token ID is rotated', async () => {
    const endpoint = await startEndpoint()
    endpoint.interfere = (request, response) =>
      request.headers.authorization !== basic('rotated') && (send(response, 401, {}), true)
    const settings = (tokenId: string) => ({ tokenId, endpoint: endpoint.url })
    const own = await startTestPipeline({
      sources: [{ writeKey, name: 'Test', settings: settings('first'), renew: async () => settings('rotated') }]
    })
    await own.post('/v1/batch', { batch: Array.from({ length: 50 }, (_, index) => page(`m${index}`)) })
    await until('all are delivered', () => endpoint.events.size === 50)
    expect(own.outcomes.filter(({ outcome }) => outcome === 'discarded')).toEqual([])
    await own.close()
    await endpoint.close()
  })
})

describe('a queue at its limit', () => {
  const started: Running[] = []

  afterEach(() => Promise.all(started.map((each) => each.close())))

  it('of events or of bytes is told, and takes in again once it has emptied', async () => {
    await Promise.all([{ events: 10 }, { bytes: 500 }].map(fillAndEmpty))
  })

  async function fillAndEmpty(queue: object): Promise<void> {
    const own = await startTestPipeline({ queue, quiet: true })
    started.push(own)
    own.endpoint.interfere = (_request, response) => (send(response, 503, {}), true)
    await own.post('/v1/batch', { batch: Array.from({ length: 20 }, (_, index) => page(`m${index}`)) })
    const status = async () => (await own.post('/v1/page', page(`late-${Math.random()}`))).status
    await until('no more is taken in', async () => (await status()) === 429)
    const refused = await fetch(`${own.pipeline.url}/v1/page`, { method: 'POST', body: 'unread' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ error: { code: 'queue_full' } })
    const ready = await (await fetch(`${own.pipeline.url}/readyz`)).json()
    expect(ready).toEqual({
      status: 'ready',
      queue: { events: expect.any(Number), bytes: expect.any(Number), oldest: expect.stringMatching(/^2/) }
    })
    expect(ready.queue.events).toBeGreaterThanOrEqual(20)
    expect(ready.queue.bytes).toBeGreaterThan(500)
    own.endpoint.interfere = undefined
    // The longer it took to fill, the longer the mapping waits before it tries again.
    await until('it takes in again', async () => (await status()) === 200, 60_000)
  }
})

describe('stopping and starting', () => {
  let own: Running

  afterEach(() => own.close())

  it('delivers what memory has no room for from the database', async () => {
    own = await startTestPipeline({ maxHeld: 0 })
    await own.post('/v1/batch', { batch: Array.from({ length: 50 }, (_, index) => page(`m${index}`)) })
    await until('all are delivered', () => own.outcomes.length === 50)
    expect(own.endpoint.events.size).toBe(50)
  })

  it('finishes what is under way before it stops, and gives back the rest', async () => {
    own = await startTestPipeline()
    own.endpoint.interfere = (_request, response, events) => {
      setTimeout(() => send(response, 200, { results: events.map(() => ({ status: 201 })) }), 300)
      return true
    }
    await own.post('/v1/page', page('begun'))
    await until('it is on its way', () => own.endpoint.requests.length === 1)
    await own.post('/v1/page', page('waiting'))
    await own.pipeline.close()
    const rows = await deliveriesOf(own.database)
    expect(rows).toMatchObject([
      { message_id: 'begun', state: 'delivered', due_at: null },
      { message_id: 'waiting', state: 'waiting', due_at: expect.any(Date) }
    ])
    expect(rows[1].due_at.getTime()).toBeLessThanOrEqual(Date.now())
  })
})
