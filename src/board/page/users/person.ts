import type { StoredEvent, User } from '../../read-api/shapes'

/** The attributes that Tractionboard knows by name, in the order in which they are shown. */
export const SPECIAL_ATTRIBUTES = [
  'name',
  'first_name',
  'last_name',
  'username',
  'email',
  'phone',
  'title',
  'company',
  'website',
  'description',
  'gender',
  'birthday',
  'age',
  'address',
  'avatar',
  'created_at'
] as const

/** What to call a person: by name, else by email, else by the id they are best known under. */
export function nameOf({ user_id, anonymous_ids, attributes }: User): string {
  return textOf(attributes.name) ?? textOf(attributes.email) ?? user_id ?? anonymous_ids[0] ?? 'Unknown'
}

/** The id under which a person's page is found. */
export function idOf({ user_id, anonymous_ids }: User): string {
  return user_id ?? anonymous_ids[0] ?? ''
}

/** The id that an event came with. */
export function actorOf({ user_id, anonymous_id }: StoredEvent): string {
  return user_id ?? anonymous_id ?? ''
}

type Attribute = readonly [name: string, value: unknown]

/** A person's attributes sorted for reading: the special ones, true-or-false ones such as audiences, and the others. */
export function sortAttributes(
  attributes: User['attributes']
): Record<'special' | 'audiences' | 'custom', Attribute[]> {
  const special = SPECIAL_ATTRIBUTES.flatMap((name): Attribute[] =>
    name in attributes ? [[name, attributes[name]]] : []
  )
  const others = Object.entries(attributes)
    .filter(([name]) => !(SPECIAL_ATTRIBUTES as readonly string[]).includes(name))
    .sort(([one], [other]) => one.localeCompare(other))
  return {
    special,
    audiences: others.filter(([, value]) => typeof value === 'boolean'),
    custom: others.filter(([, value]) => typeof value !== 'boolean')
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}
