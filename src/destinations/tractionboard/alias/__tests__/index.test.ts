import { envelope, refusalsOf, segmentEvent, sentFor } from '../../__tests__/__helpers__/deliver'
import { closeTractionboard } from '../../__tests__/__helpers__/tractionboard'

afterEach(closeTractionboard)

describe('An alias', () => {
  const alias = (call: any) => segmentEvent({ type: 'alias', ...call })

  it.each([
    [{ previousId: 'old' }, 'old'],
    [{ previousId: ' old ' }, 'old'],
    [{ previousId: 17 }, '17'],
    [{ previousId: 0 }, '0'],
    [{ previousId: undefined }, 'visitor-1'],
    [{ previousId: null }, 'visitor-1'],
    [{ previousId: '' }, 'visitor-1'],
    [{ previousId: ' ' }, 'visitor-1']
  ])('has a previous ID, or the anonymous ID in its place: %j', async (call, previousId) => {
    expect(await sentFor('Alias', alias(call))).toEqual({ type: 'alias', ...envelope, previous_id: previousId })
  })

  it('needs no anonymous ID beside a previous ID', async () => {
    expect(await sentFor('Alias', alias({ previousId: 'old', anonymousId: undefined }))).toMatchObject({
      user_id: 'ada',
      previous_id: 'old'
    })
  })

  it('joins two different IDs', async () => {
    const equal =
      'Previous ID and User ID are equal. Accepted are two different IDs: the old one and the new one of the user.'
    expect(await refusalsOf('Alias', alias({ previousId: 'ada' }))).toEqual([equal, equal])
    expect(await refusalsOf('Alias', alias({ previousId: ' ada ' }))).toEqual([equal, equal])
    expect(await refusalsOf('Alias', alias({ userId: 'visitor-1' }))).toEqual([equal, equal])
  })

  it('needs a user ID', async () => {
    const found = await refusalsOf('Alias', alias({ previousId: 'old', userId: undefined }))
    found.forEach((message) => expect(message).toContain("'user_id'"))
    const blank =
      'User ID is missing: an alias event cannot be booked without it. Accepted is a text of 1 to 256 characters.'
    expect(await refusalsOf('Alias', alias({ previousId: 'old', userId: ' ' }))).toEqual([blank, blank])
  })

  it('needs a previous ID or an anonymous ID', async () => {
    const found = await refusalsOf('Alias', alias({ previousId: undefined, anonymousId: undefined }))
    const blank =
      'Previous ID is missing: an alias joins it with the User ID, and there is no Anonymous ID to take its place. Accepted is a text of 1 to 256 characters.'
    expect(found).toEqual([blank, blank])
    expect(await refusalsOf('Alias', alias({ previousId: ' ', anonymousId: ' ' }))).toEqual([blank, blank])
    const long = 'Previous ID is too long: at most 256 characters are accepted.'
    expect(await refusalsOf('Alias', alias({ previousId: 'p'.repeat(257) }))).toEqual([long, long])
  })
})
