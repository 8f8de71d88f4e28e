import { Queryable } from '../../database'
import { Board } from '../store/boards'
import { midnightOf } from '../time'
import { progressOf, rangeOf } from './period'
import type { Funnel } from './shapes'

const SECONDS = (from: string, to: string) => `extract(epoch FROM ${to} - ${from})`

/** The median is a time that somebody took: of an even number the shorter one of the middle. */
const FUNNEL = `
  SELECT count(*)::int AS visited, count(*) FILTER (WHERE has_signed_up)::int AS signed_up, count(*) FILTER (WHERE has_paid)::int AS paid,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY ${SECONDS('visited', 'signed_up')}) FILTER (WHERE has_signed_up)::float8 AS to_signup,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY ${SECONDS('signed_up', 'paid')}) FILTER (WHERE has_paid)::float8 AS to_payment
  FROM (
    SELECT visited, signed_up, paid, signed_up >= visited AS has_signed_up, signed_up >= visited AND paid >= signed_up AS has_paid
    FROM board.profiles WHERE board_id = $1 AND visited >= $2::timestamptz AND visited < $3::timestamptz) AS profiles`

/** Of those who first visited in a range how many signed up since, and how many of these paid since. */
export async function readFunnel(
  database: Queryable,
  board: Board,
  { from, to }: { from: string; to: string },
  now: number
): Promise<Funnel> {
  const range = rangeOf(from, to)
  const [row] = await database.query<Record<'visited' | 'signed_up' | 'paid', number> & Medians>(FUNNEL, [
    board.boardId,
    midnightOf(from),
    midnightOf(to)
  ])
  return {
    from,
    to,
    ...progressOf(range, now),
    steps: [
      { step: 'visited', persons: row.visited, median_seconds: null },
      { step: 'signed_up', persons: row.signed_up, median_seconds: row.to_signup },
      { step: 'paid', persons: row.paid, median_seconds: row.to_payment }
    ]
  }
}

type Medians = Record<'to_signup' | 'to_payment', number | null>
