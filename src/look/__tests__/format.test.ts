import {
  formatCount,
  formatDateTime,
  formatDay,
  formatExactly,
  formatMoney,
  formatMoneyRounded,
  formatPercent
} from '../format'

describe('formatMoney', () => {
  it.each([
    ['1234.50', 'USD', '$1,234.50'],
    ['-4.05', 'EUR', '-€4.05'],
    ['1234.5678', 'USD', '$1,234.5678'],
    ['99999999999.9999', 'USD', '$99,999,999,999.9999'],
    ['123456789012345678.91', 'USD', '$123,456,789,012,345,678.91'],
    ['500.00', 'JPY', '¥500'],
    [null, 'USD', '—']
  ])('writes %s %s as %s, digit by digit', (amount, currency, text) => {
    expect(formatMoney(amount, currency)).toBe(text)
  })
})

it('rounds a quotient to what is paid in the currency', () => {
  expect(formatMoneyRounded('29.4250', 'USD')).toBe('$29.43')
  expect(formatMoneyRounded('29.4250', 'JPY')).toBe('¥29')
  expect(formatMoneyRounded(null, 'USD')).toBe('—')
})

it('writes an undefined ratio as a dash, and zero as zero', () => {
  expect(formatPercent(null)).toBe('—')
  expect(formatPercent(0)).toBe('0%')
  expect(formatPercent(0.12345)).toBe('12.3%')
})

it('writes counts with thousands and times in UTC', () => {
  expect(formatCount(1234567)).toBe('1,234,567')
  expect(formatDateTime('2024-01-31T00:30:00.000Z')).toBe('Jan 31, 2024, 00:30')
})

it('writes times in another zone, and beside them the same in UTC', () => {
  const time = '2024-06-30T22:30:05.000Z'
  expect(formatDateTime(time, 'Asia/Kolkata')).toBe('Jul 1, 2024, 04:00')
  expect(formatDay(time, 'Asia/Kolkata')).toBe('Jul 1, 2024')
  expect(formatExactly(time)).toBe('Jun 30, 2024, 22:30:05 UTC')
  expect(formatExactly(time, 'Europe/Berlin')).toBe('Jul 1, 2024, 00:30:05 Europe/Berlin (Jun 30, 2024, 22:30:05 UTC)')
})
