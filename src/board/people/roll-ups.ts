import { Grain, GRAINS, dayOf, formatDay, nextPeriod, periodOf } from '../time'
import { formatMoney, toMoney } from '../money'
import type { Run } from './activity'
import type { Actor } from './actor'
import type { Facts } from './facts'
import { activityOfPerson, type PersonActivity, type StoredPerson } from './person-store'

/** What is counted by a key, and how much is added to each. */
export class Tally<Key extends object, Name extends string> {
  private readonly rows = new Map<string, Key & Record<Name, number>>()

  constructor(private readonly names: readonly Name[]) {}

  add(key: Key, name: Name, change: number): void {
    const joined = Object.values(key).join(' ')
    let row = this.rows.get(joined)
    if (!row) {
      const zeros = Object.fromEntries(this.names.map((each) => [each, 0])) as Record<Name, number>
      this.rows.set(joined, (row = { ...key, ...zeros }))
    }
    ;(row as Record<Name, number>)[name] += change
  }

  /** The rows in which anything changed. */
  changed(): (Key & Record<Name, number>)[] {
    return [...this.rows.values()].filter((row) => this.names.some((name) => row[name] !== 0))
  }
}

/** A run as it is stored of its person. */
export interface PersonRun {
  person: Actor
  started: string
  /** `infinity` where it has not ended. */
  ended: string
  /** When the person's next run starts; `infinity` where none does. */
  again: string
}

/** A day on which a person went from active to canceled. */
export interface PersonCancellation {
  person: Actor
  day: string
}

/** Changes of the roll-ups, as numbers of persons by key; days are written YYYY-MM-DD. */
export interface RollUpChanges {
  signups: Tally<{ day: string }, 'persons'>
  /** Those that did something in a period, by the day on which they had last done it before the period. */
  distinct: Tally<{ measure: Measure; grain: Grain; period: string; previous: string }, 'persons'>
  /** Those that did something in a period, and those that were active at its start and not at its end. */
  periods: Tally<{ grain: Grain; period: string }, Measure | 'churned'>
  /** How many more were active at the midnight that starts a day than at the one before. */
  active: Tally<{ day: string }, 'change'>
  /** The same at the midnights that start months, by the month of the first signup. */
  cohorts: Tally<{ month: string; day: string }, 'change'>
  runs: { gone: PersonRun[]; saved: PersonRun[] }
  cancellations: { gone: PersonCancellation[]; saved: PersonCancellation[] }
  cohortEarnings: CohortEarnings
}

/** What was earned by those who first signed up in a month, by the month and the currency in which it was. */
export class CohortEarnings {
  private readonly sums = new Map<string, bigint>()

  add(cohort: string, { earnings = {} }: Facts, sign: bigint): void {
    for (const [currency, months] of Object.entries(earnings)) {
      for (const [month, amount] of Object.entries(months)) {
        const key = JSON.stringify([cohort, currency, month])
        this.sums.set(key, (this.sums.get(key) ?? 0n) + sign * toMoney(amount))
      }
    }
  }

  changed(): { cohort: string; currency: string; month: string; amount: string }[] {
    return [...this.sums]
      .filter(([, sum]) => sum !== 0n)
      .map(([key, sum]) => {
        const [cohort, currency, month] = JSON.parse(key) as string[]
        return { cohort, currency, month: `${month}-01`, amount: formatMoney(sum) }
      })
  }
}

export type Measure = 'visitors' | 'cancellations'

export const noChanges = (): RollUpChanges => ({
  signups: new Tally(['persons']),
  distinct: new Tally(['persons']),
  periods: new Tally(['visitors', 'cancellations', 'churned']),
  active: new Tally(['change']),
  cohorts: new Tally(['change']),
  runs: { gone: [], saved: [] },
  cancellations: { gone: [], saved: [] },
  cohortEarnings: new CohortEarnings()
})

/** Adds to `changes` what changes when a person that was `before` becomes `after`: either may be nobody. */
export function addChanges(
  changes: RollUpChanges,
  person: Actor,
  before: StoredPerson | undefined,
  after: StoredPerson | undefined
): void {
  countDistinct(changes, 'visitors', before?.facts.visits, after?.facts.visits)
  countEarnings(changes, before?.facts, after?.facts)
  const [was, is] = [before && countedOf(before), after && countedOf(after)]
  if (was && is && isSame(was, is)) return
  countDistinct(changes, 'cancellations', was?.cancellations, is?.cancellations)
  replaceCancellations(changes, person, was?.cancellations, is?.cancellations)
  replaceRuns(changes, toRuns(person, was?.runs), toRuns(person, is?.runs))
  for (const [activity, sign] of [[was, -1] as const, [is, 1] as const]) {
    if (!activity) continue
    if (activity.signup !== undefined) changes.signups.add({ day: formatDay(activity.signup) }, 'persons', sign)
    for (const grain of GRAINS) countRuns(changes, grain, activity, sign)
  }
}

