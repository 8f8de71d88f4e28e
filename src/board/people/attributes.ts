import { Moment, compareMoments } from './moment'

/**
 * Attributes where the last write wins, key by key: the writes of which at least one key still stands, newest first,
 * each with those keys. `null` stands for a key that was removed; it stays, so that an older write which arrives later does
 * not bring the key back.
 */
export type Write = readonly [...moment: Moment, values: Readonly<Record<string, unknown>>]

/** Both lists of writes as one. Whatever the order in which lists are merged, the same writes stand. */
export function mergeWrites(one: readonly Write[] | undefined, other: readonly Write[] | undefined) {
  if (!one || !other) return one ?? other
  const decided = new Set<string>()
  const standing: Write[] = []
  for (const [time, id, values] of [...one, ...other].sort(byNewest)) {
    const entries = Object.entries(values).filter(([key]) => !decided.has(key))
    for (const [key] of entries) decided.add(key)
    if (entries.length > 0) standing.push([time, id, Object.fromEntries(entries)])
  }
  return standing
}

/** What the attributes are: every key that stands and was not removed. */
export function currentValues(writes: readonly Write[] = []): Record<string, unknown> {
  const entries = writes.flatMap(([, , values]) => Object.entries(values))
  return Object.fromEntries(entries.filter(([, value]) => value !== null).sort(byKey))
}

function byNewest([time, id]: Write, [otherTime, otherId]: Write): number {
  return compareMoments([otherTime, otherId], [time, id])
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1
}
