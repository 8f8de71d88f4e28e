import { gzipSync } from 'node:zlib'
import {
  adminKey,
  basic,
  post,
  startTestPipeline,
  tokenId,
  until,
  writeKey,
  type Running
} from './__helpers__/pipeline'

const receivedAt = new Date('2024-02-29T12:00:00.000Z')

let running: Running

beforeAll(async () => {
  running = await startTestPipeline({ now: () => receivedAt })
})

afterAll(() => running.close())

async function storedEvent(messageId: string): Promise<any> {
  const [row] = await running.database.query<{ event: any }>(
    'select event from pipeline.events where message_id = $1',
    [messageId]
  )
  return row?.event
}

function refusals(): Promise<any[]> {
  return running.database.query('select message_id, type, name, user_id, code, reason, event from pipeline.refusals')
}

describe('the Tracking API', () => {
  it.each(['track', 'identify', 'page', 'screen', 'group', 'alias'])(
    'takes /v1/%s and gives the event its type',
    async (type) => {
      const messageId = `named-${type}`
      const answer = await running.post(`/v1/${type}`, { messageId, userId: 'u1', event: 'Opened', groupId: 'g1' })
      expect(answer).toEqual({ status: 200, body: { success: true } })
      expect(await storedEvent(messageId)).toMatchObject({ type, channel: 'server', messageId, userId: 'u1' })
    }
  )

  it.each([
    ['t', 'track'],
    ['i', 'identify'],
    ['p', 'page'],
    ['s', 'screen'],
    ['g', 'group'],
    ['a', 'alias']
  ])('takes the browser SDK’s /v1/%s as %s', async (letter, type) => {
    const messageId = `letter-${letter}`
    const body = JSON.stringify({ messageId, userId: 'u1', event: 'Opened', groupId: 'g1', writeKey })
    const answer = await running.post(`/v1/${letter}`, body, { 'content-type': 'text/plain', authorization: '' })
    expect(answer.status).toBe(200)
    expect(await storedEvent(messageId)).toMatchObject({ type, channel: 'client', context: { ip: '127.0.0.1' } })
    expect(await storedEvent(messageId)).not.toHaveProperty('writeKey')
  })

  it('takes batches, and gives their context and integrations to each event', async () => {
    const answer = await running.post('/v1/batch', {
      context: { app: { name: 'shop' }, locale: 'en' },
      integrations: { Tractionboard: false },
      batch: [
        {
          type: 'identify',
          messageId: 'batch-1',
          userId: 'u1',
          context: { locale: 'de' },
          integrations: { Other: true }
        },
        { type: 'page', messageId: 'batch-2', anonymousId: 'a1', integrations: { Tractionboard: true } }
      ]
    })
    expect(answer).toEqual({ status: 200, body: { success: true } })
    expect(await storedEvent('batch-1')).toMatchObject({
      context: { app: { name: 'shop' }, locale: 'de' },
      integrations: { Tractionboard: false, Other: true }
    })
    expect(await storedEvent('batch-2')).toMatchObject({
      context: { locale: 'en' },
      integrations: { Tractionboard: true }
    })
  })

  it.each(['import', 'b'])('takes /v1/%s like a batch', async (route) => {
    await running.post(`/v1/${route}`, { batch: [{ type: 'page', messageId: `by-${route}`, userId: 'u1' }] })
    expect(await storedEvent(`by-${route}`)).toMatchObject({ type: 'page' })
  })

  it('ignores the browser SDK’s metrics', async () => {
    expect(await running.post('/v1/m', { series: [] })).toEqual({ status: 200, body: { success: true } })
  })

  it.each([
    ['Basic', basic(writeKey)],
    ['Bearer', `Bearer ${writeKey}`]
  ])('takes the write key by %s', async (_scheme, authorization) => {
    expect((await running.post('/v1/page', { userId: 'u1' }, { authorization })).status).toBe(200)
  })

  it('unpacks gzip', async () => {
    const body = gzipSync(JSON.stringify({ userId: 'u1', messageId: 'zipped' }))
    expect((await running.post('/v1/page', body, { 'content-encoding': 'gzip' })).status).toBe(200)
    expect(await storedEvent('zipped')).toMatchObject({ type: 'page' })
  })

  it('makes a message id where there is none', async () => {
    await running.post('/v1/page', { userId: 'without-id' })
    const rows = await running.database.query<any>(
      `select message_id from pipeline.events where user_id = 'without-id'`
    )
    expect(rows).toEqual([{ message_id: expect.stringMatching(/^api-[0-9a-f-]{36}$/) }])
  })

  it('corrects the sender’s clock', async () => {
    await running.post('/v1/batch', {
      sentAt: '2024-02-29T13:00:00.000Z',
      batch: [{ type: 'page', messageId: 'skewed', userId: 'u1', timestamp: '2024-02-29T12:59:58.500Z' }]
    })
    expect(await storedEvent('skewed')).toMatchObject({
      originalTimestamp: '2024-02-29T12:59:58.500Z',
      sentAt: '2024-02-29T13:00:00.000Z',
      receivedAt: '2024-02-29T12:00:00.000Z',
      timestamp: '2024-02-29T11:59:58.500Z'
    })
  })

  it('keeps the time of an event whose sender names no clock', async () => {
    await running.post('/v1/page', { messageId: 'historic', userId: 'u1', timestamp: 1_500_000_000 })
    expect(await storedEvent('historic')).toMatchObject({ timestamp: '2017-07-14T02:40:00.000Z' })
  })

  it('stores what no database takes with a replacement character', async () => {
    const body =
      '{"messageId":"unstorable","userId":"u\\u0000","traits":{"a":"\\ud83d","b":"\\\\u0000","c":"\\u001b😀"}}'
    expect((await running.post('/v1/identify', body)).status).toBe(200)
    expect(await storedEvent('unstorable')).toMatchObject({
      userId: 'u\ufffd',
      traits: { a: '\ufffd', b: '\\u0000', c: '\u001b😀' }
    })
  })

  it('stores an event once, however often it comes', async () => {
    const batch = [{ type: 'page', messageId: 'thrice', userId: 'u1' }]
    await Promise.all([1, 2, 3].map(() => running.post('/v1/batch', { batch: [...batch, ...batch] })))
    expect(await running.database.query(`select 1 from pipeline.events where message_id = 'thrice'`)).toHaveLength(1)
    expect(await running.database.query(`select 1 from pipeline.deliveries where message_id = 'thrice'`)).toHaveLength(
      1
    )
  })

  it('answers a browser’s preflight from any origin', async () => {
    const response = await fetch(`${running.pipeline.url}/v1/t`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type'
      }
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toContain('Authorization')
  })

  it('sends the browser SDK’s events to where its settings came from', async () => {
    const response = await fetch(`${running.pipeline.url}/v1/projects/${writeKey}/settings`)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toMatchObject({
      integrations: {
        'Segment.io': { apiKey: writeKey, apiHost: `${new URL(running.pipeline.url).host}/v1`, protocol: 'http' }
      }
    })
  })
})

