import type { Counts, StateCounts } from '../read-api/shapes'
import type { Rollups } from './rollups'

export const NO_COUNTS: Readonly<StateCounts> = { waiting: 0, retrying: 0, delivered: 0, discarded: 0, filtered: 0 }

const NOTHING = { received: 0, refused: 0, duplicate: 0, conflict: 0, ...NO_COUNTS }

const MINUTE_MS = 60_000
const INTERVALS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 1440 * MINUTE_MS }

/** What came in the last hours, from the beginning of a minute on, by the state it is in now. */
export async function countStates(rollups: Rollups, sourceId: string, hours: number, now: Date): Promise<Counts> {
  const interval = hours <= 3 ? 'minute' : hours <= 72 ? 'hour' : 'day'
  const minute = now.getTime() - (now.getTime() % MINUTE_MS)
  const from = new Date(minute - hours * INTERVALS.hour)
  const periods = new Map<number, Counts['periods'][number]>()
  const total = { ...NOTHING }
  for (const { start, what, count } of await rollups.ask('minutes', sourceId, from, now)) {
    const at = start - (start % INTERVALS[interval])
    const period = periods.get(at) ?? { ...NOTHING, start: new Date(at).toISOString() }
    period[what] += count
    total[what] += count
    periods.set(at, period)
  }
  const inOrder = [...periods].sort(([one], [other]) => one - other)
  return { interval, periods: inOrder.map(([, period]) => period), total }
}

/** The states of what each mapping has on record. */
export async function countByMapping(rollups: Rollups, sourceId: string): Promise<Map<string, StateCounts>> {
  const counts = new Map<string, StateCounts>()
  for (const { mappingId, state, count } of await rollups.ask('mappings', sourceId)) {
    const ofMapping = counts.get(mappingId) ?? { ...NO_COUNTS }
    ofMapping[state] += count
    counts.set(mappingId, ofMapping)
  }
  return counts
}
