import type { SegmentEvent } from '@segment/actions-core'
import { explainTrigger, triggerProblem } from '../match/explain-trigger'
import { isTurnedOff, routeEvent } from '../match/route-event'

describe('triggers', () => {
  const event = {
    type: 'track',
    event: 'signup',
    userId: 'u',
    properties: { plan: 'pro', seats: 5 }
  } as unknown as SegmentEvent

  it.each([
    ['type = "track"', null],
    ['type = "page"', 'type = "page"'],
    ['type = "track" and event = "cancel"', 'event = "cancel"'],
    ['type = "track" and (event = "a" or event = "b")', 'event = "a" or event = "b"'],
    ['type = "track" and (event = "signup" or event = "b")', null],
    ['properties.seats >= 9', 'properties.seats >= 9'],
    ['!contains(properties.plan, "pro")', '!contains(properties.plan, "pro")'],
    ['userId = null', 'userId = null']
  ])('explain %s', (fql, failed) => {
    expect(explainTrigger(fql, event)).toEqual({ matches: failed === null, failed })
  })

  it.each(['type = "track"', '  type="track"  and event != "a  b" ', 'match(event, "x*")', 'properties.a.b = true'])(
    'accept %s',
    (fql) => {
      expect(triggerProblem(fql)).toBeUndefined()
    }
  )

  it.each([
    ['', 'it cannot be read'],
    ['foo = "x"', 'it cannot be read'],
    ['type == "x"', 'at character 7'],
    ['type = "track" garbage', 'at character 16 ("garbage")'],
    [`event = 'x'`, 'at character 9']
  ])('refuse %p with the place', (fql, place) => {
    expect(triggerProblem(fql)).toContain(place)
  })
})

describe('the integrations object', () => {
  it.each([
    [undefined, false],
    [{}, false],
    [{ All: false }, true],
    [{ All: false, Tractionboard: true }, false],
    [{ All: false, Tractionboard: { a: 1 } }, false],
    [{ Tractionboard: false }, true],
    [{ tractionboard: false }, false],
    [{ All: true, Tractionboard: false }, true]
  ])('%j turns Tractionboard off: %p', (integrations, expected) => {
    expect(isTurnedOff(integrations as never, 'Tractionboard')).toBe(expected)
  })

  it('leaves an event no mapping', () => {
    const event = { type: 'page', integrations: { All: false } } as unknown as SegmentEvent
    expect(routeEvent(event, { name: 'X', enabled: true, mappings: [] })).toMatchObject({
      code: 'FILTERED_BY_INTEGRATIONS_OBJECT'
    })
  })
})
