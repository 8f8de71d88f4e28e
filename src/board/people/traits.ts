import { Statement, deleteRows, saveRows } from '../store/statements'
import type { Actor } from './actor'
import { currentValues } from './attributes'
import type { Facts } from './facts'
import { forEachChange, type Persons, type StoredPerson } from './person-store'

/** Keys and values of up to so many characters can be searched for: an index holds no longer ones. */
export const LONGEST_TRAIT = 256

/** What persons are found by: an attribute whose value is of a plain type, or that they are in a group. */
export type TraitKind = 'boolean' | 'number' | 'string' | 'group'

interface Trait {
  kind: TraitKind
  key: string
  value: string
}

export const TRAITS = {
  name: 'traits',
  key: { kind: 'text', key: 'text', value: 'text', person: 'text' },
  values: {}
} as const

/** Writes by what persons are found, where it changed. Most events change none of it. */
export function saveTraits(boardId: number, before: Persons, after: Persons): Statement[] {
  const gone: (Trait & { person: Actor })[] = []
  const saved: (Trait & { person: Actor })[] = []
  forEachChange(before, after, (person, one, other) => {
    const [was, is] = [one?.facts, other?.facts]
    if (was?.attributes === is?.attributes && was?.groups === is?.groups) return
    const [known, now] = [traitsOf(was), traitsOf(is)]
    for (const [joined, trait] of known) if (!now.has(joined)) gone.push({ person, ...trait })
    for (const [joined, trait] of now) if (!known.has(joined)) saved.push({ person, ...trait })
  })
  return [
    ...deleteRows(boardId, 'traits', TRAITS.key, gone),
    ...saveRows(boardId, TRAITS, saved, { isNew: () => true })
  ]
}

export function traitRows(person: Actor, { facts }: StoredPerson): (Trait & { person: Actor })[] {
  return [...traitsOf(facts).values()].map((trait) => ({ person, ...trait }))
}

function traitsOf(facts: Facts | undefined): Map<string, Trait> {
  const traits = new Map<string, Trait>()
  const add = (kind: TraitKind, key: string, value: string) => {
    if (key.length <= LONGEST_TRAIT && value.length <= LONGEST_TRAIT) {
      traits.set(`${kind} ${key.length} ${key} ${value}`, { kind, key, value })
    }
  }
  for (const [key, value] of Object.entries(currentValues(facts?.attributes))) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      add(typeof value as TraitKind, key, String(value))
    }
  }
  for (const [, , groupId] of facts?.groups ?? []) add('group', groupId, '')
  return traits
}
