import { Queryable } from '../../database'
import { Board } from '../store/boards'
import { formatMoney, toMoney } from '../money'
import { Grain, formatDay, parseDay } from '../time'
import type { Range } from './metrics'
import type { Revenue } from './shapes'

export interface Counts {
  visits: number
  visitors: number
  logins: number
  events: number
  signups: number
  cancellations: number
  /** Persons active at start and not at end. */
  churned: number
}

/** $1: board, $2: starts, $3: ends */
const RANGES = 'unnest($2::date[], $3::date[]) WITH ORDINALITY AS range (first, past, index)'

/** Persons in [first, past): the periods in it whose previous one lies before it. `roll-ups.ts` says why. */
const distinct = (measure: string) => `
  SELECT coalesce(sum(persons), 0)::int FROM board.distinct_persons
  WHERE board_id = $1 AND measure = '${measure}' AND grain = $4 AND period >= first AND period < past AND previous < first`

/**
 * Those whose run covers the start and ended by the end, less those of them whom a later run covers at the end. Both conditions on
 * `ended` follow from the others; they let the index find the rows.
 */
const CHURNED = `
  (SELECT coalesce(sum(persons), 0) FROM board.active_runs
   WHERE board_id = $1 AND grain = $4 AND ended > first AND ended <= past AND started <= first)
  - (SELECT coalesce(sum(persons), 0) FROM board.active_returns
     WHERE board_id = $1 AND grain = $4 AND ended > first AND ended <= past AND started <= first
       AND started_again <= past AND ended_again > past)`

const COUNTS = `
  SELECT counted.*, (${distinct('visitors')}) AS visitors, (${distinct('cancellations')}) AS cancellations,
    (SELECT coalesce(sum(persons), 0)::int FROM board.signups WHERE board_id = $1 AND day >= first AND day < past) AS signups,
    (${CHURNED})::int AS churned
  FROM ${RANGES} CROSS JOIN LATERAL (
    SELECT coalesce(sum(visits), 0)::int AS visits, coalesce(sum(logins), 0)::int AS logins,
      coalesce(sum(events), 0)::int AS events
    FROM board.daily_counts WHERE board_id = $1 AND day >= first AND day < past) AS counted
  ORDER BY index`

export async function readCounts(
  database: Queryable,
  board: Board,
  grain: Grain,
  ranges: readonly Range[]
): Promise<Counts[]> {
  return database.query<Counts>(COUNTS, [board.boardId, ...bounds(ranges), grain])
}

/** How many persons were active at the midnight that starts a day; of the grain's own days only. */
export async function readActive(database: Queryable, board: Board, grain: Grain): Promise<(day: number) => number> {
  const rows = await database.query<{ day: string; change: number }>(
    `SELECT day, sum(change)::int AS change FROM (
       SELECT started AS day, sum(persons) AS change FROM board.active_runs
       WHERE board_id = $1 AND grain = $2 GROUP BY started
       UNION ALL
       SELECT ended, -sum(persons) FROM board.active_runs
       WHERE board_id = $1 AND grain = $2 AND ended < 'infinity' GROUP BY ended) AS changes
     GROUP BY day ORDER BY day`,
    [board.boardId, grain]
  )
  const changes = rows.map(({ day, change }) => ({ day: parseDay(day), change }))
  return (day) => changes.reduce((active, { day: at, change }) => (at <= day ? active + change : active), 0)
}

/** Per range, the money of each currency that had any entry. */
export async function readRevenue(
  database: Queryable,
  board: Board,
  ranges: readonly Range[]
): Promise<Record<string, Revenue>[]> {
  const rows = await database.query<{ index: number; currency: string; payments: string; refunds: string }>(
    `SELECT index, currency, payments, refunds FROM ${RANGES} CROSS JOIN LATERAL (
       SELECT currency, sum(payments) AS payments, sum(refunds) AS refunds FROM board.daily_revenue
       WHERE board_id = $1 AND day >= first AND day < past GROUP BY currency HAVING sum(entries) > 0) AS booked
     ORDER BY currency`,
    [board.boardId, ...bounds(ranges)]
  )
  const revenue = ranges.map((): Record<string, Revenue> => ({}))
  for (const { index, currency, ...booked } of rows) {
    const [payments, refunds] = [toMoney(booked.payments), toMoney(booked.refunds)]
    revenue[index - 1][currency] = {
      payments: formatMoney(payments),
      refunds: formatMoney(refunds),
      net: formatMoney(payments - refunds)
    }
  }
  return revenue
}

/** The spend entered, by the first day of its month and by currency. */
export async function readSpend(database: Queryable, board: Board): Promise<Map<number, Record<string, string>>> {
  const rows = await database.query<{ month: string; currency: string; amount: string }>(
    'SELECT month, currency, amount FROM board.spend WHERE board_id = $1 ORDER BY month, currency',
    [board.boardId]
  )
  const spend = new Map<number, Record<string, string>>()
  for (const { month, currency, amount } of rows) {
    const day = parseDay(month)
    spend.set(day, { ...spend.get(day), [currency]: formatMoney(toMoney(amount)) })
  }
  return spend
}

function bounds(ranges: readonly Range[]): [starts: string[], ends: string[]] {
  return [ranges.map(({ start }) => formatDay(start)), ranges.map(({ end }) => formatDay(end))]
}
