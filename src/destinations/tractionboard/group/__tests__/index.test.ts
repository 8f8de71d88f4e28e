import { envelope, refusalsOf, segmentEvent, sentFor } from '../../__tests__/__helpers__/deliver'
import { closeTractionboard } from '../../__tests__/__helpers__/tractionboard'

afterEach(closeTractionboard)

describe('A group', () => {
  const group = (call: any) => segmentEvent({ type: 'group', ...call })

  it('is sent with its traits, but for blank ones', async () => {
    const traits = { name: 'Acme', industry: '', plan: ' ', employees: 12, address: { city: '' }, website: null }
    expect(await sentFor('Group', group({ groupId: ' acme ', traits }))).toEqual({
      type: 'group',
      ...envelope,
      group_id: 'acme',
      attributes: { name: 'Acme', employees: 12, address: { city: '' }, website: null }
    })
  })

  it.each([[undefined], [null], [{}]])('needs no traits: %j', async (traits) => {
    const { attributes = {} } = await sentFor('Group', group({ groupId: 7, traits }))
    expect(attributes).toEqual({})
  })

  it.each([[undefined], [null]])('needs a group ID: %p', async (groupId) => {
    const found = await refusalsOf('Group', group({ groupId }))
    found.forEach((message) => expect(message).toContain("'group_id'"))
  })

  it('has a group ID that is not blank and not too long', async () => {
    const blank =
      'Group ID is missing: Tractionboard keeps the group under it. Accepted is a text of 1 to 256 characters.'
    const long = 'Group ID is too long: at most 256 characters are accepted.'
    expect(await refusalsOf('Group', group({ groupId: ' ' }))).toEqual([blank, blank])
    expect(await refusalsOf('Group', group({ groupId: 'g'.repeat(257) }))).toEqual([long, long])
  })
})
