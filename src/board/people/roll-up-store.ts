import { Queryable } from '../../database'
import { formatMoney } from '../money'
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

/** Adds the changes to the roll-ups, with one statement for each table that changes. */
export async function saveRollUps(transaction: Queryable, boardId: number, changes: RollUpChanges): Promise<void> {
  for (const name of Object.keys(TABLES) as (keyof RollUpChanges)[]) {
    if (changes[name].size > 0) await saveCounts(transaction, boardId, TABLES[name], changes[name])
  }
}

async function saveCounts(
  transaction: Queryable,
  boardId: number,
  { table, key }: { table: string; key: readonly [name: string, type: string][] },
  counts: ReadonlyMap<string, number>
): Promise<void> {
  const names = key.map(([name]) => name).join(', ')
  const types = key.map(([, type], index) => `$${index + 3}::${type}[]`).join(', ')
  const parts = [...counts.keys()].map((joined) => joined.split('|'))
  await transaction.query(
    `INSERT INTO board.${table} AS known (board_id, ${names}, persons)
     SELECT $1, ${names}, persons FROM unnest($2::int[], ${types}) AS row (persons, ${names})
     ON CONFLICT (board_id, ${names}) DO UPDATE SET persons = known.persons + excluded.persons`,
    [boardId, [...counts.values()], ...key.map((_, index) => parts.map((part) => part[index]))]
  )
}

export async function saveDaily(transaction: Queryable, boardId: number, changes: DailyChanges): Promise<void> {
  const counts = [...changes.counts].map(([day, count]) => ({ day: formatDay(day), ...count }))
  if (counts.length > 0) {
    await transaction.query(
      `INSERT INTO board.daily_counts AS known (board_id, day, visits, logins, events)
       SELECT $1, day, visits, logins, events
       FROM jsonb_to_recordset($2::jsonb) AS row (day date, visits int, logins int, events int)
       ON CONFLICT (board_id, day) DO UPDATE SET visits = known.visits + excluded.visits,
         logins = known.logins + excluded.logins, events = known.events + excluded.events`,
      [boardId, JSON.stringify(counts)]
    )
  }
  const revenue = [...changes.revenue.values()].map(({ day, currency, entries, payments, refunds }) => ({
    day: formatDay(day),
    currency,
    entries,
    payments: formatMoney(payments),
    refunds: formatMoney(refunds)
  }))
  if (revenue.length > 0) {
    await transaction.query(
      `INSERT INTO board.daily_revenue AS known (board_id, day, currency, entries, payments, refunds)
       SELECT $1, day, currency, entries, payments, refunds
       FROM jsonb_to_recordset($2::jsonb) AS row (day date, currency text, entries int, payments numeric, refunds numeric)
       ON CONFLICT (board_id, day, currency) DO UPDATE SET entries = known.entries + excluded.entries,
         payments = known.payments + excluded.payments, refunds = known.refunds + excluded.refunds`,
      [boardId, JSON.stringify(revenue)]
    )
  }
}
