import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { samples } from '../admin/samples'
import { keepUp } from '../record/upkeep'
import { callAdmin, type Answer } from './__helpers__/admin'
import { send } from './__helpers__/endpoint'
import { adminKey, basic, startTestPipeline, tokenId, until, writeKey, type Running } from './__helpers__/pipeline'

let running: Running
const call = (method: string, path: string, body?: unknown): Promise<Answer> => callAdmin(running, method, path, body)

beforeAll(async () => {
  const page = await mkdtemp(path.join(tmpdir(), 'page-'))
  await writeFile(path.join(page, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__" />')
  running = await startTestPipeline({ page, random: () => 0 })
})

beforeEach(() => running.reset())

afterAll(() => running.close())

async function mappingNamed(name: string): Promise<any> {
  const { body } = await call('GET', '/mappings')
  return body.mappings.find((mapping: any) => mapping.name === name)
}

const input = ({ name, partnerAction, subscribe, mapping, enabled }: any) => ({
  name,
  partnerAction,
  subscribe,
  mapping,
  enabled
})
const payment = (messageId: string, fields = {}) => ({
  event: 'Payment Made',
  userId: 'ada',
  properties: { revenue: 5 },
  messageId,
  ...fields
})
const outcomes = (count: number) => until(`there are ${count} outcomes`, () => running.outcomes.length >= count)

describe('signing in', () => {
  const get = (url: string, headers = {}) => fetch(running.pipeline.url + url, { headers, redirect: 'manual' })

  it('takes the key from the address and leaves a strict cookie', async () => {
    const response = await get(`/deliveries?key=${adminKey}&state=discarded`)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/deliveries?state=discarded')
    const cookie = response.headers.get('set-cookie')!
    expect(cookie).toMatch(/^tractionboard_pipeline=\d+\.[\w-]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain(adminKey)
    const signedIn = await get('/api/sources', { cookie: cookie.split(';')[0] })
    expect(await signedIn.json()).toEqual({
      sources: [{ id: expect.any(String), name: 'Test', writeKey, url: running.pipeline.url }]
    })
  })

  it('redirects to no other host', async () => {
    const response = await get(`//evil.example/?key=${adminKey}`)
    expect(response.headers.get('location')).toMatch(/^\/[^/]/)
  })

  it.each([
    ['no key', {}],
    ['a wrong key', { authorization: 'Bearer wrong' }],
    ['a forged cookie', { cookie: 'tractionboard_pipeline=99999999999999.abc' }]
  ])('answers %s with 401', async (_what, headers) => {
    expect((await get('/api/sources', headers)).status).toBe(401)
  })

  it('answers a wrong key in the address with 401', async () => {
    expect((await get('/?key=wrong')).status).toBe(401)
  })

  it('serves the page under a policy that runs nothing else', async () => {
    const signedOut = await get('/mappings')
    expect([signedOut.status, await signedOut.text()]).toEqual([401, expect.stringContaining('Admin key')])
    const response = await get('/mappings', { authorization: `Bearer ${adminKey}` })
    const policy = response.headers.get('content-security-policy')!
    const [, nonce] = /style-src 'self' 'nonce-([^']+)'/.exec(policy)!
    expect(policy).toMatch(/^default-src 'none';script-src 'self' 'nonce-[^']+';/)
    expect(await response.text()).toBe(`<meta name="csp-nonce" content="${nonce}" />`)
  })

  it('answers unknown calls of the API with 404', async () => {
    const response = await get('/api/nothing', { authorization: `Bearer ${adminKey}` })
    expect([response.status, await response.json()]).toEqual([404, expect.objectContaining({ success: false })])
  })
})

describe('the destination', () => {
  it('shows its settings without the secret', async () => {
    const { body } = await call('GET', '/destination')
    expect(body).toMatchObject({ name: 'Tractionboard', catalogId: '569007b3e954a874ca44cd4e', enabled: true })
    expect(body.actions.map(({ key }: any) => key)).toEqual(['page', 'screen', 'identify', 'track', 'group', 'alias'])
    expect(body.presets).toHaveLength(10)
    expect(body.settings[0]).toMatchObject({ key: 'tokenId', secret: true, value: '••••' })
    expect(JSON.stringify(body)).not.toContain(tokenId)
  })

  it('tests the connection and tells the endpoint’s answer', async () => {
    expect((await call('POST', '/destination/test', {})).body).toEqual({ ok: true })
    expect(running.endpoint.requests).toEqual([{ method: 'GET', path: '/v1/account', authorization: basic(tokenId) }])
    running.endpoint.interfere = (_request, response) => (send(response, 401, {}), true)
    const { body } = await call('POST', '/destination/test', { settings: { tokenId: 'another-token-id' } })
    expect(body).toEqual({ ok: false, message: expect.stringContaining('does not accept the Token ID') })
    expect(body.message).not.toContain('another-token-id')
  })

  it.each([
    [{ endpoint: 'ftp://example.com' }, '/settings/endpoint', 'must be an https URL'],
    [{ endpoint: 'http://example.com' }, '/settings/endpoint', 'must be an https URL'],
    [{ endpoint: 'https://user:pass@example.com' }, '/settings/endpoint', 'without credentials'],
    [{ tokenId: ' ' }, '/settings/tokenId', 'Token ID is missing'],
    [{ nothing: 'x' }, '/settings/nothing', 'there is no setting "nothing"']
  ])('refuses the settings %j with the place', async (settings, place, message) => {
    const answer = await call('PUT', '/destination', { settings })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_settings', place } } })
    expect(answer.body.error.message).toContain(message)
  })

  it('delivers nothing while it is off, and says so', async () => {
    await call('PUT', '/destination', { enabled: false })
    await running.post('/v1/track', payment('while-off'))
    await outcomes(1)
    expect(running.outcomes).toMatchObject([{ outcome: 'filtered', code: 'DESTINATION_DISABLED' }])
    expect((await call('PUT', '/destination', { enabled: true })).body).toMatchObject({ enabled: true })
  })
})

describe('mappings', () => {
  it('are the automatic presets at first', async () => {
    const { body } = await call('GET', '/mappings')
    expect(body.mappings.map(({ name, preset }: any) => [name, preset])).toEqual(
      [
        'Page',
        'Screen',
        'Identify',
        'Payment Made',
        'Refund Received',
        'Cancel',
        'Signup',
        'Track',
        'Group',
        'Alias'
      ].map((name) => [name, name])
    )
  })

  it('change what a new event becomes, and can be reset', async () => {
    const saved = await mappingNamed('Payment Made')
    const mapping = { ...saved.mapping, amount: 99 }
    expect((await call('PUT', `/mappings/${saved.id}`, input({ ...saved, mapping }))).status).toBe(200)
    await running.post('/v1/track', payment('changed'))
    await outcomes(1)
    expect(running.endpoint.events.get('changed')).toMatchObject({ type: 'payment', amount: 99 })
    const { body } = await call('POST', `/mappings/${saved.id}/reset`)
    expect(body.mapping).toEqual(saved.mapping)
  })

  it('are duplicated switched off, and deleted', async () => {
    const { id } = await mappingNamed('Page')
    const { body } = await call('POST', `/mappings/${id}/duplicate`)
    expect(body).toMatchObject({ name: 'Page (copy)', enabled: false, preset: null })
    expect((await call('DELETE', `/mappings/${body.id}`)).status).toBe(204)
    expect(await mappingNamed('Page (copy)')).toBeUndefined()
  })

  it('are exported and imported without a change', async () => {
    const before = (await call('GET', '/mappings')).body.mappings.map(({ updatedAt: _, ...mapping }: any) => mapping)
    const { body: file } = await call('GET', '/mappings/export')
    const { status, body } = await call('POST', '/mappings/import', file)
    expect(status).toBe(200)
    expect(body.mappings.map(({ updatedAt: _, ...mapping }: any) => mapping)).toEqual(before)
  })

  it('leave their open events on record when they are deleted', async () => {
    const { body: own } = await call('POST', '/mappings', {
      ...input(await mappingNamed('Group')),
      name: 'Own',
      subscribe: 'type = "group" and userId = "x"'
    })
    running.endpoint.interfere = (_request, response) => (send(response, 503, {}), true)
    const { id } = await mappingNamed('Group')
    await call('PUT', `/mappings/${id}`, { ...input(await mappingNamed('Group')), enabled: false })
    await running.post('/v1/group', { groupId: 'g', userId: 'x', messageId: 'open' })
    await outcomes(1)
    await call('DELETE', `/mappings/${own.id}`)
    const { body } = await call('GET', '/events/open')
    expect(body.deliveries).toMatchObject([{ state: 'discarded', code: 'MAPPING_DELETED' }])
    await call('PUT', `/mappings/${id}`, { ...input(await mappingNamed('Group')), enabled: true })
  })

  it.each([
    ['an unknown action', { partnerAction: 'click' }, '/partnerAction', 'there is no action "click"'],
    ['an unknown field', { mapping: { colour: 'red' } }, '/mapping/colour', 'has no field "colour"'],
    ['a trigger that breaks off', { subscribe: 'type = "track' }, '/subscribe', 'it cannot be read'],
    [
      'a trigger with an unknown word',
      { subscribe: 'type = "track" and foo = "x"' },
      '/subscribe',
      'at character 16 ("and foo'
    ],
    [
      'a trigger that mixes and with or',
      { subscribe: 'type = "a" and event = "b" or event = "c"' },
      '/subscribe',
      'at character 12'
    ],
    [
      'a directive that is none',
      { mapping: { user_id: { '@nothing': 1 } } },
      '/mapping/user_id',
      'has an invalid directive'
    ],
    [
      'a template that does not parse',
      { mapping: { user_id: { '@liquid': '{% if x %}' } } },
      '/mapping/user_id',
      'the template does not parse'
    ],
    [
      'a template that breaks off',
      { mapping: { user_id: { '@template': '{{userId' } } },
      '/mapping/user_id',
      'stands alone'
    ],
    ['a missing required field', { mapping: {} }, '/mapping/message_id', 'is missing'],
    ['a body that is no mapping', { name: 5, mapping: [] }, '/mapping', 'must be object']
  ])('are refused with %s, and the old one stays', async (_what, change, place, message) => {
    const saved = await mappingNamed('Track')
    const answer = await call('PUT', `/mappings/${saved.id}`, { ...input(saved), ...change })
    expect(answer).toMatchObject({ status: 400, body: { error: { place } } })
    expect(answer.body.error.message).toContain(message)
    expect(await mappingNamed('Track')).toEqual(saved)
  })
})

describe('trying things out', () => {
  it('shows what a mapping makes of an event, and sends nothing', async () => {
    const { event } = samples.find(({ name }) => name === 'Track: Payment Made')!
    const { body } = await call('POST', '/preview', { event, mapping: input(await mappingNamed('Payment Made')) })
    expect(body).toMatchObject({
      trigger: { matches: true, failed: null },
      payload: { kind: 'payment', currency: 'EUR', user_id: 'ada' },
      problems: [],
      requests: [{ method: 'POST', url: `${running.endpoint.url}/v1/events`, headers: { authorization: '[redacted]' } }]
    })
    expect(JSON.parse(body.requests[0].body).events).toMatchObject([{ type: 'payment', amount: 49.9, user_id: 'ada' }])
    expect(running.endpoint.requests).toEqual([])
  })

  it('shows the exact request that a sending makes', async () => {
    const event = payment('exact', { type: 'track', timestamp: '2024-02-29T12:00:00.000Z', context: {} })
    const { body } = await call('POST', '/preview', { event, mapping: input(await mappingNamed('Payment Made')) })
    await running.post('/v1/track', event)
    await outcomes(1)
    const sent = (await call('GET', '/events/exact')).body.deliveries[0].history[0].exchanges[0].request
    expect(body.requests).toEqual([sent])
  })

  it('says which clause of the trigger fails, and what is wrong with the payload', async () => {
    const event = { type: 'track', event: 'signup', userId: 'ada', properties: { revenue: 'much' } }
    const { body } = await call('POST', '/preview', { event, mapping: input(await mappingNamed('Payment Made')) })
    expect(body).toMatchObject({ trigger: { matches: false, failed: 'event = "Payment Made"' }, requests: [] })
    expect(body.problems).toEqual([expect.stringMatching(/amount/i)])
  })

  it.each(samples.map(({ name, event }) => [name, event]))(
    'matches the sample %s with one mapping, and would send it',
    async (_name, event) => {
      const { body } = await call('POST', '/tester', { event, send: false })
      const matching = body.verdicts.filter(({ preview }: any) => preview.trigger.matches)
      expect(matching).toMatchObject([{ preview: { problems: [], requests: [{ method: 'POST' }] } }])
      expect(running.endpoint.requests).toEqual([])
    }
  )

  it('sends a test event the way of any other', async () => {
    const { event } = samples.find(({ name }) => name === 'Alias')!
    const { body } = await call('POST', '/tester', { event, send: true })
    const verdict = body.verdicts.find(({ mapping }: any) => mapping.name === 'Alias')
    expect(verdict.sent).toMatchObject({ outcome: 'delivered', exchanges: [{ response: { status: 200 } }] })
    expect(running.endpoint.events.get(body.messageId)).toMatchObject({ type: 'alias', user_id: 'ada' })
  })

  it('says why an event would not be accepted', async () => {
    const { body } = await call('POST', '/tester', { event: { type: 'track', userId: 'ada' }, send: true })
    expect(body).toMatchObject({ refused: { code: 'missing_field', place: 'event' }, verdicts: [] })
  })

  it('compares a changed mapping with the saved one over the newest events', async () => {
    await running.post('/v1/batch', {
      batch: [
        payment('m1'),
        payment('m2', { properties: { revenue: 7, amount: 8 } }),
        { type: 'page', userId: 'u' }
      ].map((event) => ({ type: 'track', ...event }))
    })
    await outcomes(3)
    const saved = await mappingNamed('Payment Made')
    const changed = input({ ...saved, mapping: { ...saved.mapping, amount: { '@path': '$.properties.amount' } } })
    const { body } = await call('POST', '/compare', { id: saved.id, mapping: changed })
    expect(body).toMatchObject({ compared: 3, unchanged: 1 })
    const amount = ({ requests }: any) => requests.length && JSON.parse(requests[0].body).events[0].amount
    expect(
      body.changed.map(({ messageId, before, after }: any) => [messageId, amount(before), amount(after)]).sort()
    ).toEqual([
      ['m1', 5, 0],
      ['m2', 7, 8]
    ])
  })
})

describe('the record', () => {
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
