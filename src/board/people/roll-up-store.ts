import { formatMoney } from '../money'
import type { Statement } from '../store/statements'
import { formatDay } from '../time'
import type { DailyChanges } from './daily'
import type { RollUpChanges } from './roll-ups'

/** The type of each column of a roll-up that is part of its key. */
const KEY_TYPES = { day: 'date', month: 'date', period: 'date', previous: 'date', measure: 'text', grain: 'text' }

/** Adds the changes to the roll-ups: a statement for each table that changes. */
export function saveRollUps(boardId: number, changes: RollUpChanges): Statement[] {
  return [
    ...addRows(boardId, 'signups', ['day'], ['persons'], changes.signups.changed()),
    ...addRows(
      boardId,
      'distinct_persons',
      ['measure', 'grain', 'period', 'previous'],
      ['persons'],
      changes.distinct.changed()
    ),
    ...addRows(
      boardId,
      'period_persons',
      ['grain', 'period'],
      ['visitors', 'cancellations', 'churned'],
      changes.periods.changed()
    ),
    ...addRows(boardId, 'active_changes', ['day'], ['change'], changes.active.changed()),
    ...addRows(boardId, 'cohorts', ['month', 'day'], ['change'], changes.cohorts.changed()),
    ...replaceRuns(boardId, changes.runs),
    ...addEarnings(boardId, changes.cohortEarnings.changed())
  ]
}

/** Adds counts to the rows that have these keys already, and makes the others. */
function addRows<Key extends keyof typeof KEY_TYPES, Count extends string>(
  boardId: number,
  table: string,
  key: readonly Key[],
  counts: readonly Count[],
  rows: readonly (Record<Key, string> & Record<Count, number>)[]
): Statement[] {
  if (rows.length === 0) return []
  const names = [...key, ...counts].join(', ')
  const columns = [...key.map((name) => [name, KEY_TYPES[name]]), ...counts.map((name) => [name, 'int'])]
  return [
    ($) => {
      const board = $(boardId)
      const arrays = columns.map(([name, type]) => `${$(rows.map((row) => row[name as Key]))}::${type}[]`)
      return `INSERT INTO board.${table} AS known (board_id, ${names})
        SELECT ${board}::int, ${names} FROM unnest(${arrays.join(', ')}) AS row (${names})
        ON CONFLICT (board_id, ${key.join(', ')}) DO UPDATE
          SET ${counts.map((name) => `${name} = known.${name} + excluded.${name}`).join(', ')}`
    }
  ]
}

function replaceRuns(boardId: number, { gone, saved }: RollUpChanges['runs']): Statement[] {
  const remove: Statement = ($) => `DELETE FROM board.runs USING unnest(
      ${$(gone.map(({ person }) => person))}::text[], ${$(gone.map(({ started }) => started))}::date[]) AS gone (person, started)
    WHERE board_id = ${$(boardId)}::int AND runs.person = gone.person AND runs.started = gone.started`
  const save: Statement = ($) => `INSERT INTO board.runs (board_id, person, started, ended, again)
    SELECT ${$(boardId)}::int, person, started, ended, again
    FROM json_to_recordset(${$(JSON.stringify(saved))}::json) AS row (person text, started date, ended date, again date)
    ON CONFLICT (board_id, person, started) DO UPDATE SET ended = excluded.ended, again = excluded.again`
  return [...(gone.length > 0 ? [remove] : []), ...(saved.length > 0 ? [save] : [])]
}

function addEarnings(boardId: number, rows: ReturnType<RollUpChanges['cohortEarnings']['changed']>): Statement[] {
  if (rows.length === 0) return []
  return [
    ($) => `INSERT INTO board.cohort_earnings AS known (board_id, cohort, currency, month, amount)
      SELECT ${$(boardId)}::int, cohort, currency, month, amount FROM json_to_recordset(${$(JSON.stringify(rows))}::json)
        AS row (cohort date, currency text, month date, amount numeric)
      ON CONFLICT (board_id, cohort, currency, month) DO UPDATE SET amount = known.amount + excluded.amount`
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
  const saveCounts: Statement = ($) => `INSERT INTO board.daily_counts AS known (board_id, day, visits, logins, events)
    SELECT ${$(boardId)}::int, day, visits, logins, events
    FROM json_to_recordset(${$(JSON.stringify(counts))}::json) AS row (day date, visits int, logins int, events int)
    ON CONFLICT (board_id, day) DO UPDATE SET visits = known.visits + excluded.visits,
      logins = known.logins + excluded.logins, events = known.events + excluded.events`
  const saveRevenue: Statement = (
    $
  ) => `INSERT INTO board.daily_revenue AS known (board_id, day, currency, entries, payments, refunds)
    SELECT ${$(boardId)}::int, day, currency, entries, payments, refunds
    FROM json_to_recordset(${$(JSON.stringify(revenue))}::json)
      AS row (day date, currency text, entries int, payments numeric, refunds numeric)
    ON CONFLICT (board_id, day, currency) DO UPDATE SET entries = known.entries + excluded.entries,
      payments = known.payments + excluded.payments, refunds = known.refunds + excluded.refunds`
  return [...(counts.length > 0 ? [saveCounts] : []), ...(revenue.length > 0 ? [saveRevenue] : [])]
}
