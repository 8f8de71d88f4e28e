import type { User } from '../../read-api/shapes'
import { idOf, nameOf, sortAttributes } from '../users/person'

const person = (changes: Partial<User>): User => ({
  user_id: null,
  anonymous_ids: [],
  previous_ids: [],
  id_count: 1,
  status: 'known',
  attributes: {},
  groups: {},
  earnings: {},
  first_seen: '2024-01-01T00:00:00.000Z',
  last_seen: '2024-01-01T00:00:00.000Z',
  ...changes
})

it('names a person by the best there is, whatever type the attributes have', () => {
  const ids = { user_id: 'ada', anonymous_ids: ['laptop'] }
  expect(nameOf(person({ ...ids, attributes: { name: 'Ada', email: 'a@b.c' } }))).toBe('Ada')
  expect(nameOf(person({ ...ids, attributes: { name: { first: 'Ada' }, email: 'a@b.c' } }))).toBe('a@b.c')
  expect(nameOf(person({ ...ids, attributes: { name: ' ', email: 7 } }))).toBe('ada')
  expect(nameOf(person({ anonymous_ids: ['laptop', 'phone'] }))).toBe('laptop')
  expect(idOf(person({ anonymous_ids: ['laptop', 'phone'] }))).toBe('laptop')
})

it('sorts attributes: special ones in their order, true-or-false ones, the others by name', () => {
  const attributes = { zeta: 1, vip: true, email: 'a@b.c', alpha: null, at_risk: false, name: 'Ada', avatar: true }
  expect(sortAttributes(attributes)).toEqual({
    special: [
      ['name', 'Ada'],
      ['email', 'a@b.c'],
      ['avatar', true]
    ],
    audiences: [
      ['at_risk', false],
      ['vip', true]
    ],
    custom: [
      ['alpha', null],
      ['zeta', 1]
    ]
  })
})
