import { envelope, segmentEvent, sentFor } from '../../__tests__/__helpers__/deliver'
import { closeTractionboard } from '../../__tests__/__helpers__/tractionboard'

const identify = (traits: unknown, other: any = {}) => segmentEvent({ type: 'identify', traits, ...other })

const attributes = async (traits: unknown) => (await sentFor('Identify', identify(traits))).attributes

describe('Identify', () => {
  afterEach(closeTractionboard)

  it('sends the reserved traits under the names of Tractionboard, the others as they are', async () => {
    const traits = {
      address: { city: 'Utrecht', country: 'NL' },
      age: 36,
      avatar: 'https://example.com/ada.png',
      birthday: '1987-12-10',
      company: { name: 'Acme', id: 'acme', industry: 'Toys', employee_count: 12, plan: 'pro' },
      createdAt: '2023-11-02T12:30:00+01:00',
      description: 'Likes engines',
      email: 'ada@example.com',
      firstName: 'Ada',
      gender: 'female',
      id: 'trait-id',
      lastName: 'Lovelace',
      name: 'Countess Ada',
      phone: '+31 30 1234567',
      title: 'Countess',
      username: 'ada',
      website: 'https://example.com',
      plan: 'pro',
      'favourite colour': ['red', { shade: 'dark' }],
      vip: false,
      score: 0
    }
    const { firstName, lastName, createdAt: _createdAt, ...others } = traits
    expect(await attributes(traits)).toEqual({
      ...others,
      first_name: firstName,
      last_name: lastName,
      created_at: '2023-11-02T11:30:00.000Z'
    })
  })

  it.each([
    [
      { first_name: 'Ada', last_name: 'L.' },
      { first_name: 'Ada', last_name: 'L.', name: 'Ada L.' }
    ],
    [{ firstName: ' Ada ' }, { first_name: ' Ada ', name: 'Ada' }],
    [{ lastName: 'Lovelace' }, { last_name: 'Lovelace', name: 'Lovelace' }],
    [
      { firstName: 'Ada', name: '' },
      { first_name: 'Ada', name: 'Ada' }
    ],
    [
      { firstName: 'Ada', name: null },
      { first_name: 'Ada', name: null }
    ],
    [
      { firstName: null, lastName: 'L.' },
      { first_name: null, last_name: 'L.', name: 'L.' }
    ],
    [
      { firstName: 'Ada', first_name: 'Bob' },
      { first_name: 'Ada', name: 'Ada' }
    ],
    [
      { first_name: 'Bob', firstName: 'Ada' },
      { first_name: 'Ada', name: 'Ada' }
    ],
    [
      { firstName: ' ', first_name: 'Bob' },
      { first_name: 'Bob', name: 'Bob' }
    ],
    [
      { firstName: '名', lastName: '🦄' },
      { first_name: '名', last_name: '🦄', name: '名 🦄' }
    ]
  ])('reads both spellings and composes a missing name: %j', async (traits, expected) => {
    expect(await attributes(traits)).toEqual(expected)
  })

  it.each([
    [1698921000, '2023-11-02T10:30:00.000Z'],
    ['1698921000123', '2023-11-02T10:30:00.123Z'],
    ['2023-11-02', '2023-11-02T00:00:00.000Z'],
    ['some day', 'some day'],
    ['20231102', '20231102'],
    [2023, 2023],
    [{ year: 2023 }, { year: 2023 }],
    [null, null]
  ])('normalises createdAt %p where it can be read', async (createdAt, expected) => {
    expect(await attributes({ createdAt })).toEqual({ created_at: expected })
    expect(await attributes({ created_at: createdAt })).toEqual({ created_at: expected })
  })

  it.each([
    ['1987-12-10', '1987-12-10'],
    ['1987-12-10T00:00:00.000Z', '1987-12-10'],
    ['1987-12-10T00:00:00+02:00', '1987-12-10'],
    ['1987-12-10T23:00:00-08:00', '1987-12-10'],
    [566092800, '1987-12-10'],
    [-566092800, '1952-01-24'],
    ['10 December', '10 December'],
    ['1987', '1987'],
    [1987, 1987],
    ['19871210', '19871210'],
    ['1987-02-30', '1987-02-30'],
    [null, null]
  ])('writes a birthday %p as the day that was meant', async (birthday, expected) => {
    expect(await attributes({ birthday })).toEqual({ birthday: expected })
  })

  it('leaves out blank traits, and keeps null, which unsets an attribute', async () => {
    expect(await attributes({ email: '', phone: '  ', title: null, plan: 'pro' })).toEqual({ title: null, plan: 'pro' })
  })

  it.each([[undefined], [null], [{}], [{ email: '' }]])('needs no traits: %j', async (traits) => {
    expect(await sentFor('Identify', identify(traits))).toEqual({
      type: 'login',
      ...envelope
    })
  })

  it('is not misled by traits that are named as parts of an object', async () => {
    const traits = JSON.parse('{ "__proto__": { "admin": true }, "toString": "a", "constructor": "b", "email": "c" }')
    expect(await attributes(traits)).toEqual({ toString: 'a', constructor: 'b', email: 'c' })
    expect(({} as any).admin).toBeUndefined()
  })
})

describe('A login', () => {
  afterEach(closeTractionboard)

  it('is not counted for an anonymous visitor, whose attributes are kept', async () => {
    for (const userId of [undefined, null, '', '  ']) {
      const event = await sentFor('Identify', identify({ plan: 'pro' }, { userId }))
      expect(event).toMatchObject({ type: 'attributes', anonymous_id: 'visitor-1', attributes: { plan: 'pro' } })
      expect(event).not.toHaveProperty('user_id')
    }
  })

  it('is not counted for a call that Engage makes', async () => {
    const personas = { computation_class: 'audience', computation_key: 'big_spenders', namespace: 'spa_1' }
    const event = await sentFor('Identify', identify({ big_spenders: true }, { context: { personas } }))
    expect(event).toMatchObject({ type: 'attributes', user_id: 'ada', attributes: { big_spenders: true } })
    expect(event.context).toEqual({})
  })

  it('is counted for a call that has a context without personas', async () => {
    expect(await sentFor('Identify', identify({}, { context: { ip: '203.0.113.7' } }))).toMatchObject({ type: 'login' })
  })
})
