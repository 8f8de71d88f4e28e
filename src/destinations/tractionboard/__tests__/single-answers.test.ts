import {
  APIError,
  InvalidAuthenticationError,
  PayloadValidationError,
  createTestIntegration
} from '@segment/actions-core'
import nock from 'nock'
import destination from '../index'
import { deliverOne, errorOf, segmentEvent } from './__helpers__/deliver'
import type { Answer } from './__helpers__/tractionboard'
import { ENDPOINT, closeTractionboard, refused, results, settings, tractionboard } from './__helpers__/tractionboard'

const event = segmentEvent({ type: 'track', event: 'Ping' })

describe('A single event', () => {
  afterEach(closeTractionboard)

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

  it.each([[408], [413], [423], [429], [500], [501], [502], [503], [504]])(
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
