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
    expect(previousRange({ from, to })).toEqual({ from: before, to: end })
  })
})

it('draws short ranges by day, long ones by month', () => {
  const intervals = Object.values(PRESETS).map(({ range }) => fittingInterval(range(TODAY)))
  expect(intervals).toEqual(['day', 'day', 'day', 'day', 'week', 'month', 'month', 'week'])
})

it('tells whole months', () => {
  expect(isWholeMonths({ from: '2024-02-01', to: '2024-03-01' })).toBe(true)
  expect(isWholeMonths({ from: '2024-02-01', to: '2024-02-29' })).toBe(false)
})