describe('what is not acceptable', () => {
  const good = { userId: 'u1' }
  const deep = `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`

  it.each([
    ['broken JSON', '/v1/page', '{"userId": "u1"', 'invalid_json', 'it breaks off or goes wrong'],
    ['no body', '/v1/page', '', 'invalid_json', 'it is empty'],
    ['no object', '/v1/page', '[1]', 'invalid_body', 'must be a JSON object, not an array'],
    ['no batch', '/v1/batch', { events: [] }, 'invalid_batch', '`batch` must be an array of events, not nothing'],
    [
      'too many events',
      '/v1/batch',
      { batch: Array(2501).fill(good) },
      'too_many_events',
      'has 2501 events. At most 2500'
    ],
    ['a batch too large', '/v1/batch', { batch: [{ traits: 'x'.repeat(500 * 1024) }] }, 'request_too_large', '500 KB'],
    [
      'a batch with a bad sentAt',
      '/v1/batch',
      { batch: [], sentAt: 'noon' },
      'invalid_field',
      '`sentAt` must be an RFC 3339 time'
    ],
    [
      'a batch with a bad context',
      '/v1/batch',
      { batch: [], context: 'x' },
      'invalid_field',
      '`context` must be a JSON object'
    ],
    [
      'an event too large',
      '/v1/identify',
      { ...good, traits: { x: 'x'.repeat(32 * 1024) } },
      'event_too_large',
      'At most 32 KB'
    ],
    ['an event too deep', '/v1/identify', `{"userId":"u1","traits":${deep}}`, 'too_deep', 'deeper than 64 levels'],
    [
      'no ids',
      '/v1/page',
      { userId: ' ', anonymousId: null },
      'missing_id',
      '`userId` and `anonymousId` are both missing'
    ],
    [
      'a user id of a wrong type',
      '/v1/page',
      { userId: { a: 1 } },
      'invalid_field',
      '`userId` must be a string of 1 to 256 characters, or a number, not an object'
    ],
    ['an event without name', '/v1/track', good, 'missing_field', '`event` is missing'],
    [
      'an event name of a wrong type',
      '/v1/track',
      { ...good, event: 5 },
      'invalid_field',
      '`event` must be a string of 1 to 256 characters, not 5'
    ],
    ['a group without id', '/v1/group', good, 'missing_field', '`groupId` is missing'],
    ['an alias without user', '/v1/alias', { anonymousId: 'a1' }, 'missing_field', '`userId` is missing'],
    [
      'properties of a wrong type',
      '/v1/page',
      { ...good, properties: [] },
      'invalid_field',
      '`properties` must be a JSON object, not an array'
    ],
    [
      'traits of a wrong type',
      '/v1/identify',
      { ...good, traits: 'x' },
      'invalid_field',
      '`traits` must be a JSON object, not "x"'
    ],
    [
      'integrations of a wrong type',
      '/v1/page',
      { ...good, integrations: 1 },
      'invalid_field',
      '`integrations` must be'
    ],
    [
      'a message id too long',
      '/v1/page',
      { ...good, messageId: 'x'.repeat(129) },
      'invalid_field',
      '`messageId` must be a string of 1 to 128 characters, not a string of 129'
    ],
    [
      'an unreadable time',
      '/v1/page',
      { ...good, timestamp: 'yesterday' },
      'invalid_field',
      '`timestamp` must be an RFC 3339 time'
    ]
  ])('answers %s with 400, the field and what is accepted', async (_what, path, body, code, message) => {
    const answer = await running.post(path, body)
    expect(answer).toMatchObject({ status: 400, body: { success: false, error: { code } } })
    expect(answer.body.error.message).toContain(message)
  })

  it.each([
    ['a wrong key', { authorization: basic('wrong') }, 'unknown_write_key'],
    ['no key', { authorization: '' }, 'missing_write_key'],
    ['an unknown scheme', { authorization: 'Digest x' }, 'missing_write_key']
  ])('answers %s with 401', async (_what, headers, code) => {
    expect(await running.post('/v1/page', good, headers)).toMatchObject({ status: 401, body: { error: { code } } })
  })

  it('answers a wrong key in the settings’ address with 401', async () => {
    expect((await fetch(`${running.pipeline.url}/v1/projects/wrong/settings`)).status).toBe(401)
  })

  it('answers an unknown route with 404', async () => {
    expect(await running.post('/v1/tracks', good)).toEqual({
      status: 404,
      body: { success: false, error: { code: 'unknown_route', message: 'There is no POST /v1/tracks.' } }
    })
  })

  it('answers what cannot be unpacked with 400', async () => {
    for (const encoding of ['gzip', 'br']) {
      const answer = await running.post('/v1/page', 'no gzip', { 'content-encoding': encoding })
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_encoding' } } })
    }
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024, 32))
    const answer = await running.post('/v1/page', bomb, { 'content-encoding': 'gzip' })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'request_too_large' } } })
  })

  it('takes the good events beside a bad one, and puts the bad one on record with its reason', async () => {
    await running.database.query('delete from pipeline.refusals')
    const answer = await running.post('/v1/batch', {
      batch: [
        { type: 'page', messageId: 'beside-1', userId: 'u1' },
        { type: 'track', messageId: 'bad-1', userId: 'u1', properties: { revenue: 5 } },
        { type: 'click', messageId: 'bad-2', userId: 'u2' },
        'no event',
        { type: 'page', messageId: 'beside-2', userId: 'u1' }
      ]
    })
    expect(answer).toEqual({ status: 200, body: { success: true } })
    expect([await storedEvent('beside-1'), await storedEvent('beside-2')]).toMatchObject([
      { type: 'page' },
      { type: 'page' }
    ])
    expect((await refusals()).sort((one, other) => (one.reason < other.reason ? -1 : 1))).toEqual([
      expect.objectContaining({ message_id: 'bad-1', type: 'track', user_id: 'u1', code: 'missing_field' }),
      expect.objectContaining({
        message_id: null,
        event: '"no event"',
        reason: expect.stringContaining('`event` must be a JSON object')
      }),
      expect.objectContaining({
        message_id: 'bad-2',
        reason: expect.stringContaining('`type` must be one of track, identify')
      })
    ])
    expect(running.outcomes.filter(({ outcome }) => outcome === 'refused').slice(-3)).toMatchObject([
      { messageId: 'bad-1', kind: 'track', user: 'u1', code: 'missing_field' },
      { messageId: 'bad-2', kind: 'click' },
      { messageId: '', kind: 'unknown' }
    ])
  })
})

