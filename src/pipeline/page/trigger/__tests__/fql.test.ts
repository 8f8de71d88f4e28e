import { type GroupCondition } from '@segment/destination-subscriptions'
import { type Clause } from '../condition'
import { problemOfClause, problemOfTrigger, readFql } from '../fql'
import { writeFql } from '../write-fql'

const TRACK: Clause = { type: 'event-type', operator: '=', value: 'track' }

describe('reading a trigger', () => {
  it.each([
    'type = "track"',
    'type="track"  and\n event = "Payment Made"',
    'type = "track" and event != "cancel" and event != "signup"',
    'type = "identify" and (traits.plan = "pro" or traits.plan = "team")',
    'type = "page" or type = "screen"',
    '(type = "page" or type = "screen")',
    'type = "track" and properties.total >= 12.5',
    'type = "track" and contains(event, "Order") and !match(properties.path, "/admin*")',
    'userId != null',
    'properties.trial = true'
  ])('accepts %s', (fql) => {
    expect(readFql(fql)).toEqual({ trigger: expect.objectContaining({ type: 'group' }) })
  })

  it.each([
    ['', 0, 'empty'],
    ['type = "track" and', 15, 'type = "track"'],
    ['type = "track" adn event = "x"', 15, 'type = "track" and event = "x"'],
    ['typ = "track"', 13, 'cannot be read'],
    ['type = "track" and evnt = "Payment Made"', 15, 'type = "track"'],
    ['type = "page" or type = "screen" and userId != null', 14, 'type = "page" and type = "screen"'],
    ['(type = "page"', 14, 'cannot be read'],
    ['type = "track', 13, 'cannot be read']
  ])('refuses %s from character %d on', (fql, at, problem) => {
    expect(readFql(fql)).toEqual({ at, problem: expect.stringContaining(problem) })
  })
})

describe('writing a trigger', () => {
  it('writes what the builder shows', () => {
    const trigger: GroupCondition = {
      type: 'group',
      operator: 'and',
      children: [
        TRACK,
        {
          type: 'group',
          operator: 'or',
          children: [
            { type: 'event-property', name: 'plan', operator: '=', value: 'pro' },
            { type: 'event-property', name: 'seats', operator: '>', value: 5 }
          ]
        }
      ]
    }
    expect(writeFql(trigger)).toBe('type = "track" and (properties.plan = "pro" or properties.seats > 5)')
    expect(problemOfTrigger(trigger)).toBeUndefined()
  })

  it('refuses what Segment would read otherwise: a function in brackets', () => {
    const contains: Clause = { type: 'event', operator: 'contains', value: 'Order' }
    const group: GroupCondition = { type: 'group', operator: 'or', children: [contains, TRACK] }
    expect(problemOfTrigger({ type: 'group', operator: 'and', children: [TRACK, group] })).toContain('cannot express')
  })
})

describe('the problem of a clause', () => {
  it.each<[Clause, string | undefined]>([
    [TRACK, undefined],
    [{ type: 'event', operator: '=', value: 'Größe 5 + "' }, 'FQL cannot express this value'],
    [{ type: 'event', operator: '=', value: 'Größe 5 (neu) and more' }, undefined],
    [{ type: 'event', operator: '=', value: '' }, 'Enter a value'],
    [{ type: 'event-property', name: '', operator: 'exists' }, 'Name the field'],
    [{ type: 'event-property', name: 'seats', operator: '>', value: 'many' }, 'Enter a number'],
    [{ type: 'event-property', name: 'seats', operator: 'exists' }, undefined]
  ])('%j: %s', (clause, problem) => {
    expect(problemOfClause(clause)).toEqual(problem && expect.stringContaining(problem))
  })
})
