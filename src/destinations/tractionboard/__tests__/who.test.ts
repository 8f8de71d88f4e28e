import { deliverBatch, deliverOne, errorOf, segmentEvent } from './__helpers__/deliver'
import { closeTractionboard, tractionboard } from './__helpers__/tractionboard'

const track = (other: any) => segmentEvent({ type: 'track', event: 'Ping', ...other })
const NOBODY =
  'User ID and Anonymous ID are missing: an event needs at least one. Accepted is a text of 1 to 256 characters.'

async function sent(preset: string, event: any): Promise<any> {
  const received = tractionboard()
  await deliverOne(event)
  await deliverBatch(preset, [event, event])
  expect(received[1].body.events).toEqual([received[0].body.events[0], received[0].body.events[0]])
  return received[0].body.events[0]
}

/** The messages that an event gets alone and in a batch. */
async function messages(preset: string, event: any): Promise<[string, string]> {
  const received = tractionboard()
  const error = await errorOf(deliverOne(event))
  const [status] = await deliverBatch(preset, [event, event])
  expect([error.status, status.status, received.length]).toEqual([400, 400, 0])
  return [error.message, status.errormessage]
}

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
    expect(await sent('Track', track(ids))).toMatchObject(expected)
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
    const { type: _type, id: _id, timestamp: _timestamp, name: _name, ...who } = await sent('Track', track(ids))
    expect(who).toEqual(expected)
  })

  it.each([
    [{ userId: '', anonymousId: '' }],
    [{ userId: ' ', anonymousId: '\n' }],
    [{ userId: null, anonymousId: undefined }],
    [{ userId: undefined, anonymousId: ' ' }]
  ])('are not both missing: %j', async (ids) => {
    const found = await messages('Track', track(ids))
    found.forEach((message) => expect(message).toMatch(/User ID and Anonymous ID are missing|'user_id'/))
  })

  it('are named, with what is accepted, where both are blank', async () => {
    expect(await messages('Track', track({ userId: ' ', anonymousId: ' ' }))).toEqual([NOBODY, NOBODY])
  })

  it.each([
    ['User ID', { userId: 'a'.repeat(257) }, 256],
    ['User ID', { userId: '🦄'.repeat(257) }, 256],
    ['Anonymous ID', { anonymousId: 'a'.repeat(257) }, 256],
    ['Message ID', { messageId: 'a'.repeat(129) }, 128],
    ['Event Name', { event: 'a'.repeat(257) }, 256]
  ])('and names have a longest length: %s', async (label, other, limit) => {
    const message = `${label} is too long: at most ${limit} characters are accepted.`
    expect(await messages('Track', track(other))).toEqual([message, message])
  })

  it.each([['Ping'], [' Ping '], ['a'.repeat(256)]])('and names are trimmed: %p', async (event) => {
    expect((await sent('Track', track({ event }))).name).toBe(event.trim())
  })

  it('of a message is not blank', async () => {
    const message =
      'Message ID is missing: Tractionboard stores each event once by it. Accepted is a text of 1 to 128 characters.'
    expect(await messages('Track', track({ messageId: ' ' }))).toEqual([message, message])
  })
})

describe('What a field requires', () => {
  /** The engine itself refuses what a condition of the mapping requires; the destination what the engine lets pass. */
  it.each([
    ['Cancel', { event: 'cancel', userId: undefined }, "'user_id'"],
    ['Signup', { event: 'signup', userId: null }, "'user_id'"],
    ['Track', { userId: undefined, anonymousId: undefined }, "'user_id'"],
    ['Track', { event: undefined }, "'name'"],
    ['Track', { messageId: undefined }, "'message_id'"]
  ])('%s: %j, is refused by the engine, which names %s', async (preset, other, name) => {
    const [single, batch] = await messages(preset, track(other))
    expect(single).toContain(`missing the required field ${name}`)
    expect(batch).toContain(`missing the required field ${name}`)
  })

  it.each([
    ['Cancel', { event: 'cancel', userId: ' ' }, 'User ID is missing: a cancel event cannot be booked without it.'],
    ['Signup', { event: 'signup', userId: ' ' }, 'User ID is missing: a signup event cannot be booked without it.'],
    ['Track', { event: ' ' }, 'Event Name is missing: Tractionboard books a custom event by it.']
  ])('%s: %j, is refused by the destination where it is blank', async (preset, other, message) => {
    const [single, batch] = await messages(preset, track(other))
    expect(single).toContain(message)
    expect(batch).toContain(message)
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
