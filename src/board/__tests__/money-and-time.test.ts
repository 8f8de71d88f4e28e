import { divideMoney, formatMoney, isAmount, toMoney } from '../money'
import { formatDay, isDate, isMonth, isTimestamp, nextPeriod, parseDay, periodOf } from '../time'

test.each([
  [0, '0.00'],
  [19.99, '19.99'],
  ['-4.05', '-4.05'],
  [1234.5678, '1234.5678'],
  [0.1, '0.10'],
  [0.125, '0.125'],
  ['7.10000000', '7.10'],
  [99_999_999_999.9999, '99999999999.9999'],
  ['-0.0001', '-0.0001']
])('%s is written %s', (decimal, text) => {
  expect(formatMoney(toMoney(decimal))).toBe(text)
})

test('sums are exact where floating point is not', () => {
  expect(formatMoney(toMoney(0.1) + toMoney(0.2))).toBe('0.30')
})

test.each([
  ['800', 7, '114.2857'],
  ['1', 3, '0.3333'],
  ['0.0001', 2, '0.0001'],
  ['500', 5, '100.00']
])('%s for %i is %s each', (total, count, each) => {
  expect(formatMoney(divideMoney(toMoney(total), count))).toBe(each)
})

test('an amount has at most four decimals, is not negative and below 1e11', () => {
  expect([0, 0.0001, 19.99, 99_999_999_999.9999].map(isAmount)).toEqual([true, true, true, true])
  const refused = [-0.01, 0.00001, 1e-7, 1e11, NaN, Infinity, '1', null]
  expect(refused.map(isAmount)).toEqual(refused.map(() => false))
})

test('dates and months exist', () => {
  expect(['2024-02-29', '0001-01-01', '9999-12-31'].every(isDate)).toBe(true)
  expect(['2023-02-29', '2024-13-01', '2024-1-1', '0000-01-01', '2024-01-01T00:00:00Z', ''].some(isDate)).toBe(false)
  expect(isMonth('2024-12')).toBe(true)
  expect(isMonth('2024-13')).toBe(false)
})

test('timestamps are RFC 3339 of a date that exists', () => {
  const fine = [
    '2024-01-31T09:30:00Z',
    '2024-01-31t09:30:00.5z',
    '2024-02-29T23:59:59.999+14:00',
    '0001-01-01T00:00:00.000Z'
  ]
  expect(fine.filter((text) => !isTimestamp(text))).toEqual([])
  const refused = [
    '2024-01-31',
    '2024-01-31 09:30:00Z',
    '2024-02-30T00:00:00Z',
    '2024-02-30T00:00:00.000Z',
    '2024-01-31T24:30:00Z',
    '2024-01-31T09:30:00',
    '0000-01-01T00:00:00.000Z',
    '0001-01-01T00:00:00+02:00',
    '+02024-01-31T09:30:00Z'
  ]
  expect(refused.filter(isTimestamp)).toEqual([])
})

test.each([
  ['2024-01-01', '2024-01-01', '2024-01-08', '2024-01-01', '2024-02-01'],
  ['2024-01-07', '2024-01-01', '2024-01-08', '2024-01-01', '2024-02-01'],
  ['2024-12-31', '2024-12-30', '2025-01-06', '2024-12-01', '2025-01-01'],
  ['1969-12-28', '1969-12-22', '1969-12-29', '1969-12-01', '1970-01-01']
])('%s lies in the ISO week from %s and the month from there', (date, week, nextWeek, month, nextMonth) => {
  const day = parseDay(date)
  expect(formatDay(periodOf(day, 'week'))).toBe(week)
  expect(formatDay(nextPeriod(day, 'week'))).toBe(nextWeek)
  expect(formatDay(periodOf(day, 'month'))).toBe(month)
  expect(formatDay(nextPeriod(day, 'month'))).toBe(nextMonth)
})