describe('startPipeline', () => {
  it('names the port that is in use', async () => {
    const port = Number(new URL(running.pipeline.url).port)
    await expect(startTestPipeline({ port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`)
  })

  it('keeps its secrets out of every table but the settings', async () => {
    await until('all is delivered', async () => {
      const open = await running.database.query(`select 1 from pipeline.deliveries where state = 'waiting'`)
      return open.length === 0
    })
    for (const table of ['events', 'deliveries', 'attempts', 'refusals', 'mappings']) {
      const text = JSON.stringify(await running.database.query(`select * from pipeline.${table}`))
      for (const secret of [writeKey, tokenId, adminKey, basic(tokenId).slice(6)]) expect(text).not.toContain(secret)
    }
  })

  it('serves several sources, each with its own events', async () => {
    const other = 'other-key'
    const sources = [writeKey, other].map((key) => ({
      writeKey: key,
      name: key,
      settings: { tokenId, endpoint: running.endpoint.url }
    }))
    const both = await startTestPipeline({ sources })
    for (const authorization of [basic(writeKey), basic(other)]) {
      await post(`${both.pipeline.url}/v1/page`, { userId: 'u1', messageId: 'same' }, { authorization })
    }
    await until('both are delivered', () => both.outcomes.length === 2)
    expect(new Set(both.outcomes.map(({ sourceId }) => sourceId)).size).toBe(2)
    await both.close()
  })
})
