import { parseFql, validate } from '@segment/destination-subscriptions'
import fc from './__helpers__/fast-check'
import destination from '../src'

const automatic = (destination.presets ?? []).flatMap((preset) => {
  return preset.type === 'automatic' ? [{ name: preset.name, condition: parseFql(preset.subscribe) }] : []
})

/** The names of the automatic presets that an event matches. */
const matching = (event: Record<string, unknown>) => {
  return automatic.filter(({ condition }) => validate(condition, event)).map(({ name }) => name)
}

const OWN_PRESET: Record<string, string> = {
  'Payment Made': 'Payment Made',
  'Made Payment': 'Payment Made',
  'Refund Received': 'Refund Received',
  'Received Refund': 'Refund Received',
  cancel: 'Cancel',
  signup: 'Signup'
}
const CALL_PRESET: Record<string, string> = {
  page: 'Page',
  screen: 'Screen',
  identify: 'Identify',
  group: 'Group',
  alias: 'Alias'
}

/** A name in another spelling: other cases, blanks around it, snake_case, cut short, made longer. */
const spelling = fc
  .tuple(
    fc.constantFrom(...Object.keys(OWN_PRESET), 'Signed Up', 'Audience Entered'),
    fc.constantFrom<(name: string) => string>(
      (name) => name,
      (name) => name.toUpperCase(),
      (name) => name.toLowerCase(),
      (name) => ` ${name}`,
      (name) => `${name} `,
      (name) => name.replace(/ /g, '_'),
      (name) => name.slice(1),
      (name) => `${name}s`,
      (name) => name[0].toUpperCase() + name.slice(1)
    )
  )
  .map(([name, respell]) => respell(name))

const eventName = fc.oneof(
  spelling,
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom<unknown>('"', '\\', '*', undefined, null, '', 0, 5, true, [], {}, ['cancel'], { event: 'cancel' })
)

const personas = fc.record({
  computation_class: fc.constantFrom('audience', 'trait'),
  computation_key: fc.string(),
  namespace: fc.string()
})

const common = {
  messageId: fc.uuid(),
  userId: fc.option(fc.string(), { nil: undefined }),
  anonymousId: fc.option(fc.string(), { nil: undefined }),
  context: fc.oneof(fc.constant({}), fc.record({ personas })),
  properties: fc.oneof(fc.constant(undefined), fc.dictionary(fc.string(), fc.jsonValue())),
  traits: fc.oneof(fc.constant(undefined), fc.dictionary(fc.string(), fc.jsonValue()))
}

describe('The automatic presets', () => {
  it('match every track event exactly once, by its name', () => {
    fc.assert(
      fc.property(fc.record({ ...common, event: eventName }), (event) => {
        const preset =
          typeof event.event === 'string' && Object.hasOwn(OWN_PRESET, event.event) ? OWN_PRESET[event.event] : 'Track'
        expect(matching({ ...event, type: 'track' })).toEqual([preset])
      }),
      { numRuns: 2000 }
    )
  })

  it('match every other call exactly once, whatever event it names', () => {
    const type = fc.constantFrom(...Object.keys(CALL_PRESET))
    fc.assert(
      fc.property(fc.record({ ...common, type, event: eventName, name: eventName }), (event) => {
        expect(matching(event)).toEqual([CALL_PRESET[event.type]])
      }),
      { numRuns: 1000 }
    )
  })

  it('match a track event without a name as any other', () => {
    expect(matching({ type: 'track' })).toEqual(['Track'])
  })

  it('match each of the events that Tractionboard and Engage name', () => {
    const names = [
      'Payment Made',
      'Made Payment',
      'Refund Received',
      'Received Refund',
      'cancel',
      'signup',
      'Cancel',
      'SIGNUP',
      'Trait Computed'
    ]
    expect(names.map((event) => matching({ type: 'track', event }))).toEqual([
      ['Payment Made'],
      ['Payment Made'],
      ['Refund Received'],
      ['Refund Received'],
      ['Cancel'],
      ['Signup'],
      ['Track'],
      ['Track'],
      ['Track']
    ])
  })

  it('match no call that is not one of the six', () => {
    fc.assert(
      fc.property(fc.string(), eventName, (type, event) => {
        fc.pre(type !== 'track' && !Object.hasOwn(CALL_PRESET, type))
        expect(matching({ type, event })).toEqual([])
      })
    )
    expect(matching({ type: 'delete', userId: 'ada' })).toEqual([])
  })
})
