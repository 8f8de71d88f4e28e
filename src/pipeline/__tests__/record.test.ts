import { keepUp } from '../record/upkeep'
import { callAdmin, payment, type Answer } from './__helpers__/admin'
import { send } from './__helpers__/endpoint'
import { adminKey, startTestPipeline, until, type Running } from './__helpers__/pipeline'

let running: Running
const call = (method: string, path: string, body?: unknown): Promise<Answer> => callAdmin(running, method, path, body)

beforeAll(async () => {
  running = await startTestPipeline({ random: () => 0 })
})

beforeEach(() => running.reset())

afterAll(() => running.close())

async function mappingNamed(name: string): Promise<any> {
  const { body } = await call('GET', '/mappings')
  return body.mappings.find((mapping: any) => mapping.name === name)
}

const outcomes = (count: number) => until(`there are ${count} outcomes`, () => running.outcomes.length >= count)

describe('the record', () => {
  it('tells of a call that was never accepted what it was, and why', async () => {
    const nobody = { event: 'Nobody', messageId: 'm1', properties: { plan: 'pro' } }
    await running.post('/v1/track', nobody)
    await running.post('/v1/track', {
      event: 'Large',
      userId: 'ada',
      messageId: 'm2',
      properties: { text: 'x'.repeat(40_000) }
    })
    expect((await call('GET', '/events/m1')).body).toMatchObject({
      messageId: 'm1',
      kind: 'Nobody',
      user: '',
      event: nobody,
      deliveries: [{ mapping: null, state: 'refused', attempts: 0, code: 'missing_id', history: [] }],
      why: expect.stringMatching(/^It was never accepted: `userId` and `anonymousId` are both missing/)
    })
    expect((await call('GET', '/events/m2')).body).toMatchObject({
      event: { beginning: expect.stringContaining('"Large"') },
      deliveries: [{ state: 'refused', code: 'event_too_large' }]
    })
    expect((await call('GET', '/events/m3')).status).toBe(404)
  })

  it('tells an event’s whole path', async () => {
    let failures = 0
    running.endpoint.interfere = (_request, response) =>
      failures++ === 0 && (send(response, 503, { error: { message: 'busy' } }), true)
    await running.post('/v1/batch', {
      batch: [
        { type: 'page', userId: 'ada', messageId: 'm1' },
        { type: 'page', userId: 'bob', messageId: 'm2' }
      ]
    })
    await outcomes(4)
    const { body } = await call('GET', '/events/m1')
    expect(body).toMatchObject({
      kind: 'page',
      user: 'ada',
      event: { messageId: 'm1' },
      why: 'It is on the board: the mapping “Page” delivered it at attempt 2.'
    })
    expect(body.deliveries).toMatchObject([
      {
        mapping: 'Page',
        state: 'delivered',
        attempts: 2,
        history: [
          { events: 2, sent: { id: 'm1' }, exchanges: [{ response: { status: 503 } }] },
          { events: 2, sent: { id: 'm1' }, exchanges: [{ response: { status: 200 } }] }
        ]
      }
    ])
    expect((await call('GET', '/events/unknown')).status).toBe(404)
  })

  it('is searched by message id, user, event name and state', async () => {
    await running.post('/v1/batch', {
      batch: [
        payment('m1', { type: 'track' }),
        { type: 'page', userId: 'bob', messageId: 'm2' },
        { type: 'track', userId: 'bob', messageId: 'm3' }
      ]
    })
    await outcomes(3)
    const found = async (query: string) =>
      (await call('GET', `/events?${query}`)).body.events.map(({ messageId }: any) => messageId).sort()
    expect(await found('')).toEqual(['m1', 'm2', 'm3'])
    expect(await found('query=m2')).toEqual(['m2'])
    expect(await found('query=bob')).toEqual(['m2', 'm3'])
    expect(await found('query=Payment%20Made')).toEqual(['m1'])
    expect(await found('state=delivered')).toEqual(['m1', 'm2'])
    expect(await found('state=refused')).toEqual(['m3'])
    expect(await found(`mapping=${(await mappingNamed('Page')).id}`)).toEqual(['m2'])
    expect((await call('GET', '/events?state=lost')).status).toBe(400)
  })

  it('is paged without gap or repetition', async () => {
    for (let index = 0; index < 7; index++) await running.post('/v1/page', { userId: 'u', messageId: `m${index}` })
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: Answer = await call('GET', `/events?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.events.map(({ messageId }: any) => messageId))
      cursor = body.nextCursor
    }
    expect(seen).toEqual(['m6', 'm5', 'm4', 'm3', 'm2', 'm1', 'm0'])
    await outcomes(7)
  })

  it('counts by state', async () => {
    await running.post('/v1/batch', {
      batch: [
        payment('m1', { type: 'track' }),
        { type: 'track', userId: 'bob' },
        { type: 'page', userId: 'u', integrations: { All: false } }
      ]
    })
    await outcomes(3)
    const { body } = await call('GET', '/counts?hours=1')
    expect(body.total).toEqual({
      received: 2,
      refused: 1,
      waiting: 0,
      retrying: 0,
      delivered: 1,
      discarded: 0,
      filtered: 1
    })
    expect(body.interval).toBe('minute')
  })

  it('answers why an event is not on the board', async () => {
    running.endpoint.interfere = (_request, response, events) =>
      events[0]?.id === 'discarded' && (send(response, 400, { error: { message: 'bad amount' } }), true)
    await running.post('/v1/track', payment('discarded', { userId: 'why' }))
    await running.post('/v1/track', { userId: 'why' })
    await running.post('/v1/page', { userId: 'why', integrations: { Tractionboard: false } })
    await outcomes(3)
    const { body } = await call('GET', '/why?query=why')
    expect(body.answers.map(({ answer }: any) => answer)).toEqual([
      'It was filtered: The integrations object of the event turns Tractionboard off (FILTERED_BY_INTEGRATIONS_OBJECT).',
      'It was never accepted: `event` is missing. Accepted: a string of 1 to 256 characters.',
      expect.stringMatching(
        /^It was discarded after one attempt by the mapping “Payment Made”: .*bad amount.* Mend the cause, then send it again\.$/
      )
    ])
  })

  it('sends discarded events again, one or all, after the cause is mended', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 401, {}), true)
    for (const messageId of ['m1', 'm2', 'm3']) await running.post('/v1/track', payment(messageId))
    await outcomes(3)
    running.endpoint.interfere = undefined
    expect((await call('POST', '/events/m1/resend')).body).toEqual({ resent: 1 })
    await until('one is delivered', () => running.endpoint.events.has('m1'))
    expect((await call('POST', '/resend', { code: 'ELSE' })).body).toEqual({ resent: 0 })
    expect((await call('POST', '/resend', {})).body).toEqual({ resent: 2 })
    await outcomes(6)
    expect([...running.endpoint.events.keys()].sort()).toEqual(['m1', 'm2', 'm3'])
  })

  it('is kept for a set time and number of events, but for what is still open', async () => {
    for (const messageId of ['m1', 'm2', 'm3']) await running.post('/v1/page', { userId: 'u', messageId })
    await outcomes(3)
    running.endpoint.interfere = (_request, response) => (send(response, 429, {}, { 'retry-after': '999' }), true)
    await running.post('/v1/page', { userId: 'u', messageId: 'open' })
    await outcomes(4)
    const [{ id }] = await running.database.query<{ id: string }>('select source_id as id from pipeline.sources')
    const kept = async () => (await call('GET', '/events')).body.events.map(({ messageId }: any) => messageId)
    await keepUp(running.database, [id], { days: 7, events: 2 }, new Date())
    expect(await kept()).toEqual(['open', 'm3'])
    await keepUp(running.database, [id], { days: 7, events: 100 }, new Date(Date.now() + 8 * 86_400_000))
    expect(await kept()).toEqual(['open'])
  })

  it('leaves no delivery open whose mapping is gone', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 429, {}, { 'retry-after': '999' }), true)
    await running.post('/v1/page', { userId: 'u', messageId: 'orphan' })
    await outcomes(1)
    await running.database.query(`update pipeline.deliveries set mapping_id = 'gone'`)
    const [{ id }] = await running.database.query<{ id: string }>('select source_id as id from pipeline.sources')
    await keepUp(running.database, [id], { days: 7, events: 100 }, new Date())
    expect((await call('GET', '/why?query=orphan')).body.answers).toMatchObject([
      { answer: expect.stringMatching(/^It was discarded after one attempt by a mapping that is deleted: /) }
    ])
  })

  it('streams outcomes as they are committed', async () => {
    const { body } = await fetch(`${running.pipeline.url}/api/sources`, {
      headers: { authorization: `Bearer ${adminKey}` }
    }).then(async (response) => ({ body: await response.json() }))
    const response = await fetch(`${running.pipeline.url}/api/sources/${body.sources[0].id}/stream`, {
      headers: { authorization: `Bearer ${adminKey}` }
    })
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    await running.post('/v1/page', { userId: 'ada', messageId: 'live' })
    let text = ''
    while (!/data: .*\n\n/.test(text)) text += (await reader.read()).value
    await reader.cancel()
    const [, data] = /event: outcome\ndata: (.*)\n\n/.exec(text)!
    expect(JSON.parse(data)).toMatchObject({
      messageId: 'live',
      kind: 'page',
      user: 'ada',
      mapping: 'Page',
      outcome: 'delivered'
    })
  })
})
