import { deliverBatch, refusalsOf, segmentEvent, sentFor } from './__helpers__/deliver'
import { closeTractionboard, tractionboard } from './__helpers__/tractionboard'

const track = (other: any) => segmentEvent({ type: 'track', event: 'Ping', ...other })
const NOBODY =
  'User ID and Anonymous ID are missing: an event needs at least one. Accepted is a text of 1 to 256 characters.'

afterEach(closeTractionboard)

describe('The ids of an event', () => {
  it.each([
    [
      { userId: 42, anonymousId: 7 },
      { user_id: '42', anonymous_id: '7' }
    ],
    [{ userId: 0 }, { user_id: '0', anonymous_id: 'visitor-1' }],
    [{ userId: true }, { user_id: 'true', anonymous_id: 'visitor-1' }],
    [{ userId: '  ada\n' }, { user_id: 'ada', anonymous_id: 'visitor-1' }],
    [
      { userId: 'アダ 🦄', messageId: ' m-é ' },
      { id: 'm-é', user_id: 'アダ 🦄', anonymous_id: 'visitor-1' }
    ],
    [{ userId: 'a'.repeat(256) }, { user_id: 'a'.repeat(256), anonymous_id: 'visitor-1' }],
    [{ userId: '🦄'.repeat(256) }, { user_id: '🦄'.repeat(256), anonymous_id: 'visitor-1' }],
    [{ messageId: 12345 }, { id: '12345', user_id: 'ada', anonymous_id: 'visitor-1' }]
  ])('are sent as trimmed text: %j', async (ids, expected) => {
    expect(await sentFor('Track', track(ids))).toMatchObject(expected)
  })

  it.each([
    [{ userId: '' }, { anonymous_id: 'visitor-1' }],
    [{ userId: ' ' }, { anonymous_id: 'visitor-1' }],
    [{ userId: null }, { anonymous_id: 'visitor-1' }],
    [{ userId: undefined }, { anonymous_id: 'visitor-1' }],
    [{ anonymousId: '' }, { user_id: 'ada' }],
    [{ anonymousId: '\t' }, { user_id: 'ada' }],
    [{ anonymousId: null }, { user_id: 'ada' }]
  ])('are left out where they are empty: %j', async (ids, expected) => {
    const { type: _type, id: _id, timestamp: _timestamp, name: _name, ...who } = await sentFor('Track', track(ids))
    expect(who).toEqual(expected)
  })

  it.each([
    [{ userId: '', anonymousId: '' }],
    [{ userId: ' ', anonymousId: '\n' }],
    [{ userId: null, anonymousId: undefined }],
    [{ userId: undefined, anonymousId: ' ' }]
  ])('are not both missing: %j', async (ids) => {
    const found = await refusalsOf('Track', track(ids))
    expect(found).toEqual([NOBODY, NOBODY])
  })

  it('are named, with what is accepted, where both are blank', async () => {
    expect(await refusalsOf('Track', track({ userId: ' ', anonymousId: ' ' }))).toEqual([NOBODY, NOBODY])
  })

  it.each([
    ['User ID', { userId: 'a'.repeat(257) }, 256],
    ['User ID', { userId: '🦄'.repeat(257) }, 256],
    ['Anonymous ID', { anonymousId: 'a'.repeat(257) }, 256],
    ['Message ID', { messageId: 'a'.repeat(129) }, 128],
    ['Event Name', { event: 'a'.repeat(257) }, 256]
  ])('and names have a longest length: %s', async (label, other, limit) => {
    const message = `${label} is too long: at most ${limit} characters are accepted.`
    expect(await refusalsOf('Track', track(other))).toEqual([message, message])
  })

  it.each([['Ping'], [' Ping '], ['a'.repeat(256)]])('and names are trimmed: %p', async (event) => {
    expect((await sentFor('Track', track({ event }))).name).toBe(event.trim())
  })

  it('of a message is not blank', async () => {
    const message =
      'Message ID is missing: Tractionboard stores each event once by it. Accepted is a text of 1 to 128 characters.'
    expect(await refusalsOf('Track', track({ messageId: ' ' }))).toEqual([message, message])
  })
})

describe('What a field requires', () => {
  it.each([
    ['Cancel', { event: 'cancel' }, 'User ID is missing: a cancel event cannot be booked without it.', 'userId'],
    ['Signup', { event: 'signup' }, 'User ID is missing: a signup event cannot be booked without it.', 'userId'],
    ['Track', {}, 'Event Name is missing: Tractionboard books a custom event by it.', 'event']
  ])('%s %j is refused by the name of the field', async (preset, other, message, field) => {
    for (const nothing of [undefined, null, '', ' ']) {
      for (const found of await refusalsOf(preset, track({ ...other, [field]: nothing }))) {
        expect(found).toBe(`${message} Accepted is a text of 1 to 256 characters.`)
      }
    }
  })

  it('what no event can do without, the engine refuses', async () => {
    for (const found of await refusalsOf('Track', track({ messageId: undefined }))) {
      expect(found).toContain("missing the required field 'message_id'")
    }
  })

  it('an ID of 0 is one', async () => {
    const { user_id, anonymous_id } = await sentFor('Track', track({ userId: undefined, anonymousId: 0 }))
    expect([user_id, anonymous_id]).toEqual([undefined, '0'])
  })

  it('an empty text counts as missing in a batch too', async () => {
    tractionboard()
    const statuses = await deliverBatch('Signup', [
      track({ event: 'signup', userId: '' }),
      track({ event: 'signup', messageId: '' }),
      track({ event: 'signup' })
    ])
    expect(statuses.map(({ status }) => status)).toEqual([400, 400, 201])
  })
})
