import { deliverBatch, deliverOne, errorOf, segmentEvent } from './__helpers__/deliver'
import { closeTractionboard, tractionboard } from './__helpers__/tractionboard'

async function sent(preset: string, event: any): Promise<any> {
  const received = tractionboard()
  await deliverOne(event)
  await deliverBatch(preset, [event, event])
  expect(received[1].body.events).toEqual([received[0].body.events[0], received[0].body.events[0]])
  return received[0].body.events[0]
}

async function messages(preset: string, event: any): Promise<[string, string]> {
  const received = tractionboard()
  const error = await errorOf(deliverOne(event))
  const [status] = await deliverBatch(preset, [event, event])
  expect([error.status, status.status, received.length]).toEqual([400, 400, 0])
  return [error.message, status.errormessage]
}

const who = {
  id: 'message-1',
  timestamp: '2024-01-05T09:30:00.123Z',
  user_id: 'ada',
  anonymous_id: 'visitor-1'
}

afterEach(closeTractionboard)

describe('A visit', () => {
  it.each([
    [
      { name: 'Plans', category: 'Shop' },
      { name: 'Plans', category: 'Shop' }
    ],
    [{ name: ' Plans ', category: '' }, { name: 'Plans' }],
    [{ properties: { name: 'Plans', category: 'Shop' } }, { name: 'Plans', category: 'Shop' }],
    [
      { name: '', category: ' ', properties: { name: 'Plans', category: 'Shop' } },
      { name: 'Plans', category: 'Shop' }
    ],
    [{ name: 'Top', properties: { name: 'Plans' } }, { name: 'Top' }],
    [{ properties: { name: 5, category: null } }, {}],
    [{}, {}]
  ])('has the name and the category of the call, or of its properties: %j', async (call: any, expected) => {
    for (const [preset, type, channel] of [
      ['Page', 'page', 'web'],
      ['Screen', 'screen', 'mobile']
    ]) {
      const event = await sent(preset, segmentEvent({ type, ...call }))
      const properties = call.properties ? { properties: call.properties } : {}
      expect(event).toEqual({ type: 'visit', ...who, channel, ...expected, ...properties })
    }
  })

  it('leaves out what is empty', async () => {
    const properties = { url: 'https://example.com/?q=é', path: '/', title: '', referrer: '', search: '  ' }
    const event = await sent('Page', segmentEvent({ type: 'page', properties }))
    expect(event).toEqual({
      type: 'visit',
      ...who,
      channel: 'web',
      url: 'https://example.com/?q=é',
      path: '/',
      properties
    })
  })

  it('keeps the parts of the context that have the type they should', async () => {
    const context = {
      ip: '2001:db8::1',
      userAgent: '',
      locale: 5,
      timezone: ' ',
      campaign: 'newsletter',
      app: ['app'],
      device: null,
      os: { name: 'iOS' }
    }
    const event = await sent('Screen', segmentEvent({ type: 'screen', context }))
    expect(event.context).toEqual({ ip: '2001:db8::1', os: { name: 'iOS' } })
  })
})

describe('A group', () => {
  const group = (call: any) => segmentEvent({ type: 'group', ...call })

  it('is sent with its traits, but for blank ones', async () => {
    const traits = { name: 'Acme', industry: '', plan: ' ', employees: 12, address: { city: '' }, website: null }
    expect(await sent('Group', group({ groupId: ' acme ', traits }))).toEqual({
      type: 'group',
      ...who,
      group_id: 'acme',
      attributes: { name: 'Acme', employees: 12, address: { city: '' }, website: null }
    })
  })

  it.each([[undefined], [null], [{}]])('needs no traits: %j', async (traits) => {
    const { attributes = {} } = await sent('Group', group({ groupId: 7, traits }))
    expect(attributes).toEqual({})
  })

  it.each([[undefined], [null]])('needs a group ID: %p', async (groupId) => {
    const found = await messages('Group', group({ groupId }))
    found.forEach((message) => expect(message).toContain("'group_id'"))
  })

  it('has a group ID that is not blank and not too long', async () => {
    const blank =
      'Group ID is missing: Tractionboard keeps the group under it. Accepted is a text of 1 to 256 characters.'
    const long = 'Group ID is too long: at most 256 characters are accepted.'
    expect(await messages('Group', group({ groupId: ' ' }))).toEqual([blank, blank])
    expect(await messages('Group', group({ groupId: 'g'.repeat(257) }))).toEqual([long, long])
  })
})

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
    expect(await sent('Alias', alias(call))).toEqual({ type: 'alias', ...who, previous_id: previousId })
  })

  it('needs no anonymous ID beside a previous ID', async () => {
    expect(await sent('Alias', alias({ previousId: 'old', anonymousId: undefined }))).toMatchObject({
      user_id: 'ada',
      previous_id: 'old'
    })
  })

  it('joins two different IDs', async () => {
    const equal =
      'Previous ID and User ID are equal. Accepted are two different IDs: the old one and the new one of the user.'
    expect(await messages('Alias', alias({ previousId: 'ada' }))).toEqual([equal, equal])
    expect(await messages('Alias', alias({ previousId: ' ada ' }))).toEqual([equal, equal])
    expect(await messages('Alias', alias({ userId: 'visitor-1' }))).toEqual([equal, equal])
  })

  it('needs a user ID', async () => {
    const found = await messages('Alias', alias({ previousId: 'old', userId: undefined }))
    found.forEach((message) => expect(message).toContain("'user_id'"))
    const blank =
      'User ID is missing: an alias event cannot be booked without it. Accepted is a text of 1 to 256 characters.'
    expect(await messages('Alias', alias({ previousId: 'old', userId: ' ' }))).toEqual([blank, blank])
  })

  it('needs a previous ID or an anonymous ID', async () => {
    const found = await messages('Alias', alias({ previousId: undefined, anonymousId: undefined }))
    found.forEach((message) => expect(message).toContain("'previous_id'"))
    const blank =
      'Previous ID is missing: an alias joins it with the User ID, and there is no Anonymous ID to take its place. Accepted is a text of 1 to 256 characters.'
    expect(await messages('Alias', alias({ previousId: ' ', anonymousId: ' ' }))).toEqual([blank, blank])
    const long = 'Previous ID is too long: at most 256 characters are accepted.'
    expect(await messages('Alias', alias({ previousId: 'p'.repeat(257) }))).toEqual([long, long])
  })
})
