import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { unpack } from '../store/batches'
import { gzipSync } from 'node:zlib'
import { callAdmin } from './__helpers__/admin'
import {
  adminKey,
  basic,
  post,
  deliveriesOf,
  storedEvent as stored,
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

const storedEvent = (messageId: string) => stored(running.database, messageId)

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

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream', 'nonsense', 'a/b;c'])(
    'takes JSON that calls itself %s',
    async (contentType) => {
      const answer = await running.post('/v1/page', JSON.stringify({ userId: 'u1' }), { 'content-type': contentType })
      expect(answer.status).toBe(200)
    }
  )

  it('takes what curl sends', async () => {
    const data = JSON.stringify({ userId: 'u1', messageId: 'by-curl' })
    const { stdout } = await promisify(execFile)('curl', [
      '-s',
      '-u',
      `${writeKey}:`,
      '-d',
      data,
      `${running.pipeline.url}/v1/page`
    ])
    expect(stdout).toBe('{"success":true}')
    expect(await storedEvent('by-curl')).toMatchObject({ type: 'page' })
  })

  it('unpacks gzip', async () => {
    const body = gzipSync(JSON.stringify({ userId: 'u1', messageId: 'zipped' }))
    expect((await running.post('/v1/page', body, { 'content-encoding': 'gzip' })).status).toBe(200)
    expect(await storedEvent('zipped')).toMatchObject({ type: 'page' })
  })

  it('makes a message id where there is none', async () => {
    await running.post('/v1/page', { userId: 'without-id' })
    const { body } = await callAdmin(running, 'GET', '/events?query=without-id')
    expect(body.events).toMatchObject([{ messageId: expect.stringMatching(/^api-[0-9a-f-]{36}$/) }])
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

  it('stores an event once, however often it comes, and puts on record that it came again', async () => {
    const batch = [{ type: 'page', messageId: 'thrice', userId: 'u1' }]
    await Promise.all([1, 2, 3].map(() => running.post('/v1/batch', { batch: [...batch, ...batch] })))
    const other = { type: 'page', messageId: 'thrice', userId: 'u2' }
    expect((await running.post('/v1/batch', { batch: [other] })).status).toBe(200)
    expect(await storedEvent('thrice')).toMatchObject({ userId: 'u1' })
    const deliveries = await deliveriesOf(running.database)
    expect(deliveries.filter(({ message_id }) => message_id === 'thrice')).toHaveLength(1)
    const calls = await running.database.query<any>(
      `SELECT state, count(*) AS count, max(event) AS event FROM pipeline.refusals WHERE message_id = 'thrice' GROUP BY 1 ORDER BY 1`
    )
    expect(calls).toEqual([
      { state: 'conflict', count: 1, event: expect.stringContaining('"u2"') },
      { state: 'duplicate', count: 5, event: null }
    ])
  })

  it('answers a browser’s preflight from any origin', async () => {
    const response = await fetch(`${running.pipeline.url}/v1/t`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-any-other'
      }
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,content-type,x-any-other')
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
    for (const table of ['batches', 'message_id_pages', 'deliveries', 'attempts', 'refusals', 'lanes', 'mappings']) {
      const rows = await running.database.query<{ body?: Uint8Array }>(`select * from pipeline.${table}`)
      const text = JSON.stringify(rows.map(({ body, ...row }) => [row, body && unpack(body)]))
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
