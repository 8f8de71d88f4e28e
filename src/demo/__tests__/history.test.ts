import { demoHistory } from '../history'

const NOW = new Date('2026-05-15T12:00:00.000Z')
const { calls, spend, campaignSpend } = demoHistory(NOW)

describe('the sample data', () => {
  it('is the same every time, so that filling a board again changes nothing', () => {
    expect(demoHistory(NOW)).toEqual({ calls, spend, campaignSpend })
    expect(new Set(calls.map(({ messageId }) => messageId)).size).toBe(calls.length)
  })

  it('covers the twelve months that end now, in the order of time', () => {
    const times = calls.map(({ timestamp }) => timestamp)
    expect(times).toEqual([...times].sort())
    expect(times[0] < '2025-07').toBe(true)
    expect(times[times.length - 1] < NOW.toISOString()).toBe(true)
    expect(Object.keys(spend)).toHaveLength(12)
    expect(Object.keys(spend)[0]).toBe('2025-06')
  })

  it('says of all that was spent on which campaign it was, and only on those that brought somebody', () => {
    const sums: Record<string, { USD: string }> = {}
    for (const { month, currency, amount } of campaignSpend) {
      expect(currency).toBe('USD')
      sums[month] = { USD: (Number(sums[month]?.USD ?? 0) + Number(amount)).toFixed(2) }
    }
    expect(sums).toEqual(spend)
    const brought = new Set(
      calls.map(({ context }) => JSON.stringify((context as { campaign?: object } | undefined)?.campaign))
    )
    for (const { source, medium, name } of campaignSpend) {
      expect(brought).toContain(JSON.stringify({ source, medium, name }))
    }
  })

  it('has every kind of call that a board makes something of', () => {
    const kinds = new Set(calls.map(({ type, event }) => (type === 'track' ? event : type)))
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'page',
        'screen',
        'identify',
        'group',
        'alias',
        'signup',
        'cancel',
        'Payment Made',
        'Refund Received',
        'Report Opened'
      ])
    )
  })

  it('starts every paying customer with a signup', () => {
    const first = new Map<unknown, unknown>()
    for (const { type, event, userId } of calls.filter(({ type }) => type === 'track')) {
      if (!first.has(userId)) first.set(userId, `${type} ${String(event)}`)
    }
    expect(new Set(first.values())).toEqual(new Set(['track signup']))
  })
})