function countEarnings({ cohortEarnings }: RollUpChanges, before: Facts | undefined, after: Facts | undefined): void {
  if (before?.earnings === after?.earnings && before?.signup === after?.signup) return
  for (const [facts, sign] of [[before, -1n] as const, [after, 1n] as const]) {
    if (!facts?.signup) continue
    cohortEarnings.add(formatDay(periodOf(dayOf(facts.signup[0]), 'month')), facts, sign)
  }
}

/** What is counted of a person whenever anything of it changes. */
interface Counted extends Pick<PersonActivity, 'runs' | 'cancellations'> {
  /** The day of the first signup. */
  signup?: number
}

function countedOf(person: StoredPerson): Counted {
  const { runs, cancellations } = activityOfPerson(person)
  const { signup } = person.facts
  return { runs, cancellations, signup: signup && dayOf(signup[0]) }
}

/** Most payments turn nothing: the person was active before. */
function isSame(one: Counted, other: Counted): boolean {
  return (
    one.signup === other.signup &&
    one.runs.length === other.runs.length &&
    one.cancellations.length === other.cancellations.length &&
    one.runs.every(({ started, ended }, n) => started === other.runs[n].started && ended === other.runs[n].ended) &&
    one.cancellations.every((day, n) => day === other.cancellations[n])
  )
}

/**
 * Distinct persons of any range come from counting, for each period in which a person did something, when they last did it
 * before: in [from, to) are as many persons as there are periods in it whose previous day lies before `from`. A range
 * that is one period needs no more than that period's own number.
 */
function countDistinct(
  changes: RollUpChanges,
  measure: Measure,
  was: readonly number[] | undefined,
  is: readonly number[] | undefined
): void {
  if (was === is) return
  const [before, after] = [was ?? [], is ?? []]
  const [start, endBefore, endAfter] = differingPart(before, after)
  for (const grain of GRAINS) {
    countPeriods(changes, measure, grain, before.slice(start, endBefore), start > 0, -1)
    countPeriods(changes, measure, grain, after.slice(start, endAfter), start > 0, 1)
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
  { distinct, periods }: RollUpChanges,
  measure: Measure,
  grain: Grain,
  days: readonly number[],
  hasPredecessor: boolean,
  sign: number
): void {
  days.forEach((day, index) => {
    if (index === 0 && hasPredecessor) return
    const previous = index === 0 ? undefined : days[index - 1]
    const start = periodOf(day, grain)
    if (previous !== undefined && periodOf(previous, grain) === start) return
    const period = formatDay(start)
    periods.add({ grain, period }, measure, sign)
    const last = previous === undefined ? '-infinity' : formatDay(previous)
    // Weeks are asked for alone: a range of several is made of months and days.
    if (grain !== 'week') distinct.add({ measure, grain, period, previous: last }, 'persons', sign)
  })
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
  { active, periods, cohorts }: RollUpChanges,
  grain: Grain,
  { runs, signup }: Counted,
  sign: number
): void {
  for (const { started, ended } of atGrain(runs, grain)) {
    for (const [day, change] of [[started, sign] as const, [ended, -sign] as const]) {
      if (day === Infinity) continue
      if (grain === 'day') active.add({ day: formatDay(day) }, 'change', change)
      if (grain === 'month' && signup !== undefined) {
        cohorts.add({ month: formatDay(periodOf(signup, 'month')), day: formatDay(day) }, 'change', change)
      }
    }
    if (ended !== Infinity) periods.add({ grain, period: formatDay(periodOf(ended - 1, grain)) }, 'churned', sign)
  }
}

function replaceCancellations(
  { cancellations: { gone, saved } }: RollUpChanges,
  person: Actor,
  before: readonly number[] = [],
  after: readonly number[] = []
): void {
  const [start, endBefore, endAfter] = differingPart(before, after)
  const [was, is] = [before.slice(start, endBefore), after.slice(start, endAfter)]
  const [known, now] = [new Set(was), new Set(is)]
  for (const day of was) if (!now.has(day)) gone.push({ person, day: formatDay(day) })
  for (const day of is) if (!known.has(day)) saved.push({ person, day: formatDay(day) })
}

function toRuns(person: Actor, runs: readonly Run[] = []): PersonRun[] {
  return runs.map(({ started, ended }, index) => {
    const again = runs[index + 1]?.started ?? Infinity
    return { person, started: formatDay(started), ended: boundary(ended), again: boundary(again) }
  })
}

function boundary(day: number): string {
  return day === Infinity ? 'infinity' : formatDay(day)
}

function replaceRuns({ runs }: RollUpChanges, before: readonly PersonRun[], after: readonly PersonRun[]): void {
  const known = new Map(before.map((run) => [run.started, run]))
  for (const run of after) {
    const was = known.get(run.started)
    if (was?.ended !== run.ended || was.again !== run.again) runs.saved.push(run)
    known.delete(run.started)
  }
  runs.gone.push(...known.values())
}
