import fc from '../../../__tests__/__helpers__/fast-check'
import { checkKeep } from '../record/upkeep'
import { redactor } from '../deliver/redact'
import { nextState, openLane } from '../deliver/lane-state'
import { readError, readResults } from '../deliver/results'
import { backoff, decide, isRetryable, RETRY_WINDOW_MS } from '../deliver/retry'
import { parseRetryAfter } from '../deliver/retry-after'

const now = new Date('2024-02-29T12:00:00.000Z')
const after = (milliseconds: number) => new Date(now.getTime() + milliseconds)
const failure = { status: 503, code: 'SERVICE_UNAVAILABLE', reason: 'busy' }

describe('decide', () => {
  it('retries exactly the statuses that Segment retries', () => {
    const retried = Array.from({ length: 500 }, (_, index) => index + 100).filter(isRetryable)
    const serverErrors = Array.from({ length: 100 }, (_, index) => index + 500).filter((status) => status !== 501)
    expect(retried).toEqual([408, 423, 429, ...serverErrors])
  })

  it('waits twice as long each time, up to a quarter of an hour, half of it at random', () => {
    expect([1, 2, 3, 4, 20].map((attempts) => [backoff(attempts, 0), backoff(attempts, 1)])).toEqual([
      [500, 1000],
      [1000, 2000],
      [2000, 4000],
      [4000, 8000],
      [450_000, 900_000]
    ])
  })

  it('waits for Retry-After where that is longer', () => {
    const progress = { attempts: 1, since: now }
    expect(decide({ ...failure, retryAfter: after(60_000) }, progress, now, 0)).toMatchObject({ dueAt: after(60_000) })
    expect(decide({ ...failure, retryAfter: after(100) }, progress, now, 0)).toMatchObject({ dueAt: after(500) })
  })

  it('makes a last attempt when the four hours end, and then gives up', () => {
    const since = after(-RETRY_WINDOW_MS + 1000)
    expect(decide({ ...failure, retryAfter: after(86_400_000) }, { attempts: 9, since }, now, 0)).toEqual({
      state: 'retrying',
      dueAt: after(1000),
      code: failure.code,
      reason: failure.reason
    })
    expect(decide(failure, { attempts: 9, since: after(-RETRY_WINDOW_MS) }, now, 0)).toEqual({
      state: 'discarded',
      code: 'RETRIES_EXHAUSTED',
      reason: 'Four hours of retries did not help; the last answer: busy'
    })
  })

  it('always ends: never due before now, never after the four hours', () => {
    const result = fc.record({
      status: fc.integer({ min: 100, max: 599 }),
      wait: fc.option(fc.integer({ min: -1e9, max: 1e9 }))
    })
    fc.assert(
      fc.property(
        result,
        fc.nat(60),
        fc.nat(RETRY_WINDOW_MS * 2),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        ({ status, wait }, attempts, age, random) => {
          const retryAfter = wait === null ? undefined : after(wait)
          const since = after(-age)
          const decision = decide(
            { status, code: 'X', reason: 'x', retryAfter },
            { attempts: attempts + 1, since },
            now,
            random
          )
          if (decision.state !== 'retrying') return
          expect(decision.dueAt.getTime()).toBeGreaterThan(now.getTime())
          expect(decision.dueAt.getTime()).toBeLessThanOrEqual(since.getTime() + RETRY_WINDOW_MS)
        }
      )
    )
  })
})

describe('a lane that is down', () => {
  const down = { ...openLane('s', 'm', now), state: 'down' as const, failures: 5, until: after(60_000) }
  const failed = { kind: 'failed' as const, code: 'X', reason: 'x' }

  it('is probed ever more seldom', () => {
    const trouble = { failedInARow: 0, well: false, isSuspect: false }
    expect(nextState(down, failed, trouble, 0, now, 0)).toMatchObject({ state: 'down', until: after(backoff(6, 0)) })
  })

  it('is probed within seconds while the test of the endpoint passes, however long it was down: the probe may be at fault', () => {
    const trouble = { failedInARow: 0, well: true, isSuspect: false }
    const next = nextState({ ...down, failures: 30 }, failed, trouble, 0, now, 1)
    expect(next).toMatchObject({ state: 'down', until: after(16_000), failures: 31 })
  })

  it('is probed again soon where the probe fails by itself, which does not count', () => {
    const trouble = { failedInARow: 0, well: true, isSuspect: true }
    const next = nextState(down, failed, trouble, 0, now, 0)
    expect(next).toMatchObject({ state: 'down', until: after(backoff(1, 0)), failures: down.failures })
  })
})

