import { COUNTED } from '../people/daily'

/** Everything of a board that follows from its events. */
export const STATE_TABLES = [
  'actors',
  'persons',
  'earnings',
  'runs',
  'cancellations',
  'sightings',
  'aliases',
  'daily_counts',
  'daily_revenue',
  'signups',
  'distinct_persons',
  'period_persons',
  'active_changes',
  'cohorts',
  'cohort_earnings',
  'profiles',
  'traits'
] as const

export type StateTable = (typeof STATE_TABLES)[number]

/** The columns of a roll-up: what its rows are found by, and what they count. Rows that count nothing are as good as none. */
const ROLL_UPS: Partial<Record<StateTable, { key: readonly string[]; counts: readonly string[] }>> = {
  daily_counts: { key: ['day'], counts: Object.values(COUNTED) },
  daily_revenue: { key: ['day', 'currency'], counts: ['entries', 'payments', 'refunds'] },
  signups: { key: ['day'], counts: ['persons'] },
  distinct_persons: { key: ['measure', 'grain', 'period', 'previous'], counts: ['persons'] },
  period_persons: { key: ['grain', 'period'], counts: ['visitors', 'cancellations', 'churned'] },
  active_changes: { key: ['day'], counts: ['change'] },
  cohorts: { key: ['month', 'day'], counts: ['change'] },
  cohort_earnings: { key: ['cohort', 'currency', 'month'], counts: ['amount'] }
}

/** A person by name: the key depends on the order of arrival, which the state must not. */
const NAME = `coalesce((SELECT name FROM board.persons AS owner
  WHERE owner.board_id = state.board_id AND owner.person = state.person), '(no person ' || state.person || ')')`

const OTHERS: Partial<Record<StateTable, { key: string; value: string }>> = {
  actors: {
    key: 'jsonb_build_array(actor)',
    value: `jsonb_build_object('person', ${NAME}, 'acts', acts, 'facts', facts::jsonb, 'seen', seen, 'own', own,
      'sighted', sighted, 'first_time', first_time, 'last_time', last_time)`
  },
  persons: {
    key: 'jsonb_build_array(name)',
    value: `jsonb_build_object('named', named, 'sole', sole, 'size', size, 'status', status, 'last_seen', last_seen,
      'facts', facts::jsonb)`
  },
  earnings: {
    key: `jsonb_build_array(${NAME}, currency)`,
    value: `jsonb_build_object('amount', trim_scale(amount), 'status', status, 'name', name)`
  },
  runs: { key: `jsonb_build_array(${NAME}, started)`, value: `jsonb_build_object('ended', ended, 'again', again)` },
  cancellations: { key: `jsonb_build_array(${NAME}, day)`, value: `'{}'::jsonb` },
  profiles: {
    key: `jsonb_build_array(${NAME})`,
    value: `jsonb_build_object('status', status, 'search', search, 'visited', visited, 'signed_up', signed_up, 'paid', paid, 'source', source, 'medium', medium,
      'campaign', campaign)`
  },
  traits: { key: `jsonb_build_array(${NAME}, kind, key, value)`, value: `'{}'::jsonb` },
  sightings: { key: 'jsonb_build_array(user_id, anonymous_id)', value: `jsonb_build_object('first', first)` },
  aliases: { key: 'jsonb_build_array(user_id, previous_id)', value: `jsonb_build_object('first', first, 'last', last)` }
}

/** The rows of a table as a key and a value, in a form that only the events decide. `board` is the place of the board's number. */
export function canonical(table: StateTable, board: string): string {
  const rollUp = ROLL_UPS[table]
  const { key, value, condition } = rollUp
    ? {
        key: `jsonb_build_array(${rollUp.key.join(', ')})`,
        value: `jsonb_build_object(${rollUp.counts.map((name) => `'${name}', trim_scale(${name}::numeric)`).join(', ')})`,
        condition: rollUp.counts.map((name) => `${name} <> 0`).join(' OR ')
      }
    : { ...(OTHERS[table] as { key: string; value: string }), condition: 'true' }
  return `SELECT ${key} AS key, ${value} AS value FROM board.${table} AS state WHERE board_id = ${board} AND (${condition})`
}
