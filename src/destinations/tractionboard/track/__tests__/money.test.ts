import { CURRENCIES } from '../currencies'
import { currencyOf } from '../money'
import { deliverBatch, deliverOne, errorOf, segmentEvent, sentFor } from '../../__tests__/__helpers__/deliver'
import { closeTractionboard, tractionboard } from '../../__tests__/__helpers__/tractionboard'

const payment = (properties: unknown) => segmentEvent({ type: 'track', event: 'Payment Made', properties })
const refund = (properties: unknown) => segmentEvent({ type: 'track', event: 'Refund Received', properties })
const ACCEPTED = 'Accepted is a decimal number with a point and below 100000000000, such as 19.99.'

describe('An amount', () => {
  afterEach(closeTractionboard)

  it.each([
    [{ revenue: 1, total: 2, amount: 3, value: 4 }, 1],
    [{ total: 2, amount: 3, value: 4 }, 2],
    [{ amount: 3, value: 4 }, 3],
    [{ value: 4 }, 4],
    [{ revenue: 0, total: 2 }, 0],
    [{ revenue: '', total: 2 }, 2],
    [{ revenue: '  ', total: '', amount: 3 }, 3],
    [{ revenue: null, total: 2 }, 2],
    [{ total: '$2', amount: { usd: 3 }, value: ' 4.50 ' }, 4.5],
    [{ total: [2], amount: true, value: 4 }, 4],
    [{ revenue: 19.99, total: { amount: 19.99 }, amount: 'junk', value: null }, 19.99],
    [{ total: -0.5, value: 1 }, -0.5]
  ])('is revenue, else the first of total, amount and value that is a number: %j', async (properties, amount) => {
    const event = await sentFor('Refund Received', refund(properties))
    expect(event).toMatchObject({ type: 'refund', amount: Math.abs(amount), properties })
  })

  it.each([
    ['12.50', 12.5],
    [' 12.50 ', 12.5],
    ['+7', 7],
    ['007.50', 7.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    [0, 0],
    [-0, 0],
    [0.0001, 0.0001],
    [99999999999.9999, 99999999999.9999],
    ['99999999999.9999', 99999999999.9999],
    [0.1 + 0.2, 0.3],
    [1.1 * 3, 3.3],
    [19.99 * 100, 1999],
    [
      Array(1000)
        .fill(0.1)
        .reduce((sum: number, part: number) => sum + part, 0),
      100
    ],
    [50000000000.1 + 0.2, 50000000000.3],
    [100 / 3, 33.3333],
    [(19.99 * 0.9) / 3, 5.997],
    [200 / 3, 66.6667],
    ['1.23456', 1.2346],
    [1.00005, 1.0001],
    ['1.00005', 1.0001],
    [1.00015, 1.0002],
    [0.00005, 0.0001],
    [0.00004999, 0],
    ['0.0000001', 0],
    ['5e-5', 0.0001],
    [99999999999.99994, 99999999999.9999]
  ])('%p is sent as %p', async (revenue, amount) => {
    expect((await sentFor('Payment Made', payment({ revenue }))).amount).toBe(amount)
  })

  it.each([
    ['$12.50'],
    ['12,50'],
    ['1,250.00'],
    ['12.50 EUR'],
    ['twelve'],
    ['0x10'],
    ['NaN'],
    ['Infinity'],
    [true],
    [false],
    [1e11],
    ['99999999999.99995'],
    ['100000000000'],
    [-1e11],
    [1e21],
    ['1e400']
  ])('%p is refused', async (revenue) => {
    const received = tractionboard()
    const error = await errorOf(deliverOne(payment({ revenue })))
    expect(error).toMatchObject({ status: 400, message: `Amount is not acceptable. ${ACCEPTED}` })
    expect(received).toEqual([])
  })

  it('is no object', async () => {
    expect(await errorOf(deliverOne(payment({ revenue: { usd: 5 } })))).toMatchObject({
      status: 400,
      message: 'Amount must be a string but it was an object.'
    })
  })

  it.each([
    [{}],
    [{ revenue: '' }],
    [{ revenue: null }],
    [{ revenue: ' ', total: '\t' }],
    [{ total: '$5', value: {} }]
  ])('is missing: %j', async (properties) => {
    const error = await errorOf(deliverOne(payment(properties)))
    expect(error).toMatchObject({ status: 400, message: `Amount is missing. ${ACCEPTED}` })
  })

  it('of a payment is not negative', async () => {
    const error = await errorOf(deliverOne(payment({ revenue: -5 })))
    expect(error).toMatchObject({
      status: 400,
      message: 'Amount is negative. Accepted for a payment is 0 or more; send money that goes back as a refund.'
    })
  })

  it.each([
    [-5, 5],
    [5, 5],
    ['-5.25', 5.25],
    [0, 0],
    [-0.0001, 0.0001],
    [-1.00005, 1.0001],
    [-100 / 3, 33.3333]
  ])('of a refund loses its sign: %p', async (revenue, amount) => {
    expect(await sentFor('Refund Received', refund({ revenue }))).toMatchObject({ type: 'refund', amount })
  })

  it('that is wrong holds up no other event of its batch', async () => {
    const received = tractionboard()
    const amounts = ['$5', 1, '', -1, 2.5, '1,5', true]
    const statuses = await deliverBatch(
      'Payment Made',
      amounts.map((revenue) => payment({ revenue }))
    )
    expect(statuses.map(({ status }) => status)).toEqual([400, 201, 400, 400, 201, 400, 400])
    expect(statuses.filter(({ status }) => status === 400).map(({ errormessage }) => errormessage)).toEqual([
      `Amount is not acceptable. ${ACCEPTED}`,
      `Amount is missing. ${ACCEPTED}`,
      'Amount is negative. Accepted for a payment is 0 or more; send money that goes back as a refund.',
      `Amount is not acceptable. ${ACCEPTED}`,
      `Amount is not acceptable. ${ACCEPTED}`
    ])
    expect(received[0].body.events.map(({ amount }: any) => amount)).toEqual([1, 2.5])
  })
})

describe('A currency', () => {
  afterEach(closeTractionboard)

  it.each([
    ['EUR', 'EUR'],
    ['eur', 'EUR'],
    [' Eur ', 'EUR'],
    ['jpy', 'JPY'],
    ['KWD', 'KWD'],
    ['XAU', 'XAU'],
    ['HRK', 'HRK'],
    [undefined, 'USD'],
    [null, 'USD'],
    ['', 'USD'],
    ['  ', 'USD']
  ])('%p is sent as %s', async (currency, expected) => {
    expect((await sentFor('Payment Made', payment({ revenue: 1, currency }))).currency).toBe(expected)
  })

  it.each([['EURO'], ['€'], ['US'], ['XYZ'], ['usd eur'], [978], [true], ['DEM']])(
    '%p is refused',
    async (currency) => {
      const error = await errorOf(deliverOne(refund({ revenue: 1, currency })))
      expect(error).toMatchObject({
        status: 400,
        message: 'Currency is unknown. Accepted is an ISO 4217 code, such as USD or EUR.'
      })
    }
  )

  it('is known by its code in every case', () => {
    for (const code of CURRENCIES) {
      expect(code).toMatch(/^[A-Z]{3}$/)
      expect(currencyOf(code)).toBe(code)
      expect(currencyOf(code.toLowerCase())).toBe(code)
      expect(currencyOf(code[0] + code.slice(1).toLowerCase())).toBe(code)
    }
  })
})
