import fc from '../../../__tests__/__helpers__/fast-check'
import { correctClock, readTime, timeText } from '../receive/time'

const now = new Date('2024-02-29T12:00:00.000Z')

const zone = process.env.TZ
beforeAll(() => (process.env.TZ = 'America/New_York'))
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

describe('time', () => {
  it.each([
    ['2024-02-29T12:00:00.000Z', now.getTime()],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2024-02-29T12:00:00', now.getTime()],
    ['2024-02-29 12:00:00.000', now.getTime()],
    ['2024-02-29T14:00+02:00', now.getTime()],
    [1709208000, now.getTime()],
    ['1709208000000', now.getTime()],
    ['12:00', undefined],
    ['2024-13-01', undefined],
    [1e20, undefined],
    [true, undefined]
  ])('%p is read as %p', (value, expected) => {
    expect(readTime(value)).toBe(expected)
  })

  it('is corrected by what the sender’s clock is off', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(1e9), (skew, age) => {
        const sentAt = now.getTime() + skew
        expect(correctClock(now.getTime(), sentAt, sentAt - age)).toBe(now.getTime() - age)
      })
    )
  })
})

it('writes times as Date does, whatever comes after whatever', () => {
  const times = [0, -1, 1709164800000, 1709164799999, 1709251199999, -62_167_219_200_000, 253_402_300_799_999, 1.5]
  expect(times.map(timeText)).toEqual(times.map((time) => new Date(time).toISOString()))
})