describe('redactor', () => {
  const definition = { authentication: { fields: { tokenId: { type: 'password' }, other: { type: 'password' } } } }
  const redact = (settings: object, text: string) => redactor(definition as never, { ...settings })(text)

  it('takes secrets out in every spelling, and never goes over its own words', () => {
    expect(redact({ tokenId: 't' }, 'a test')).toBe('a [redacted]es[redacted]')
    expect(redact({ tokenId: 'a+b c' }, 'a+b c, a%2Bb%20c, YStiIGM6')).toBe('[redacted], [redacted], [redacted]')
    expect(redact({ tokenId: 'key', other: 'key-2' }, 'key-2 key')).toBe('[redacted] [redacted]')
    expect(redact({}, 'nothing')).toBe('nothing')
  })
})

describe('checkKeep', () => {
  it('refuses a retention that contradicts itself', () => {
    expect(() => checkKeep({ days: 7, events: 10, undeliveredDays: 90 })).not.toThrow()
    expect(() => checkKeep({ days: 7, events: 10, undeliveredDays: 3 })).toThrow(
      'Undelivered events cannot be forgotten (after 3 days) before delivered ones (after 7 days).'
    )
    expect(() => checkKeep({ days: 0, events: 10, undeliveredDays: 3 })).toThrow('above 0')
  })
})

describe('parseRetryAfter', () => {
  it.each([
    ['120', after(120_000)],
    ['Thu, 29 Feb 2024 12:30:00 GMT', new Date('2024-02-29T12:30:00.000Z')],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined]
  ])('reads %p', (header, expected) => {
    expect(parseRetryAfter(header, now)).toEqual(expected)
  })
})

describe('what the engine returns', () => {
  it('is read node by node, at each event’s own index', () => {
    const multistatus = [{ status: 201 }, { status: 400, errormessage: 'bad', errortype: 'PAYLOAD_VALIDATION_FAILED' }]
    expect(readResults([{ multistatus } as never], 3)).toEqual({
      results: [
        { status: 201, code: '', reason: '' },
        { status: 400, code: 'PAYLOAD_VALIDATION_FAILED', reason: 'bad', retryAfter: undefined },
        { status: 500, code: 'UNKNOWN_ERROR', reason: 'The destination gave no result for this event' }
      ]
    })
  })

  it('is split where every event is too large together, and not where one is alone', () => {
    const tooLarge = { status: 413, errormessage: 'too large' }
    expect(readResults([{ multistatus: [tooLarge, tooLarge] } as never], 2)).toMatchObject({ split: { status: 413 } })
    expect(readResults([{ multistatus: [tooLarge] } as never], 1)).toMatchObject({ results: [{ status: 413 }] })
  })

  const response = (status: number, headers = {}, content = '') => ({ status, headers: new Headers(headers), content })

  it.each([
    ['a 413', { response: response(413) }, { split: { status: 413 } }],
    ['a mapping that throws', {}, { split: { code: 'MAPPING_FAILED' } }],
    [
      'a 429',
      { response: response(429, { 'retry-after': '5' }) },
      { results: [{ status: 429, retryAfter: after(5000) }, {}] }
    ],
    [
      'a refused connection',
      { type: 'system', code: 'ECONNREFUSED' },
      { results: [{ status: 503, code: 'ECONNREFUSED' }, {}] }
    ],
    ['a time-out', { name: 'TimeoutError', code: 'ETIMEDOUT' }, { results: [{ status: 503, code: 'ETIMEDOUT' }, {}] }],
    ['an error with a status', { status: 401, code: 'INVALID_AUTHENTICATION' }, { results: [{ status: 401 }, {}] }],
    [
      'an error body',
      { response: response(400, {}, '{"error":{"message":"no"}}') },
      { results: [{ reason: 'no' }, {}] }
    ]
  ])('is understood where it threw %s', (_what, fields, expected) => {
    expect(readError(Object.assign(new Error('failed'), fields) as never, 2, now)).toMatchObject(expected)
  })
})
