import { gzipSync } from 'node:zlib'
import { basic, storedEvent as stored, startTestPipeline, type Running } from './__helpers__/pipeline'

let running: Running

beforeAll(async () => {
  running = await startTestPipeline()
})

afterAll(() => running.close())

const storedEvent = (messageId: string) => stored(running.database, messageId)

function refusals(): Promise<any[]> {
  return running.database.query('select message_id, type, name, user_id, code, reason, event from pipeline.refusals')
}

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
      body: { success: false, error: { code: 'not_found', message: 'There is no POST /v1/tracks.' } }
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

  it('refuses of a batch only the event that is too deep, however deep', async () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
    const event = (id: string, levels: number) =>
      `{"type":"identify","messageId":"${id}","userId":"u1","traits":${deep(levels)}}`
    const batch = `{"batch":[${event('shallow', 10)},${event('deep', 100)},${event('deepest', 5000)}]}`
    expect(await running.post('/v1/batch', batch)).toEqual({ status: 200, body: { success: true } })
    expect(await storedEvent('shallow')).toMatchObject({ userId: 'u1' })
    const refused = (await refusals()).filter(({ code }) => code === 'too_deep')
    expect(refused.map(({ message_id }) => message_id)).toEqual(expect.arrayContaining(['deep', 'deepest']))
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
