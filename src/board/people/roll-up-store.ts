import { formatMoney } from '../money'
import type { Statement } from '../store/statements'
import { formatDay } from '../time'
import type { DailyChanges } from './daily'
import type { RollUpChanges } from './roll-ups'

/** The tables that count persons by key: the names and types of the key's columns. */
const TABLES: { [Name in keyof RollUpChanges]: { table: string; key: readonly [name: string, type: string][] } } = {
  signups: { table: 'signups', key: [['day', 'date']] },
  distinct: {
    table: 'distinct_persons',
    key: [
      ['measure', 'text'],
      ['grain', 'text'],
      ['period', 'date'],
      ['previous', 'date']
    ]
  },
  runs: {
    table: 'active_runs',
    key: [
      ['grain', 'text'],
      ['started', 'date'],
      ['ended', 'date']
    ]
  },
  returns: {
    table: 'active_returns',
    key: [
      ['grain', 'text'],
      ['started', 'date'],
      ['ended', 'date'],
      ['started_again', 'date'],
      ['ended_again', 'date']
    ]
  },
  cohorts: {
    table: 'cohorts',
    key: [
      ['month', 'date'],
      ['started', 'date'],
      ['ended', 'date']
    ]
  }
}

/** Adds the changes to the roll-ups: a statement for each table that changes. */
export function saveRollUps(boardId: number, changes: RollUpChanges): Statement[] {
  const names = Object.keys(TABLES) as (keyof RollUpChanges)[]
  return names.flatMap((name) => (changes[name].size > 0 ? saveCounts(boardId, TABLES[name], changes[name]) : []))
}

function saveCounts(
  boardId: number,
  { table, key }: { table: string; key: readonly [name: string, type: string][] },
  counts: ReadonlyMap<string, number>
): Statement {
  const names = key.map(([name]) => name).join(', ')
  const types = key.map(([, type], index) => `$${index + 3}::${type}[]`).join(', ')
  const parts = [...counts.keys()].map((joined) => joined.split('|'))
  return {
    sql: `INSERT INTO board.${table} AS known (board_id, ${names}, persons)
      SELECT $1::int, ${names}, persons FROM unnest($2::int[], ${types}) AS row (persons, ${names})
      ON CONFLICT (board_id, ${names}) DO UPDATE SET persons = known.persons + excluded.persons`,
    parameters: [boardId, [...counts.values()], ...key.map((_, index) => parts.map((part) => part[index]))]
  }
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
  const saveDailyCounts: Statement = {
    sql: `INSERT INTO board.daily_counts AS known (board_id, day, visits, logins, events)
      SELECT $1::int, day, visits, logins, events
      FROM jsonb_to_recordset($2::jsonb) AS row (day date, visits int, logins int, events int)
      ON CONFLICT (board_id, day) DO UPDATE SET visits = known.visits + excluded.visits,
        logins = known.logins + excluded.logins, events = known.events + excluded.events`,
    parameters: [boardId, JSON.stringify(counts)]
  }
  const saveDailyRevenue: Statement = {
    sql: `INSERT INTO board.daily_revenue AS known (board_id, day, currency, entries, payments, refunds)
      SELECT $1::int, day, currency, entries, payments, refunds
      FROM jsonb_to_recordset($2::jsonb) AS row (day date, currency text, entries int, payments numeric, refunds numeric)
      ON CONFLICT (board_id, day, currency) DO UPDATE SET entries = known.entries + excluded.entries,
        payments = known.payments + excluded.payments, refunds = known.refunds + excluded.refunds`,
    parameters: [boardId, JSON.stringify(revenue)]
  }
  return [...(counts.length > 0 ? [saveDailyCounts] : []), ...(revenue.length > 0 ? [saveDailyRevenue] : [])]
}
