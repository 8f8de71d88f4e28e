import { relativeChange } from '../overview/change'
import { comparisonLabel } from '../overview/labels'
import { fittingInterval, isWholeMonths, PRESETS, previousRange, readRange } from '../overview/range'

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

describe('previousRange', () => {
  it.each([
    ['a month', '2024-03-01', '2024-04-01', '2024-02-01', '2024-03-01'],
    ['a quarter', '2024-01-01', '2024-04-01', '2023-10-01', '2024-01-01'],
    ['a year', '2024-01-01', '2025-01-01', '2023-01-01', '2024-01-01'],
    ['a week', '2024-03-04', '2024-03-11', '2024-02-26', '2024-03-04'],
    ['a part of a month', '2024-03-01', '2024-03-16', '2024-02-15', '2024-03-01']
  ])('goes before %s', (_, from, to, before, end) => {
    expect(previousRange({ from, to }, '2025-06-01')).toEqual({ from: before, to: end })
  })

  it.each([
    ['a month', '2024-11-24', '2024-11-01', '2024-12-01', '2024-10-01', '2024-10-25'],
    ['its first day', '2024-11-01', '2024-11-01', '2024-12-01', '2024-10-01', '2024-10-02'],
    ['its last day', '2024-11-30', '2024-11-01', '2024-12-01', '2024-10-01', '2024-11-01'],
    ['a month after a shorter one', '2024-03-30', '2024-03-01', '2024-04-01', '2024-02-01', '2024-03-01'],
    ['six months', '2024-11-24', '2024-06-01', '2024-12-01', '2023-12-01', '2024-05-25'],
    ['some days', '2024-11-24', '2024-11-20', '2024-11-30', '2024-11-10', '2024-11-15'],
    ['days up to today', '2024-11-24', '2024-11-18', '2024-11-25', '2024-11-11', '2024-11-18'],
    ['what is still to come', '2024-11-24', '2024-12-01', '2025-01-01', '2024-11-01', '2024-12-01']
  ])('of %s, on %s, is the part that has passed of this one', (_, today, from, to, before, end) => {
    expect(previousRange({ from, to }, today)).toEqual({ from: before, to: end })
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
  expect(comparisonLabel(november, '2024-11-24')).toMatch(
    /^Nov 1\W+30, 2024, so far, against Oct 1\W+24, 2024 \(UTC\)$/
  )
  expect(comparisonLabel(november, '2024-12-01')).toMatch(/^Nov 1\W+30, 2024, against Oct 1\W+31, 2024 \(UTC\)$/)
})

it('draws short ranges by day, long ones by month', () => {
  const intervals = Object.values(PRESETS).map(({ range }) => fittingInterval(range(TODAY)))
  expect(intervals).toEqual(['day', 'day', 'day', 'day', 'week', 'month', 'month', 'week'])
})

it('tells whole months', () => {
  expect(isWholeMonths({ from: '2024-02-01', to: '2024-03-01' })).toBe(true)
  expect(isWholeMonths({ from: '2024-02-01', to: '2024-02-29' })).toBe(false)
})
