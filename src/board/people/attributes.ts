import { Moment, compareBytes, compareMoments } from './moment'

/** Of a person's attributes the keys written last count, up to this many; so do those of the attributes of all their groups. */
export const MOST_KEYS = 1_000
/** Of a person's groups those spoken of last count, up to this many. */
export const MOST_GROUPS = 200

/**
 * Attributes where the last write wins, key by key: the writes of which at least one key still stands, newest first,
 * each with those keys. `null` stands for a key that was removed; it stays, so that an older write which arrives later does
 * not bring the key back.
 */
export type Write = readonly [...moment: Moment, values: Readonly<Record<string, unknown>>]

/** What one event wrote. */
export function writesOf(values: Readonly<Record<string, unknown>> = {}, [time, id]: Moment): Write[] {
  const write: Write = [time, id, values]
  const keys = Object.keys(values).length
  if (keys === 0) return []
  return keys > MOST_KEYS ? mergeWrites([[write]]) : [write]
}

/**
 * All lists of writes as one. Whatever the order in which lists are merged, the same writes stand: a key that is not among the
 * thousand of a list has a thousand before it in every list that this one is merged into.
 */
export function mergeWrites(lists: readonly (readonly Write[])[]): Write[] {
  const decided = new Set<string>()
  const standing: Write[] = []
  for (const [time, id, values] of lists.flat().sort(byNewest)) {
    const fresh = Object.keys(values).filter((key) => !decided.has(key))
    const room = MOST_KEYS - decided.size
    const keys = fresh.length > room ? fresh.sort(compareBytes).slice(0, room) : fresh
    for (const key of keys) decided.add(key)
    if (keys.length > 0) standing.push([time, id, Object.fromEntries(keys.map((key) => [key, values[key]]))])
    if (decided.size === MOST_KEYS) break
  }
  return standing
}

/** That a group was spoken of. */
export type GroupCall = readonly [...moment: Moment, groupId: string]

/** All lists of calls as one, newest first: of each group the last. */
export function mergeGroups(lists: readonly (readonly GroupCall[])[]): GroupCall[] {
  const last = new Map<string, GroupCall>()
  for (const call of lists.flat().sort(byNewest)) {
    if (!last.has(call[2])) last.set(call[2], call)
    if (last.size === MOST_GROUPS) break
  }
  return [...last.values()]
}

/** What an event wrote of a group: its attributes are kept beside those of the person's other groups. */
export function groupWritesOf(groupId: string, values: Readonly<Record<string, unknown>> = {}, moment: Moment) {
  const entries = Object.entries(values).map(([key, value]) => [`${groupId.length}:${groupId}${key}`, value])
  return writesOf(Object.fromEntries(entries) as Record<string, unknown>, moment)
}

/** What the attributes are: every key that stands and was not removed. */
export function currentValues(writes: readonly Write[] = []): Record<string, unknown> {
  const entries = writes.flatMap(([, , values]) => Object.entries(values))
  return Object.fromEntries(entries.filter(([, value]) => value !== null).sort(byKey))
}

/** What one attribute is; undefined where it is not set, null where it was removed. */
export function currentValue(writes: readonly Write[] = [], key: string): unknown {
  const [, , values] = writes.find(([, , values]) => Object.hasOwn(values, key)) ?? []
  return values?.[key]
}

/** What the groups are: by group id, the attributes that its calls gave it. */
export function currentGroups(calls: readonly GroupCall[] = [], writes: readonly Write[] = []) {
  const groups = new Map(calls.map(([, , groupId]): [string, Record<string, unknown>] => [groupId, {}]))
  for (const [joined, value] of Object.entries(currentValues(writes))) {
    const start = joined.indexOf(':') + 1
    const end = start + Number(joined.slice(0, start - 1))
    const group = groups.get(joined.slice(start, end))
    if (group) group[joined.slice(end)] = value
  }
  return Object.fromEntries([...groups].sort(byKey))
}

type Dated = readonly [...moment: Moment, ...rest: unknown[]]

function byNewest([time, id]: Dated, [otherTime, otherId]: Dated): number {
  return compareMoments([otherTime, otherId], [time, id])
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return compareBytes(one, other)
}
