import { deliverBatch, deliverOne, errorOf, segmentEvent } from './__helpers__/deliver'
import type { Answer } from './__helpers__/tractionboard'
import { closeTractionboard, refused, results, stored, tractionboard } from './__helpers__/tractionboard'

const MEGABYTES_5 = 5_000_000

const track = (messageId: string, note = '') => {
  return segmentEvent({ type: 'track', event: 'Ping', messageId, properties: { note } })
}
const trackMany = (count: number, note = '') => Array.from({ length: count }, (_, index) => track(`m-${index}`, note))
const counts = (received: any[]) => received.map(({ body }) => body.events.length)
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

afterEach(closeTractionboard)

describe('An event', () => {
  const limit = 32 * 1024
  const withEmptyNote = {
    type: 'event',
    id: 'big',
    timestamp: '2024-01-05T09:30:00.123Z',
    user_id: 'ada',
    anonymous_id: 'visitor-1',
    name: 'Ping',
    properties: { note: '' }
  }
  const noteOf = (size: number) => 'x'.repeat(size - bytes(withEmptyNote))

  it('of 32 KB is sent', async () => {
    const received = tractionboard()
    await deliverOne(track('big', noteOf(limit)))
    expect(bytes(received[0].body.events[0])).toBe(limit)
  })

  it('over 32 KB is refused, single', async () => {
    const received = tractionboard()
    const error = await errorOf(deliverOne(track('big', noteOf(limit + 1))))
    expect(error).toMatchObject({
      status: 400,
      message: 'The event is too large: 32769 bytes, where at most 32768 are accepted. Map fewer Properties or Traits.'
    })
    expect(received).toEqual([])
  })

  it('over 32 KB is refused in a batch, and the others go', async () => {
    const received = tractionboard()
    const statuses = await deliverBatch('Track', [track('a'), track('big', noteOf(limit + 1)), track('c')])
    expect(statuses.map(({ status }) => status)).toEqual([201, 400, 201])
    expect(received[0].body.events.map(({ id }: any) => id)).toEqual(['a', 'c'])
  })

  it('is measured in bytes, not in characters', async () => {
    tractionboard()
    expect(await errorOf(deliverOne(track('big', '€'.repeat(11_000))))).toMatchObject({ status: 400 })
  })
})

describe('A batch', () => {
  it('over 1,000 events takes several requests', async () => {
    const received = tractionboard()
    const statuses = await deliverBatch('Track', trackMany(2001))
    expect(counts(received)).toEqual([1000, 1000, 1])
    expect(statuses).toHaveLength(2001)
    expect(statuses.map(({ sent }) => sent.id)).toEqual(trackMany(2001).map(({ messageId }) => messageId))
  })

  it('over 5 MB takes several requests, each as full as it may be', async () => {
    const received = tractionboard()
    const statuses = await deliverBatch('Track', trackMany(400, 'ö'.repeat(15_000)))
    expect(statuses.every(({ status }) => status === 201)).toBe(true)
    expect(counts(received)).toHaveLength(3)
    received.forEach(({ body, headers }) => {
      expect(bytes(body)).toBeLessThanOrEqual(MEGABYTES_5)
      expect(headers['content-length']).toEqual([String(bytes(body))])
    })
    expect(bytes(received[0].body)).toBeGreaterThan(MEGABYTES_5 - 40_000)
    expect(received.flatMap(({ body }) => body.events.map(({ id }: any) => id))).toEqual(
      trackMany(400).map(({ messageId }) => messageId)
    )
  })
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
