import { Grain, GRAINS, dayOf, formatDay, nextPeriod, periodOf } from '../time'
import { Run, activityOf } from './activity'
import type { Facts } from './facts'

/** What the roll-ups count of a person: nothing of this can be added up event by event. */
export interface Profile {
  facts: Facts
  /** Only someone with a user id can be active. */
  isUser: boolean
}

/** Changes of the roll-ups, as numbers of persons by key. A key's parts are joined in the order of the table's columns. */
export interface RollUpChanges {
  signups: Map<string, number>
  /** measure, grain, period, previous period (or never) */
  distinct: Map<string, number>
  /** grain, started, ended (or never) */
  runs: Map<string, number>
  /** grain, started, ended, started again, ended again (or never) */
  returns: Map<string, number>
  /** month of the first signup, started, ended (or never) */
  cohorts: Map<string, number>
}

export const noChanges = (): RollUpChanges => ({
  signups: new Map(),
  distinct: new Map(),
  runs: new Map(),
  returns: new Map(),
  cohorts: new Map()
})

/** Adds to `changes` what changes when a person that was `before` becomes `after`: either may be nobody. */
export function addChanges(changes: RollUpChanges, before: Profile | undefined, after: Profile | undefined): void {
  countDistinct(changes.distinct, 'visitors', before?.facts.visits, after?.facts.visits)
  if (before && after && hasSameActivity(before, after)) return
  const [was, is] = [before && activityOfProfile(before), after && activityOfProfile(after)]
  countDistinct(changes.distinct, 'cancellations', was?.cancellations, is?.cancellations)
  for (const [activity, sign] of [[was, -1] as const, [is, 1] as const]) {
    if (!activity) continue
    if (activity.signup !== undefined) count(changes.signups, [formatDay(activity.signup)], sign)
    for (const grain of GRAINS) countRuns(changes, grain, atGrain(activity.runs, grain), activity.signup, sign)
  }
}

function hasSameActivity({ facts: one, isUser }: Profile, { facts: other, isUser: isOtherUser }: Profile): boolean {
  return isUser === isOtherUser && one.turns === other.turns && one.login === other.login && one.signup === other.signup
}

function activityOfProfile({ facts, isUser }: Profile) {
  const { runs, cancellations } = isUser ? activityOf(facts) : { runs: [], cancellations: [] }
  return { runs, cancellations, signup: facts.signup && dayOf(facts.signup[0]) }
}

/**
 * Distinct persons of any range come from counting, for each period in which a person did something, in which period they did it
 * before: in [from, to) are as many persons as there are periods in it whose previous one lies before `from`.
 */
function countDistinct(
  counts: Map<string, number>,
  measure: 'visitors' | 'cancellations',
  before: readonly number[] = [],
  after: readonly number[] = []
): void {
  if (before === after) return
  const [start, endBefore, endAfter] = differingPart(before, after)
  for (const grain of GRAINS) {
    countPeriods(counts, [measure, grain], grain, before.slice(start, endBefore), start > 0, -1)
    countPeriods(counts, [measure, grain], grain, after.slice(start, endAfter), start > 0, 1)
  }
}

/** Where two ascending lists differ, with one neighbour on each side, so that a long history costs nothing. */
function differingPart(
  one: readonly number[],
  other: readonly number[]
): [start: number, end: number, otherEnd: number] {
  let start = 0
  while (start < one.length && start < other.length && one[start] === other[start]) start++
  let [end, otherEnd] = [one.length, other.length]
  while (end > start && otherEnd > start && one[end - 1] === other[otherEnd - 1])
    [end, otherEnd] = [end - 1, otherEnd - 1]
  return [Math.max(0, start - 1), Math.min(one.length, end + 1), Math.min(other.length, otherEnd + 1)]
}

function countPeriods(
  counts: Map<string, number>,
  key: readonly string[],
  grain: Grain,
  days: readonly number[],
  hasPredecessor: boolean,
  sign: number
): void {
  let previous: number | undefined
  for (const day of days) {
    const period = periodOf(day, grain)
    if (period === previous) continue
    if (previous !== undefined) count(counts, [...key, formatDay(period), formatDay(previous)], sign)
    else if (!hasPredecessor) count(counts, [...key, formatDay(period), '-infinity'], sign)
    previous = period
  }
}

/** Runs as they look to someone who only sees the first midnight of each period. */
function atGrain(runs: readonly Run[], grain: Grain): Run[] {
  const seen: Run[] = []
  for (const run of runs) {
    const [started, ended] = [firstBoundary(run.started, grain), firstBoundary(run.ended, grain)]
    const last = seen.at(-1)
    if (started === ended) continue
    if (last?.ended === started) last.ended = ended
    else seen.push({ started, ended })
  }
  return seen
}

function firstBoundary(day: number, grain: Grain): number {
  return day === Infinity || periodOf(day, grain) === day ? day : nextPeriod(day, grain)
}

function countRuns(
  changes: RollUpChanges,
  grain: Grain,
  runs: readonly Run[],
  signup: number | undefined,
  sign: number
) {
  runs.forEach((run, index) => {
    count(changes.runs, [grain, ...bounds(run)], sign)
    for (const again of runs.slice(index + 1)) count(changes.returns, [grain, ...bounds(run), ...bounds(again)], sign)
    if (grain === 'month' && signup !== undefined) {
      count(changes.cohorts, [formatDay(periodOf(signup, 'month')), ...bounds(run)], sign)
    }
  })
}

function bounds({ started, ended }: Run): [started: string, ended: string] {
  return [formatDay(started), ended === Infinity ? 'infinity' : formatDay(ended)]
}

function count(counts: Map<string, number>, key: readonly string[], sign: number): void {
  const joined = key.join('|')
  const changed = (counts.get(joined) ?? 0) + sign
  if (changed === 0) counts.delete(joined)
  else counts.set(joined, changed)
}
