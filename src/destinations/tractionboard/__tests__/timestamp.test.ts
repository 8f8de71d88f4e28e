import { readTimestamp } from '../timestamp'
import { deliverBatch, deliverOne, errorOf, segmentEvent } from './__helpers__/deliver'
import { closeTractionboard, tractionboard } from './__helpers__/tractionboard'

const trackAt = (timestamp: unknown) => segmentEvent({ type: 'track', event: 'Ping', timestamp })

/** What Segment's engine lets through, and what is sent for it. */
const ACCEPTED: [unknown, string][] = [
  ['2024-01-05T09:30:00.123Z', '2024-01-05T09:30:00.123Z'],
  ['2024-01-31T23:59:59.999Z', '2024-01-31T23:59:59.999Z'],
  ['2024-01-05T09:30:00Z', '2024-01-05T09:30:00.000Z'],
  ['2024-01-05T09:30:00.5Z', '2024-01-05T09:30:00.500Z'],
  ['2024-01-05T09:30:00.123456789Z', '2024-01-05T09:30:00.123Z'],
  ['2024-01-05T09:30Z', '2024-01-05T09:30:00.000Z'],
  ['2024-01-05t09:30:00z', '2024-01-05T09:30:00.000Z'],
  ['2024-01-05T09:30:00', '2024-01-05T09:30:00.000Z'],
  ['2024-01-05 09:30:00', '2024-01-05T09:30:00.000Z'],
  ['2024-01-05', '2024-01-05T00:00:00.000Z'],
  ['2024-01-05T01:30:00+02:00', '2024-01-04T23:30:00.000Z'],
  ['2024-01-05T23:30:00-08:00', '2024-01-06T07:30:00.000Z'],
  ['2024-01-05T09:00:00+0530', '2024-01-05T03:30:00.000Z'],
  ['2024-01-05T09:30:00-00:30', '2024-01-05T10:00:00.000Z'],
  ['2024-02-29T12:00:00.000Z', '2024-02-29T12:00:00.000Z'],
  ['2000-02-29T12:00:00.000Z', '2000-02-29T12:00:00.000Z'],
  ['0001-01-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  [1704447000, '2024-01-05T09:30:00.000Z'],
  [1704447000.25, '2024-01-05T09:30:00.250Z'],
  [1704447000123, '2024-01-05T09:30:00.123Z'],
  [1704447000123.9, '2024-01-05T09:30:00.123Z'],
  [-1704447000123, '1915-12-28T14:29:59.877Z'],
  ['1704447000', '2024-01-05T09:30:00.000Z'],
  ['1704447000123', '2024-01-05T09:30:00.123Z'],
  [0, '1970-01-01T00:00:00.000Z'],
  [-1, '1969-12-31T23:59:59.000Z'],
  ['-86400', '1969-12-31T00:00:00.000Z'],
  [99999999999, '5138-11-16T09:46:39.000Z'],
  [100000000000, '1973-03-03T09:46:40.000Z']
]

const REFUSED: [unknown][] = [
  ['2024-02-30T12:00:00.000Z'],
  ['2023-02-29T12:00:00.000Z'],
  ['1900-02-29T12:00:00.000Z'],
  ['2024-04-31T12:00:00.000Z'],
  ['2024-13-01T00:00:00.000Z'],
  ['2024-00-10T00:00:00.000Z'],
  ['2024-01-05T24:00:00.000Z'],
  ['2024-01-05T09:60:00.000Z'],
  ['2024-01-05T09:00:00+24:00'],
  ['0000-01-01T00:00:00.000Z'],
  ['0001-01-01T00:00:00+01:00'],
  ['9999-12-31T23:59:59-01:00'],
  ['+010000-01-01T00:00:00.000Z'],
  [1e15],
  [-1e15],
  ['now'],
  ['Fri, 05 Jan 2024 09:00:00 GMT'],
  ['05/01/2024'],
  [' '],
  [true],
  [{ iso: '2024-01-05' }]
]

describe('The timestamp', () => {
  afterEach(closeTractionboard)

  it.each(ACCEPTED)('%p is sent as %s', async (timestamp, expected) => {
    const received = tractionboard()
    await deliverOne(trackAt(timestamp))
    expect(received[0].body.events[0].timestamp).toBe(expected)
  })

  it.each(REFUSED)('%p is an error of its event, and never now', async (timestamp) => {
    const received = tractionboard()
    const error = await errorOf(deliverOne(trackAt(timestamp)))
    expect(error).toMatchObject({ status: 400, message: expect.stringContaining('Timestamp') })
    expect(received).toEqual([])
  })

  it.each([[undefined], [null], ['']])('%p is missing', async (timestamp) => {
    const error = await errorOf(deliverOne(trackAt(timestamp)))
    expect(error).toMatchObject({ status: 400, message: expect.stringContaining("'timestamp'") })
  })

  it('that cannot be read holds up no other event of its batch', async () => {
    const received = tractionboard()
    const timestamps = ['2024-02-30T00:00:00.000Z', 1704447000, '', 'yesterday', '2024-01-05']
    const statuses = await deliverBatch('Track', timestamps.map(trackAt))
    expect(statuses.map(({ status }) => status)).toEqual([400, 201, 400, 400, 201])
    expect(statuses[0]).toMatchObject({
      errortype: 'PAYLOAD_VALIDATION_FAILED',
      errormessage:
        'Timestamp cannot be read. Accepted is an ISO 8601 date and time, such as 2024-01-31T09:30:00Z, or epoch seconds or milliseconds.'
    })
    expect(received[0].body.events.map(({ timestamp }: any) => timestamp)).toEqual([
      '2024-01-05T09:30:00.000Z',
      '2024-01-05T00:00:00.000Z'
    ])
  })
})

/** Forms that the engine's own check of a timestamp refuses, but that a trait may have. */
describe('readTimestamp', () => {
  it.each([
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
    ['2016-12-31T23:59:60.500+00:00', '2016-12-31T23:59:59.999Z'],
    ['2024-01-05T09:30:00,25Z', '2024-01-05T09:30:00.250Z'],
    ['2024-01-05T09:30:00-08', '2024-01-05T17:30:00.000Z'],
    ['  2024-01-05T09:30:00.000Z ', '2024-01-05T09:30:00.000Z'],
    ['+1704447000', '2024-01-05T09:30:00.000Z']
  ])('reads %p', (value, expected) => {
    expect(readTimestamp(value)).toBe(expected)
  })

  it.each([
    ['2024-01-05T09:30:61Z'],
    ['2024-01-05T09'],
    ['2024-1-5'],
    ['20240105T093000Z'],
    ['2024-W01-5'],
    ['1.7e9'],
    [NaN],
    [Infinity],
    [null],
    [undefined],
    [[]],
    [{}]
  ])('cannot read %p', (value) => {
    expect(readTimestamp(value)).toBeUndefined()
  })
})
