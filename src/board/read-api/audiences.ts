import { Queryable } from '../../database'
import { Board } from '../store/boards'
import type { Audiences } from './shapes'
import { toMoneyByCurrency } from './user-list'

/** The most audiences in an answer: those with the most members. */
const MOST_AUDIENCES = 200

/** Sets without an index, so that they are put into hash tables: see `isMet` of the users' list. */
const AUDIENCES = `
  WITH active AS MATERIALIZED (SELECT person FROM board.profiles WHERE board_id = $1 AND status = 'active'),
  earned AS MATERIALIZED (SELECT person, currency, amount FROM board.earnings WHERE board_id = $1),
  flags AS MATERIALIZED (SELECT key, value, person FROM board.traits WHERE board_id = $1 AND kind = 'boolean'), sizes AS (
    SELECT key, count(*) FILTER (WHERE value = 'true')::int AS members, count(*) FILTER (WHERE value = 'false')::int AS others,
      count(CASE WHEN value = 'true' THEN CASE WHEN person IN (SELECT person FROM active) THEN 1 END END)::int AS active
    FROM flags GROUP BY key ORDER BY members DESC, key LIMIT $2
  ), sums AS MATERIALIZED (
    SELECT key, currency, sum(amount)::text AS amount FROM flags JOIN earned USING (person) WHERE value = 'true'
    GROUP BY key, currency
  )
  SELECT sizes.*, (
    SELECT json_object_agg(currency, amount ORDER BY currency) FROM sums WHERE sums.key = sizes.key) AS earnings
  FROM sizes ORDER BY members DESC, key`

/** The attributes of which some value is true or false now, as Segment syncs audiences; the largest first. */
export async function readAudiences(database: Queryable, board: Board): Promise<Audiences> {
  const rows = await database.query<{
    key: string
    members: number
    others: number
    active: number
    earnings: Record<string, string> | null
  }>(AUDIENCES, [board.boardId, MOST_AUDIENCES])
  return {
    audiences: rows.map(({ key, members, others, active, earnings }) => ({
      name: key,
      members,
      others,
      active,
      active_share: members === 0 ? null : active / members,
      earnings: toMoneyByCurrency(earnings)
    }))
  }
}
