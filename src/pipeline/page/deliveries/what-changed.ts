import { isObject, type JsonObject } from '../json/json-object'

/** A value that was sent, and where in the event it is from. */
export interface SentValue {
  /** Its place in what was sent, such as `properties.plan`. */
  field: string
  value: unknown
  /** Its place in the event; `null` where the mapping made it. */
  from: string | null
  /** What it was in the event, where that differs. */
  before?: unknown
}

type Leaf = [path: string, value: unknown]

/** What a mapping made of an event: each value that was sent with its origin, and the places that were left out. */
export function whatChanged(event: JsonObject, sent: JsonObject): { sent: SentValue[]; leftOut: string[] } {
  const leaves = leavesOf(event)
  const used = new Set<string>()
  const values = leavesOf(sent).map(([field, value]): SentValue => {
    const [from, before] = originOf(field, value, leaves) ?? [null]
    if (from === null) return { field, value, from }
    used.add(from)
    return before === value ? { field, value, from } : { field, value, from, before }
  })
  return { sent: values, leftOut: leaves.map(([path]) => path).filter((path) => !used.has(path)) }
}

/** Of the leaves with the same value the one whose name is most alike; else the one of the same name. */
function originOf(field: string, value: unknown, leaves: readonly Leaf[]): Leaf | undefined {
  const same = leaves.filter(([, each]) => isSame(each, value))
  const named = (candidates: readonly Leaf[]) =>
    candidates.find(([path]) => path === field) ?? candidates.find(([path]) => nameOf(path) === nameOf(field))
  // True, false, 0 and 1 are in many places by chance.
  const isTelling = (typeof value === 'string' && value.length > 1) || (typeof value === 'number' && value > 1)
  return named(same) ?? (isTelling ? same[0] : undefined) ?? named(leaves)
}

/** Numbers often come as text. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof other === 'number' && typeof one === 'string' && one !== '' && Number(one) === other)
}

/** Names are told alike in `camelCase` and `snake_case`. */
const nameOf = (path: string) => path.replace(/^.*\./, '').replaceAll('_', '').toLowerCase()

function leavesOf(value: unknown, path = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((child, index) => leavesOf(child, `${path}[${index}]`))
  if (!isObject(value)) return value === undefined ? [] : [[path, value]]
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, path === '' ? key : `${path}.${key}`))
}
