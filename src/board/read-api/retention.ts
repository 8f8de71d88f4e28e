import { Queryable } from '../../database'
import { Board } from '../store/boards'
import { problem } from '../errors'
import { formatDay, nextPeriod, parseDay, periodOf } from '../time'
import type { Retention } from './shapes'

/** A decade. */
const MOST_MONTHS = 120

/** For the signup months that the range touches, how many of who signed up were active at the end of each month. */
export async function readRetention(
  database: Queryable,
  board: Board,
  { from, to }: { from: string; to: string }
): Promise<Retention> {
  const months = monthsOf(parseDay(from), parseDay(to))
  const past = nextPeriod(months[months.length - 1], 'month')
  const range = [board.boardId, formatDay(months[0]), formatDay(past)]
  const signups = await database.query<{ month: string; persons: number }>(
    `SELECT date_trunc('month', day)::date AS month, sum(persons)::int AS persons FROM board.signups
     WHERE board_id = $1 AND day >= $2::date AND day < $3::date GROUP BY 1`,
    range
  )
  const changes = await database.query<{ month: string; day: string; change: number }>(
    `SELECT month, day, change FROM board.cohorts
     WHERE board_id = $1 AND month >= $2::date AND month < $3::date AND day <= $3::date`,
    range
  )
  const cohorts = months.map((first) => {
    const month = formatDay(first)
    const own = changes.filter((change) => change.month === month)
    const ends = months.filter((other) => other >= first).map((other) => formatDay(nextPeriod(other, 'month')))
    return {
      month,
      signups: signups.find((row) => row.month === month)?.persons ?? 0,
      active: ends.map((end) => own.reduce((sum, { day, change }) => (day <= end ? sum + change : sum), 0))
    }
  })
  return { cohorts }
}

function monthsOf(from: number, to: number): number[] {
  if (from >= to) throw problem('invalid_parameter', { detail: 'to must be a date after from' })
  const months: number[] = []
  for (let month = periodOf(from, 'month'); month < to; month = nextPeriod(month, 'month')) {
    if (months.length === MOST_MONTHS) {
      throw problem('invalid_parameter', { detail: `to must be a date at most ${MOST_MONTHS} months after from` })
    }
    months.push(month)
  }
  return months
}
