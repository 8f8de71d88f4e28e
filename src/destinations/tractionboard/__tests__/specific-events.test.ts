import { createTestIntegration } from '@segment/actions-core'
import destination from '../index'
import { presets, segmentEvent } from './__helpers__/deliver'
import { AUTHORIZATION, closeTractionboard, settings, tractionboard } from './__helpers__/tractionboard'

const testDestination = createTestIntegration(destination)
const specific = presets.filter(({ type }) => type === 'specificEvent')
const envelope = {
  id: 'message-1',
  timestamp: '2024-01-05T09:30:00.123Z',
  user_id: 'ada',
  anonymous_id: 'visitor-1',
  context: {}
}

/** What linked audiences and journeys emit has no automatic preset: a mapping of its own sends it on. */
describe('The presets for linked audiences and journeys', () => {
  afterEach(closeTractionboard)

  it('are those that fit an identify or a track', () => {
    expect(specific.map(({ eventSlug, partnerAction }) => [eventSlug, partnerAction])).toEqual([
      ['warehouse_entity_added_track', 'track'],
      ['warehouse_entity_removed_track', 'track'],
      ['warehouse_audience_entered_track', 'track'],
      ['warehouse_audience_exited_track', 'track'],
      ['journeys_step_entered_track', 'track'],
      ['warehouse_audience_membership_changed_identify', 'identify']
    ])
  })

  const calls = specific.map((preset): [string, any] => [preset.name, preset])
  it.each(calls)('%s: the whole request, single and batch', async (name, { partnerAction, mapping }) => {
    const event =
      partnerAction === 'track'
        ? segmentEvent({ type: 'track', event: name, properties: { audience_key: 'big_spenders' } })
        : segmentEvent({ type: 'identify', traits: { big_spenders: true } })
    const expected =
      partnerAction === 'track'
        ? { type: 'event', ...envelope, name, properties: { audience_key: 'big_spenders' } }
        : { type: 'attributes', ...envelope, attributes: { big_spenders: true } }
    const received = tractionboard()
    await testDestination.testAction(partnerAction as string, { event: { context: {}, ...event }, mapping, settings })
    await testDestination.testBatchAction(partnerAction as string, {
      events: [{ context: {}, ...event }],
      mapping,
      settings
    })
    expect(received.map(({ path, body }) => [path, body])).toEqual([
      ['/v1/events', { events: [expected] }],
      ['/v1/events', { events: [expected] }]
    ])
    received.forEach(({ headers }) => {
      expect(headers).toMatchObject({
        authorization: [AUTHORIZATION],
        connection: ['keep-alive'],
        'content-type': ['application/json']
      })
    })
  })
})
