import { currenciesOf, isValid, monthsOf, totalOf, withAmount } from '../settings/spend'

const SPEND = { '2023-12': { EUR: '1.00' }, '2024-01': { USD: '0.10', EUR: '5.00' }, '2024-02': { USD: '0.20' } }

it('knows the months of a year and the currencies entered', () => {
  expect(monthsOf(2024)).toHaveLength(12)
  expect(monthsOf(2024).slice(8, 10)).toEqual(['2024-09', '2024-10'])
  expect(currenciesOf(SPEND)).toEqual(['EUR', 'USD'])
  expect(currenciesOf({})).toEqual(['USD'])
})

it('changes one amount and leaves the others and the original alone', () => {
  expect(withAmount(SPEND, '2024-02', 'USD', '7')).toEqual({ ...SPEND, '2024-02': { USD: '7' } })
  expect(withAmount(SPEND, '2024-03', 'GBP', '7')).toEqual({ ...SPEND, '2024-03': { GBP: '7' } })
  expect(withAmount(SPEND, '2024-01', 'USD', '')).toEqual({ ...SPEND, '2024-01': { EUR: '5.00' } })
  expect(Object.keys(withAmount(SPEND, '2024-02', 'USD', ''))).toEqual(['2023-12', '2024-01'])
  expect(SPEND['2024-02']).toEqual({ USD: '0.20' })
})

it('adds a year up exactly, and counts nothing that cannot be read', () => {
  expect(totalOf(SPEND, 2024, 'USD')).toBe('0.30')
  expect(totalOf({ ...SPEND, '2024-05': { USD: '12,5' } }, 2024, 'USD')).toBe('0.30')
  expect(isValid(SPEND)).toBe(true)
  expect(isValid({ '2024-05': { USD: '12,5' } })).toBe(false)
})
