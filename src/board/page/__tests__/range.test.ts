import { relativeChange } from '../overview/change'
import { comparisonLabel } from '../overview/labels'
import { fittingInterval, isWholeMonths, possibleInterval, PRESETS, readRange } from '../overview/range'

const TODAY = '2024-03-31'
const NONE = { range: '', from: '', to: '' }

describe('readRange', () => {
  it('takes two days of the calendar', () => {
    const range = { from: '2024-02-28', to: '2024-03-01' }
    expect(readRange({ ...range, range: '7d' }, TODAY)).toEqual(range)
  })

  it.each([
    ['the wrong way round', '2024-03-01', '2024-02-01'],
    ['empty', '2024-03-01', '2024-03-01'],
    ['no day of the calendar', '2024-02-30', '2024-03-01'],
    ['no day at all', 'yesterday', 'today']
  ])('falls back to six months where the days are %s', (_, from, to) => {
    expect(readRange({ ...NONE, from, to }, TODAY)).toEqual({ from: '2023-10-01', to: '2024-04-01' })
  })

  it.each([
    ['7d', '2024-03-25', '2024-04-01'],
    ['30d', '2024-03-02', '2024-04-01'],
    ['month', '2024-03-01', '2024-04-01'],
    ['last-month', '2024-02-01', '2024-03-01'],
    ['3m', '2024-01-01', '2024-04-01'],
    ['6m', '2023-10-01', '2024-04-01'],
    ['12m', '2023-04-01', '2024-04-01'],
    ['year', '2024-01-01', '2024-04-01'],
    ['toString', '2023-10-01', '2024-04-01']
  ])('knows %s by name', (range, from, to) => {
    expect(readRange({ ...NONE, range }, TODAY)).toEqual({ from, to })
  })
})

describe('relativeChange', () => {
  it.each([
    [0.125, '12.5%'],
    [-0.5, '50%'],
    [23, '24×'],
    [8929, 'new'],
    [Infinity, 'new']
  ])('says of %p that it is %s', (share, amount) => {
    expect(relativeChange(share)?.amount).toBe(amount)
  })
})

it('says what is running and what it is compared with', () => {
  const november = { from: '2024-11-01', to: '2024-12-01' }
  expect(comparisonLabel(november, '2024-11-24', { from: '2024-10-01', to: '2024-10-25' })).toMatch(
    /^Nov 1\W+30, 2024, so far, against Oct 1\W+24, 2024 \(UTC\)$/
  )
  expect(comparisonLabel(november, '2024-12-01', { from: '2024-10-01', to: '2024-11-01' })).toMatch(
    /^Nov 1\W+30, 2024, against Oct 1\W+31, 2024 \(UTC\)$/
  )
  expect(comparisonLabel(november, '2024-12-01', undefined)).toMatch(/^Nov 1\W+30, 2024 \(UTC\)$/)
})

it('draws short ranges by day, long ones by month', () => {
  const intervals = Object.values(PRESETS).map(({ range }) => fittingInterval(range(TODAY)))
  expect(intervals).toEqual(['day', 'day', 'day', 'day', 'week', 'month', 'month', 'week'])
})

it.each([
  ['a month', '2024-01-01', '2024-02-01', 'day', 'day'],
  ['ten years', '2014-01-01', '2024-01-01', 'day', 'month'],
  ['ten years', '2014-01-01', '2024-01-01', 'week', 'week'],
  ['thirty years', '1994-01-01', '2024-01-01', 'week', 'month'],
  ['a day', '2024-01-01', '2024-01-02', 'century', 'day']
])('draws %s, %s to %s, asked for by %s, by %s', (_, from, to, wanted, interval) => {
  expect(possibleInterval({ from, to }, wanted)).toBe(interval)
})

it('tells whole months', () => {
  expect(isWholeMonths({ from: '2024-02-01', to: '2024-03-01' })).toBe(true)
  expect(isWholeMonths({ from: '2024-02-01', to: '2024-02-29' })).toBe(false)
})
