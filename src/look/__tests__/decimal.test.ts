import { changeOf, divideDecimal, isDecimal, sumDecimals } from '../decimal'

describe('sumDecimals', () => {
  it.each([
    [[], '0.00'],
    [['0.10', '0.20'], '0.30'],
    [['99999999999.9999', '0.0001'], '100000000000.00'],
    [['-4.05', '1'], '-3.05'],
    [['0.0001', '-0.0002'], '-0.0001'],
    [['1.005', '1.005'], '2.01']
  ])('adds %j to %s', (amounts, sum) => {
    expect(sumDecimals(amounts)).toBe(sum)
  })
})

describe('divideDecimal', () => {
  it.each([
    ['500.00', 2, '250.00'],
    ['10.00', 3, '3.3333'],
    ['0.0001', 2, '0.0001'],
    ['-10', 3, '-3.3333'],
    ['99999999999.9999', 1, '99999999999.9999']
  ])('%s for each of %s is %s', (amount, count, each) => {
    expect(divideDecimal(amount, count)).toBe(each)
  })
})

describe('changeOf', () => {
  it.each([
    ['150.00', '100.00', 0.5],
    ['50', '100', -0.5],
    ['100.00', '-50.00', 3],
    ['0.3', '0.1', 2],
    ['5.00', '0.00', null]
  ])('from the second to the first: %s, %s is %s', (current, previous, share) => {
    expect(changeOf(current, previous)).toBe(share)
  })
})

describe('isDecimal', () => {
  it.each(['0', '12', '12.5', '0.0001', '99999999999.9999'])('takes %s', (text) => {
    expect(isDecimal(text)).toBe(true)
  })

  it.each(['', '-1', '1e3', '1.', '.5', '1,5', '1.00001', '100000000000', '0x1', ' 1', '１'])('refuses %j', (text) => {
    expect(isDecimal(text)).toBe(false)
  })
})
