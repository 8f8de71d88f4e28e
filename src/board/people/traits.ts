import type { Statement } from '../store/statements'
import { currentValues } from './attributes'
import type { Facts } from './facts'
import type { Persons } from './person-store'

/** Keys and values of up to so many characters can be searched for: an index holds no longer ones. */
export const LONGEST_TRAIT = 256

/** What persons are found by: an attribute whose value is of a plain type, or that they are in a group. */
export type TraitKind = 'boolean' | 'number' | 'string' | 'group'

interface Trait {
  kind: TraitKind
  key: string
  value: string
}

/** Writes by what persons are found, where it changed. Most events change none of it. */
export function saveTraits(boardId: number, before: Persons, after: Persons): Statement[] {
  const gone: object[] = []
  const saved: object[] = []
  for (const person of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(person)?.facts, after.get(person)?.facts]
    if (was?.attributes === is?.attributes && was?.groups === is?.groups) continue
    const [known, now] = [traitsOf(was), traitsOf(is)]
    for (const [joined, trait] of known) if (!now.has(joined)) gone.push({ person, ...trait })
    for (const [joined, trait] of now) if (!known.has(joined)) saved.push({ person, ...trait })
  }
  const row = 'AS row (person text, kind text, key text, value text)'
  const remove: Statement = (
    $
  ) => `DELETE FROM board.traits USING json_to_recordset(${$(JSON.stringify(gone))}::json) ${row}
    WHERE board_id = ${$(boardId)}::int AND traits.kind = row.kind AND traits.key = row.key AND traits.value = row.value
      AND traits.person = row.person`
  const save: Statement = ($) => `INSERT INTO board.traits (board_id, kind, key, value, person)
    SELECT ${$(boardId)}::int, kind, key, value, person FROM json_to_recordset(${$(JSON.stringify(saved))}::json) ${row}
    ON CONFLICT DO NOTHING`
  return [...(gone.length > 0 ? [remove] : []), ...(saved.length > 0 ? [save] : [])]
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
