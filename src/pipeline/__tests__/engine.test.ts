import type { SegmentEvent } from '@segment/actions-core'
import nock from 'nock'
import destination from '../../destinations/tractionboard'
import { Engine, type Definition } from '../deliver/engine'
import { presetMappings } from '../match/presets'
import { routeEvent } from '../match/route-event'

const ENDPOINT = 'https://endpoint.example'
const definition = destination as unknown as Definition

const common = {
  userId: 'ann',
  anonymousId: 'phone',
  timestamp: '2024-01-02T00:00:00.000Z',
  context: { ip: '192.0.2.1', locale: 'en-GB', campaign: { source: 'google' }, page: { url: 'https://example.com/' } },
  integrations: {}
}
const EVENTS = [
  { type: 'page', name: 'Home', properties: { url: 'https://example.com/', title: 'Home' } },
  { type: 'screen', name: 'Home', properties: { tags: ['a', 'b'] } },
  { type: 'identify', traits: { email: 'ann@example.com', address: { city: 'London' } } },
  { type: 'track', event: 'Signed Up', properties: {} },
  {
    type: 'track',
    event: 'Order Completed',
    properties: { revenue: '19.99', currency: 'USD', products: [{ sku: '1' }] }
  },
  { type: 'track', event: 'Report Opened', properties: { filters: ['plan', { country: null }], empty: {} } },
  { type: 'group', groupId: 'acme', traits: { employees: 7 } },
  { type: 'alias', previousId: 'old' }
].map((event, number) => ({ ...event, ...common, messageId: `message ${number}` }) as unknown as SegmentEvent)

function frozen<Value>(value: Value): Value {
  if (value !== null && typeof value === 'object') Object.values(value).forEach(frozen)
  return Object.freeze(value)
}

afterEach(() => nock.cleanAll())

test('what is delivered stays as it is, for the deliveries of several mappings share an event', async () => {
  const engine = new Engine(definition)
  const mappings = presetMappings(definition, new Date(0))
  const mapped = new Set<string>()
  for (const event of frozen(EVENTS)) {
    for (const mapping of routeEvent(event, { name: 'Tractionboard', enabled: true, mappings }).mappings) {
      nock(ENDPOINT)
        .post('/v1/events')
        .reply(200, { results: [{ status: 201 }] })
      const { result } = await engine.deliver({ tokenId: 'token-of-tests', endpoint: ENDPOINT }, mapping, [event])
      expect([event.type, mapping.name, result]).toEqual([
        event.type,
        mapping.name,
        { results: [expect.objectContaining({ status: 201 })] }
      ])
      mapped.add(event.messageId as string)
    }
  }
  expect(mapped.size).toBe(EVENTS.length)
})
