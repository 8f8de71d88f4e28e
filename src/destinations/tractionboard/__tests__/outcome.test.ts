import nock from 'nock'
import { deliverBatch, segmentEvent } from './__helpers__/deliver'
import type { Answer } from './__helpers__/tractionboard'
import { ENDPOINT, closeTractionboard, refused, results, tractionboard } from './__helpers__/tractionboard'

const track = (messageId: unknown, other: any = {}) => {
  return segmentEvent({ type: 'track', event: 'Ping', messageId, ...other })
}
const three = [track('a'), track('b'), track('c')]
const ids = (received: any[]) => received.map(({ body }) => body.events.map(({ id }: any) => id))
const UNREADABLE = 'Tractionboard answered in a form that cannot be read. Check the Endpoint in the settings.'
const TOKEN_ID_REFUSED =
  'Tractionboard does not accept the Token ID. Copy it from Settings > Integrations in the Tractionboard Dashboard into the settings of this destination.'

afterEach(closeTractionboard)

describe('A batch of good and bad events', () => {
  const cancel = (messageId: unknown, other: any = {}) => track(messageId, { event: 'cancel', ...other })
  const mixed = [
    cancel('1', { userId: '' }),
    cancel('2'),
    cancel('3', { timestamp: '2024-02-30T00:00:00.000Z' }),
    cancel('4'),
    cancel(''),
    cancel('6', { event: 'Cancel' }),
    cancel('7', { userId: undefined }),
    cancel('8')
  ]

  it('gets a status for each event, in its place', async () => {
    const received = tractionboard(
      results(207, [
        { status: 201 },
        { status: 400, error: { code: 'invalid_event', message: 'Too odd.' } },
        { status: 200 }
      ])
    )
    const statuses = await deliverBatch('Cancel', mixed)
    expect(ids(received)).toEqual([['2', '4', '8']])
    expect(statuses.map(({ status }) => status)).toEqual([400, 201, 400, 400, 400, 400, 400, 200])
    expect(statuses[3]).toEqual({
      status: 400,
      errortype: 'PAYLOAD_VALIDATION_FAILED',
      errormessage: 'Tractionboard answered 400: Too odd.',
      errorreporter: 'DESTINATION',
      sent: received[0].body.events[1]
    })
    expect(statuses[0]).toEqual({
      status: 400,
      errortype: 'PAYLOAD_VALIDATION_FAILED',
      errormessage:
        'User ID is missing: a cancel event cannot be booked without it. Accepted is a text of 1 to 256 characters.',
      errorreporter: 'INTEGRATIONS'
    })
    expect(statuses[4].errormessage).toBe(
      'Message ID is missing: Tractionboard stores each event once by it. Accepted is a text of 1 to 128 characters.'
    )
  })

  it('of which none is good makes no request', async () => {
    const received = tractionboard()
    const statuses = await deliverBatch('Track', [track(''), track('b', { timestamp: 'now' }), track(' ')])
    expect(statuses.map(({ status }) => status)).toEqual([400, 400, 400])
    expect(received).toEqual([])
  })

  it('keeps its good events apart from bad ones when the request fails', async () => {
    tractionboard(refused(503))
    const statuses = await deliverBatch('Track', [track(''), ...three])
    expect(statuses.map(({ status }) => status)).toEqual([400, 503, 503, 503])
  })
})

