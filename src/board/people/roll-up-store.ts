import { formatMoney } from '../money'
import { Statement, addRows, deleteRows, saveRows } from '../store/statements'
import { formatDay } from '../time'
import type { DailyChanges } from './daily'
import type { RollUpChanges } from './roll-ups'

const SIGNUPS = { name: 'signups', key: { day: 'date' }, values: { persons: 'int4' } } as const
const DISTINCT = {
  name: 'distinct_persons',
  key: { measure: 'text', grain: 'text', period: 'date', previous: 'date' },
  values: { persons: 'int4' }
} as const
const PERIODS = {
  name: 'period_persons',
  key: { grain: 'text', period: 'date' },
  values: { visitors: 'int4', cancellations: 'int4', churned: 'int4' }
} as const
const ACTIVE = { name: 'active_changes', key: { day: 'date' }, values: { change: 'int4' } } as const
const COHORTS = { name: 'cohorts', key: { month: 'date', day: 'date' }, values: { change: 'int4' } } as const
const COHORT_EARNINGS = {
  name: 'cohort_earnings',
  key: { cohort: 'date', currency: 'text', month: 'date' },
  values: { amount: 'numeric' }
} as const
export const RUNS = {
  name: 'runs',
  key: { person: 'text', started: 'date' },
  values: { ended: 'date', again: 'date' }
} as const
export const CANCELLATIONS = { name: 'cancellations', key: { person: 'text', day: 'date' }, values: {} } as const
const DAILY_COUNTS = {
  name: 'daily_counts',
  key: { day: 'date' },
  values: {
    visits: 'int4',
    logins: 'int4',
    events: 'int4',
    signup_events: 'int4',
    cancel_events: 'int4',
    group_events: 'int4',
    alias_events: 'int4',
    attributes_events: 'int4'
  }
} as const
const DAILY_REVENUE = {
  name: 'daily_revenue',
  key: { day: 'date', currency: 'text' },
  values: { entries: 'int4', payments: 'numeric', refunds: 'numeric' }
} as const

/** Adds the changes to the roll-ups: a statement for each table that changes. */
export function saveRollUps(boardId: number, changes: RollUpChanges): Statement[] {
  return [
    ...addRows(boardId, SIGNUPS, changes.signups.changed()),
    ...addRows(boardId, DISTINCT, changes.distinct.changed()),
    ...addRows(boardId, PERIODS, changes.periods.changed()),
    ...addRows(boardId, ACTIVE, changes.active.changed()),
    ...addRows(boardId, COHORTS, changes.cohorts.changed()),
    ...addRows(boardId, COHORT_EARNINGS, changes.cohortEarnings.changed())
  ]
}

/** Writes when persons were active and when they canceled, where it changed. */
export function saveActivity(boardId: number, { runs, cancellations }: RollUpChanges): Statement[] {
  return [
    ...deleteRows(boardId, 'runs', RUNS.key, runs.gone),
    ...saveRows(boardId, RUNS, runs.saved),
    ...deleteRows(boardId, 'cancellations', CANCELLATIONS.key, cancellations.gone),
    ...saveRows(boardId, CANCELLATIONS, cancellations.saved)
  ]
}

/** Adds the changes to what is counted by day. */
export function saveDaily(boardId: number, changes: DailyChanges): Statement[] {
  const counts = [...changes.counts].map(([day, count]) => ({ day: formatDay(day), ...count }))
  const revenue = [...changes.revenue.values()].map(({ day, currency, entries, payments, refunds }) => ({
    day: formatDay(day),
    currency,
    entries,
    payments: formatMoney(payments),
    refunds: formatMoney(refunds)
  }))
  return [...addRows(boardId, DAILY_COUNTS, counts), ...addRows(boardId, DAILY_REVENUE, revenue)]
}
