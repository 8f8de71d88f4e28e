import { setTimeout as sleep } from 'node:timers/promises'
import { keepUp } from '../record/upkeep'
import type { Segments } from '../store/segments'
import { callAdmin, mappingInput, payment, type Answer } from './__helpers__/admin'
import { send } from './__helpers__/endpoint'
import { adminKey, openSegments, startTestPipeline, until, type Running } from './__helpers__/pipeline'

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
      duplicate: 0,
      conflict: 0,
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

  it('groups what did not arrive by its reason, and gives it up by hand', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 400, {}), true)
    for (const messageId of ['m1', 'm2']) await running.post('/v1/track', payment(messageId))
    await running.post('/v1/page', { userId: 'u', messageId: 'm3', integrations: { All: false } })
    await running.post('/v1/track', { userId: 'u', messageId: 'm4' })
    await outcomes(4)
    const { body } = await call('GET', '/reasons')
    expect(body.reasons).toMatchObject([
      { state: 'discarded', mapping: 'Payment Made', count: 2, example: 'm2' },
      { state: 'refused', code: 'missing_field', count: 1, example: 'm4' },
      { state: 'filtered', code: 'FILTERED_BY_INTEGRATIONS_OBJECT', count: 1, example: 'm3' }
    ])
    expect((await call('POST', '/discard', { state: 'discarded' })).body).toEqual({ discarded: 2 })
    expect((await call('GET', '/events/m1')).body.deliveries).toMatchObject([{ code: 'DISCARDED_BY_HAND' }])
  })

  it('sends what was filtered through the mappings of today', async () => {
    const saved = await mappingNamed('Page')
    await call('PUT', `/mappings/${saved.id}`, { ...mappingInput(saved), enabled: false })
    for (const messageId of ['m1', 'm2']) await running.post('/v1/page', { userId: 'u', messageId })
    await running.post('/v1/screen', { userId: 'u', messageId: 'm3', integrations: { All: false } })
    await outcomes(3)
    await call('PUT', `/mappings/${saved.id}`, mappingInput(saved))
    expect((await call('POST', '/resend', { state: 'filtered' })).body).toEqual({ resent: 2 })
    await outcomes(5)
    expect([...running.endpoint.events.keys()].sort()).toEqual(['m1', 'm2'])
    expect((await call('GET', '/events/m3')).body.deliveries).toMatchObject([{ state: 'filtered' }])
  })

  it('tries now what waits for its next attempt', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 429, {}, { 'retry-after': '999' }), true)
    await running.post('/v1/page', { userId: 'u', messageId: 'm1' })
    await outcomes(1)
    running.endpoint.interfere = undefined
    expect((await call('GET', '/lanes')).body.lanes).toMatchObject([{ state: 'held' }])
    expect((await call('POST', '/events/m1/resend')).body).toEqual({ resent: 1 })
    await outcomes(2)
    expect(running.outcomes.at(-1)).toMatchObject({ outcome: 'delivered' })
  })

  it('sends discarded events again, one or all, after the cause is mended', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 400, {}), true)
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

  describe('is forgotten by segment', () => {
    let segments: Segments
    let sourceId: string
    const keep = (events: number, now = new Date(), days = 7) =>
      keepUp(running.database, segments, [sourceId], { days, events, undeliveredDays: 90 }, now)
    const kept = async () => (await call('GET', '/events')).body.events.map(({ messageId }: any) => messageId)
    /** Everything from now on is in another segment, also for the pipeline that runs. */
    const nextSegment = async () => {
      await segments.next()
      await sleep(600)
    }

    beforeEach(async () => {
      segments = await openSegments(running.database)
      ;[{ id: sourceId }] = await running.database.query<{ id: string }>('select source_id as id from pipeline.sources')
      await nextSegment()
    })

    it('what was delivered beyond the number of events, the oldest first', async () => {
      for (const messageId of ['m1', 'm2', 'm3', 'm4']) {
        await running.post('/v1/page', { userId: 'u', messageId })
        await nextSegment()
      }
      await outcomes(4)
      await keep(2)
      expect(await kept()).toEqual(['m4', 'm3'])
      expect((await call('GET', '/events/m1')).status).toBe(404)
      // A message id outlasts the record.
      await running.post('/v1/page', { userId: 'u', messageId: 'm1' })
      expect((await call('GET', '/events?state=duplicate')).body.events).toMatchObject([{ messageId: 'm1' }])
      // And so does one of a process that knows of it by the database alone.
      await segments.ids.seal()
      await running.post('/v1/batch', {
        batch: ['m2', 'm5'].map((messageId) => ({ type: 'page', userId: 'u', messageId }))
      })
      expect((await call('GET', '/events?state=duplicate')).body.events.map(({ messageId }: any) => messageId)).toEqual(
        ['m2', 'm1']
      )
      expect(await kept()).toEqual(['m2', 'm5', 'm1', 'm4', 'm3'])
      await nextSegment()
      await nextSegment()
      await keep(100, new Date(Date.now() + 8 * 86_400_000))
      expect(await kept()).toEqual([])
    })

    it('and never what is waiting, retrying or discarded, until it is too old', async () => {
      running.endpoint.interfere = (_request, response, events) => {
        if (!events.some(({ id }) => id === 'bad')) return false
        const results = events.map(({ id }) =>
          id === 'bad' ? { status: 400, error: { code: 'invalid', message: 'no' } } : { status: 201 }
        )
        return (send(response, 207, { results }), true)
      }
      await running.post('/v1/batch', {
        batch: ['good', 'bad', 'better'].map((messageId) => ({ type: 'page', userId: 'u', messageId }))
      })
      await outcomes(3)
      for (let segment = 0; segment < 4; segment++) await nextSegment()
      await keep(1)
      expect(await kept()).toEqual(['bad'])
      await keep(1, new Date(Date.now() + 30 * 86_400_000))
      expect(await kept()).toEqual(['bad'])
      running.endpoint.interfere = undefined
      expect((await call('POST', '/events/bad/resend')).body).toEqual({ resent: 1 })
      await until('it is delivered', () => running.outcomes.length === 4)
      expect((await call('GET', '/events/bad')).body.deliveries).toMatchObject([{ state: 'delivered' }])
    })
  })

  it('leaves no delivery open whose mapping is gone', async () => {
    running.endpoint.interfere = (_request, response) => (send(response, 429, {}, { 'retry-after': '999' }), true)
    await running.post('/v1/page', { userId: 'u', messageId: 'orphan' })
    await outcomes(1)
    await running.database.query(`update pipeline.deliveries set mapping_id = 'gone'`)
    const [{ id }] = await running.database.query<{ id: string }>('select source_id as id from pipeline.sources')
    const segments = await openSegments(running.database)
    await keepUp(running.database, segments, [id], { days: 7, events: 100, undeliveredDays: 90 }, new Date())
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
