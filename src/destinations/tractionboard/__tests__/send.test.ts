import {
  APIError,
  InvalidAuthenticationError,
  PayloadValidationError,
  createTestIntegration
} from '@segment/actions-core'
import type { RequestClient } from '@segment/actions-core'
import nock from 'nock'
import destination from '../index'
import { sendAs } from '../send'
import { deliverBatch, deliverOne, errorOf, segmentEvent } from './__helpers__/deliver'
import type { Answer } from './__helpers__/tractionboard'
import {
  ENDPOINT,
  closeTractionboard,
  refused,
  results,
  settings,
  stored,
  tractionboard
} from './__helpers__/tractionboard'

const track = (messageId: string) => segmentEvent({ type: 'track', event: 'Ping', messageId })
const trackMany = (count: number) => Array.from({ length: count }, (_, index) => track(`m-${index}`))
const counts = (received: any[]) => received.map(({ body }) => body.events.length)

const event = segmentEvent({ type: 'track', event: 'Ping' })

afterEach(closeTractionboard)

describe('A single event', () => {
  it.each([[200], [201]])('is delivered where its result is %i', async (status) => {
    tractionboard(results(200, [{ status }]))
    const testDestination = createTestIntegration(destination)
    await testDestination.testAction('track', { event, settings, useDefaultMappings: true })
    expect(testDestination.results[2]).toEqual({ data: { status }, output: 'Action Executed' })
  })

  it('is refused with the reason that Tractionboard gives', async () => {
    tractionboard(results(207, [{ status: 400, error: { code: 'invalid_event', message: 'Too odd.' } }]))
    const error = await errorOf(deliverOne(event))
    expect(error).toBeInstanceOf(PayloadValidationError)
    expect(error).toMatchObject({ status: 400, message: 'Tractionboard answered 400: Too odd.' })
  })

  it.each([[401], [403]])('ends in an error of authentication at %i', async (status) => {
    tractionboard(refused(status))
    const error = await errorOf(deliverOne(event))
    expect(error).toBeInstanceOf(InvalidAuthenticationError)
    expect(error).toMatchObject({ status: 401, message: expect.stringContaining('Settings > Integrations') })
  })

  it.each([[300], [302], [408], [413], [423], [429], [500], [501], [502], [503], [504]])(
    'bears the status %i, by which Segment retries',
    async (status) => {
      tractionboard(refused(status))
      const error = await errorOf(deliverOne(event))
      expect(error).toBeInstanceOf(APIError)
      expect(error).toMatchObject({ status, message: `Tractionboard answered ${status}: no` })
    }
  )

  const unreadable: [string, Answer][] = [
    ['no JSON', () => [200, 'OK']],
    ['no results', () => [200, {}]],
    ['two results', results(200, [{ status: 201 }, { status: 201 }])],
    ['a junk status', results(200, [{ status: 'stored' }])]
  ]
  it.each(unreadable)('is sent again after an answer with %s', async (_what, answer) => {
    tractionboard(answer)
    expect(await errorOf(deliverOne(event))).toMatchObject({ status: 502 })
  })

  it('is sent again where there is no answer', async () => {
    nock(ENDPOINT).post('/v1/events').replyWithError('socket hang up')
    expect(await errorOf(deliverOne(event))).toMatchObject({ status: 503 })
  })

  it('is sent again where there is no answer in time', async () => {
    nock(ENDPOINT).post('/v1/events').delay(5000).reply(200)
    const signal = (AbortSignal as any).timeout(50)
    expect(await errorOf(deliverOne(event, { signal }))).toMatchObject({ status: 408 })
  })
})

describe('A batch', () => {
  it('of 1,000 events takes one request', async () => {
    const received = tractionboard()
    const statuses = await deliverBatch('Track', trackMany(1000))
    expect(counts(received)).toEqual([1000])
    expect(statuses).toHaveLength(1000)
  })

  it('of more events, which Tractionboard would refuse, is sent in halves', async () => {
    const received = tractionboard()
    const statuses = await deliverBatch('Track', trackMany(2001))
    expect(counts(received)).toEqual([501, 500, 1000])
    expect(statuses.map(({ status, sent }) => [status, sent.id])).toEqual(
      trackMany(2001).map(({ messageId }) => [201, messageId])
    )
  })

  it('spares the events of one half what meets the other', async () => {
    tractionboard(stored, refused(503))
    const statuses = await deliverBatch('Track', trackMany(1001))
    expect(statuses.slice(0, 501).every(({ status }) => status === 201)).toBe(true)
    expect(statuses.slice(501).every(({ status }) => status === 503)).toBe(true)
    expect(statuses[501].sent.id).toBe('m-501')
  })

  it('leaves a single event that is too large to Tractionboard, which takes the others', async () => {
    tractionboard(results(207, [{ status: 201 }, { status: 400, error: { message: 'At most 32 KB.' } }]))
    const statuses = await deliverBatch('Track', trackMany(2))
    expect(statuses.map(({ status, errormessage }) => [status, errormessage])).toEqual([
      [201, undefined],
      [400, 'Tractionboard answered 400: At most 32 KB.']
    ])
  })
})

it('A fault of the code is no fault of an event', async () => {
  const { performBatch } = sendAs(() => {
    throw new TypeError('bug')
  })
  const request: RequestClient = jest.fn()
  await expect(performBatch(request, { settings, payload: [{}] })).rejects.toThrow(TypeError)
})

/** As a proxy does whose limit is lower than Tractionboard's. */
const atMost = (limit: number, answer: Answer = stored): Answer => {
  return (events) => (events.length > limit ? refused(413, 'Too large.')(events) : answer(events))
}

describe('A request that is too large for Tractionboard (413)', () => {
  it('is sent in halves, until they fit', async () => {
    const received = tractionboard(atMost(3))
    const statuses = await deliverBatch('Track', trackMany(10))
    expect(counts(received)).toEqual([10, 5, 3, 2, 5, 3, 2])
    expect(statuses.map(({ status, sent }) => [status, sent.id])).toEqual(
      trackMany(10).map(({ messageId }) => [201, messageId])
    )
  })

  it('fails for the events alone that are too large by themselves', async () => {
    const received = tractionboard((events) => {
      return events.some(({ id }) => id === 'm-2') ? refused(413, 'Too large.')(events) : stored(events)
    })
    const statuses = await deliverBatch('Track', trackMany(4))
    expect(counts(received)).toEqual([4, 2, 2, 1, 1])
    expect(statuses.map(({ status }) => status)).toEqual([201, 201, 413, 201])
    expect(statuses[2]).toMatchObject({ errormessage: 'Tractionboard answered 413: Too large.', sent: { id: 'm-2' } })
  })

  it('keeps the results of the halves in their places', async () => {
    const half = results(207, [{ status: 200 }, { status: 400, error: { message: 'Odd.' } }])
    tractionboard(atMost(2, half))
    const statuses = await deliverBatch('Track', trackMany(4))
    expect(statuses.map(({ status }) => status)).toEqual([200, 400, 200, 400])
  })

  it('fails at once where it is a single event', async () => {
    const received = tractionboard(refused(413, 'Too large.'))
    expect(await errorOf(deliverOne(track('a')))).toMatchObject({ status: 413 })
    expect(received).toHaveLength(1)
  })
})
