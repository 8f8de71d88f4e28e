import { IconActivity, IconUser, IconUserSearch, IconUsersGroup } from '@tabler/icons-react'
import { request, withQuery } from '../../look/api/client'
import { inSentence } from '../../look/in-sentence'
import { fitting, type Entry, type Group } from '../../look/palette/entries'
import type { Audiences, Users } from '../read-api/shapes'
import { TYPES } from './events/EventsFilters'
import { usersWhere } from './paths'
import { idOf, nameOf } from './users/person'
import { userPagePath } from './users/user-page-path'

const MOST_USERS = '6'

/** What the palette finds on a board: people, audiences, events by their type. */
export async function find(text: string): Promise<Group[]> {
  const [{ users }, { audiences }] = await Promise.all([
    request<Users>('GET', withQuery('/api/users', { query: text, limit: MOST_USERS })),
    request<Audiences>('GET', '/api/audiences')
  ])
  const people = users.map((user): Entry => {
    const [label, id] = [nameOf(user), idOf(user)]
    return { label, detail: id === label ? undefined : id, icon: IconUser, go: userPagePath(id) }
  })
  const all: Entry = {
    label: `All users with “${inSentence(text)}”`,
    icon: IconUserSearch,
    go: withQuery('/users', { query: text })
  }
  const members = audiences.map(({ name }): Entry => {
    return { label: name, detail: 'members', icon: IconUsersGroup, go: usersWhere([{ attribute: name, is: true }]) }
  })
  const types = TYPES.map(({ value, label }): Entry => {
    return { label, detail: 'events', icon: IconActivity, go: withQuery('/events', { type: value }) }
  })
  return [
    { label: 'Users', entries: people.length > 0 ? [...people, all] : [] },
    { label: 'Audiences', entries: fitting(members, text) },
    { label: 'Events', entries: fitting(types, text) }
  ]
}
