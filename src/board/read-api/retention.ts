import { Queryable } from '../../database'
import { Board } from '../store/boards'
import { readTogether } from '../store/statements'
import { problem } from '../errors'
import { divideMoney, formatMoney, toMoney } from '../money'
import { formatDay, nextPeriod, periodOf } from '../time'
import { readSpend } from './metrics-store'
import { progressOf, rangeOf } from './period'
import type { Retention } from './shapes'

/** A decade. */
const MOST_MONTHS = 120

interface EarningsRow {
  cohort: string
  currency: string
  month: string
  amount: string
}

/**
 * For the signup months that the range touches, how many of who signed up were active at the end of each month, what they had earned by
 * then, and when that had paid for winning them.
 */
export async function readRetention(
  database: Queryable,
  board: Board,
  { from, to }: { from: string; to: string },
  now: number
): Promise<Retention> {
  const months = monthsOf(from, to)
  const past = nextPeriod(months[months.length - 1], 'month')
  const range = [board.boardId, formatDay(months[0]), formatDay(past)]
  const signups = await database.query<{ month: string; persons: number }>(
    `SELECT date_trunc('month', day)::date AS month, sum(persons)::int AS persons FROM board.signups
     WHERE board_id = $1 AND day >= $2::date AND day < $3::date GROUP BY 1`,
    range
  )
  const changes = await readTogether<{ month: string; day: string; change: number }>(
    database,
    `SELECT month, day, change FROM board.cohorts
     WHERE board_id = $1 AND month >= $2::date AND month < $3::date AND day <= $3::date`,
    range
  )
  const earned = await readTogether<EarningsRow>(
    database,
    `SELECT cohort, currency, month, amount::text FROM board.cohort_earnings
     WHERE board_id = $1 AND cohort >= $2::date AND cohort < $3::date AND month < $3::date AND amount <> 0 ORDER BY currency`,
    range
  )
  const spend = await readSpend(database, board)
  const cohorts = months.map((first) => {
    const month = formatDay(first)
    const own = changes.filter((change) => change.month === month)
    const ends = months.filter((other) => other >= first).map((other) => formatDay(nextPeriod(other, 'month')))
    const count = signups.find((row) => row.month === month)?.persons ?? 0
    const earnings = earningsBy(
      ends,
      earned.filter(({ cohort }) => cohort === month)
    )
    const spent = Object.entries(count === 0 ? {} : (spend.get(first) ?? {})).map(
      ([currency, amount]) => [currency, toMoney(amount)] as const
    )
    return {
      month,
      signups: count,
      active: ends.map((end) => own.reduce((sum, { day, change }) => (day <= end ? sum + change : sum), 0)),
      earnings: Object.fromEntries([...earnings].map(([currency, sums]) => [currency, sums.map(formatMoney)])),
      uac: Object.fromEntries(spent.map(([currency, cost]) => [currency, formatMoney(divideMoney(cost, count))])),
      payback: Object.fromEntries(
        spent.map(([currency, cost]) => [currency, paybackOf(earnings.get(currency) ?? [], cost)])
      )
    }
  })
  return { cohorts, ...progressOf({ start: months[0], end: past }, now) }
}

/** By currency, what was earned in all before each of these days. */
function earningsBy(ends: readonly string[], rows: readonly EarningsRow[]): Map<string, bigint[]> {
  const currencies = [...new Set(rows.map(({ currency }) => currency))]
  return new Map(
    currencies.map((currency) => {
      const own = rows.filter((row) => row.currency === currency)
      const before = (end: string) => own.filter(({ month }) => month < end)
      return [currency, ends.map((end) => before(end).reduce((sum, { amount }) => sum + toMoney(amount), 0n))]
    })
  )
}

/** The first month, counted from that of the signup, by whose end the earnings reached what winning the cohort cost. */
function paybackOf(earnings: readonly bigint[], cost: bigint): number | null {
  const month = earnings.findIndex((sum) => sum >= cost)
  return month === -1 ? null : month
}

function monthsOf(from: string, to: string): number[] {
  const { start, end } = rangeOf(from, to)
  const months: number[] = []
  for (let month = periodOf(start, 'month'); month < end; month = nextPeriod(month, 'month')) {
    if (months.length === MOST_MONTHS) {
      throw problem('invalid_parameter', { detail: `to must be a date at most ${MOST_MONTHS} months after from` })
    }
    months.push(month)
  }
  return months
}