describe('A request that Tractionboard refuses', () => {
  it.each([
    [300, 300, expect.anything(), 'Tractionboard answered 300: no'],
    [400, 400, 'PAYLOAD_VALIDATION_FAILED', 'Tractionboard answered 400: no'],
    [401, 401, 'INVALID_AUTHENTICATION', TOKEN_ID_REFUSED],
    [403, 401, 'INVALID_AUTHENTICATION', TOKEN_ID_REFUSED],
    [408, 408, 'REQUEST_TIMEOUT', 'Tractionboard answered 408: no'],
    [415, 415, 'UNSUPPORTED_MEDIA_TYPE', 'Tractionboard answered 415: no'],
    [423, 423, 'LOCKED', 'Tractionboard answered 423: no'],
    [429, 429, 'TOO_MANY_REQUESTS', 'Tractionboard answered 429: no'],
    [500, 500, 'INTERNAL_SERVER_ERROR', 'Tractionboard answered 500: no'],
    [501, 501, 'NOT_IMPLEMENTED', 'Tractionboard answered 501: no'],
    [503, 503, 'SERVICE_UNAVAILABLE', 'Tractionboard answered 503: no'],
    [302, 302, expect.anything(), 'Tractionboard answered 302: no']
  ])('with %i gives every event %i', async (answered, status, errortype, errormessage) => {
    const received = tractionboard(refused(answered))
    const statuses = await deliverBatch('Track', three)
    expect(received).toHaveLength(1)
    expect(statuses).toEqual(
      received[0].body.events.map((sent: any) => {
        return { status, errortype, errormessage, errorreporter: 'DESTINATION', sent }
      })
    )
  })

  it('is not followed to another address, which would get the Token ID', async () => {
    tractionboard(() => [307, '', { location: 'https://elsewhere.example.com/v1/events' }])
    const elsewhere = nock('https://elsewhere.example.com').post('/v1/events').reply(200)
    const statuses = await deliverBatch('Track', three)
    expect(statuses.map(({ status }) => status)).toEqual([307, 307, 307])
    expect(elsewhere.isDone()).toBe(false)
  })

  it('gives its reason in a few words, whatever it says', async () => {
    for (const body of ['<html>Bad Gateway</html>', { error: 'plain' }, { error: { message: { a: 1 } } }, '', null]) {
      tractionboard(() => [502, body])
      const [status] = await deliverBatch('Track', three)
      expect(status.errormessage).toBe('Tractionboard answered 502: it gave no reason')
    }
    tractionboard(refused(500, 'long '.repeat(1000)))
    const [status] = await deliverBatch('Track', three)
    expect(status.errormessage.length).toBeLessThan(600)
  })
})

describe('An answer that cannot be read', () => {
  const unreadable: [string, Answer][] = [
    ['no JSON', () => [200, 'OK', { 'content-type': 'text/plain' }]],
    ['JSON under another content type', () => [200, '{"results":[]}', { 'content-type': 'text/plain' }]],
    ['cut off JSON', () => [200, '{"results":[{"status":201},{"sta', { 'content-type': 'application/json' }]],
    ['an empty body', () => [204, '']],
    ['null', () => [200, 'null', { 'content-type': 'application/json' }]],
    ['no results', () => [200, {}]],
    ['results that are no list', results(200, { 0: { status: 201 } })],
    ['results that are a text', results(200, 'abc')],
    ['too few results', results(200, [{ status: 201 }, { status: 201 }])],
    ['too many results', results(207, Array(4).fill({ status: 201 }))]
  ]

  it.each(unreadable)('(%s) has every event sent again', async (_what, answer) => {
    tractionboard(answer)
    const statuses = await deliverBatch('Track', three)
    expect(statuses.map(({ status, errormessage }) => [status, errormessage])).toEqual(Array(3).fill([502, UNREADABLE]))
  })

  it.each([['201'], [undefined], [null], [0], [99], [199], [600], [201.5], [-201], [{}]])(
    '(a result with the status %p) has that event alone sent again',
    async (status) => {
      tractionboard(results(207, [{ status: 201 }, { status }, null]))
      const statuses = await deliverBatch('Track', three)
      expect(statuses.map((result) => result.status)).toEqual([201, 502, 502])
    }
  )
})

describe('No answer', () => {
  it.each([
    ['ECONNRESET', 'socket hang up', 503, 'Tractionboard could not be reached: '],
    ['ECONNREFUSED', 'connect ECONNREFUSED', 503, 'Tractionboard could not be reached: '],
    ['ETIMEDOUT', 'connect ETIMEDOUT', 408, 'Tractionboard could not be reached in time: ']
  ])('(%s) has every event sent again', async (code, message, status, words) => {
    nock(ENDPOINT)
      .post('/v1/events')
      .replyWithError(Object.assign(new Error(message), { code }))
    const statuses = await deliverBatch('Track', three)
    expect(statuses.map((result) => [result.status, result.sent.id])).toEqual([
      [status, 'a'],
      [status, 'b'],
      [status, 'c']
    ])
    expect(statuses[0].errormessage).toContain(words)
  })

  it('where Segment gives up has every event sent again', async () => {
    nock(ENDPOINT).post('/v1/events').delay(5000).reply(200)
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 50)
    const statuses = await deliverBatch('Track', three, { signal: controller.signal })
    expect(statuses.map(({ status }) => status)).toEqual([408, 408, 408])
  })

  it('in the time that Segment gives has every event sent again', async () => {
    nock(ENDPOINT).post('/v1/events').delay(5000).reply(200)
    const signal = (AbortSignal as any).timeout(50)
    const statuses = await deliverBatch('Track', three, { signal })
    expect(statuses.map(({ status }) => status)).toEqual([408, 408, 408])
    expect(statuses[0].errormessage).toContain('Tractionboard could not be reached in time')
  })
})
