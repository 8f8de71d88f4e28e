import { Queryable } from '../../database'
import { Board } from '../store/boards'
import type { Audiences } from './shapes'
import { toMoneyByCurrency } from './user-list'

/** The most audiences in an answer: those with the most members. */
const MOST_AUDIENCES = 200

const FLAGS = "board.traits WHERE board_id = $1 AND kind = 'boolean'"
const valued = (value: boolean) => `${FLAGS} AND traits.key = keys.key AND value = '${value}'`

/**
 * Each attribute is found by the one before it, and its values are counted in the index. Sets are put into hash tables, by CASE or by having
 * no index: see `isIn`.
 */
const AUDIENCES = `
  WITH RECURSIVE keys (key) AS (
    (SELECT key FROM ${FLAGS} ORDER BY key LIMIT 1)
    UNION ALL
    SELECT (SELECT key FROM ${FLAGS} AND traits.key > keys.key ORDER BY key LIMIT 1) FROM keys WHERE key IS NOT NULL
  ), sizes AS MATERIALIZED (
    SELECT key, members, active, (SELECT count(*)::int FROM ${valued(false)}) AS others
    FROM keys CROSS JOIN LATERAL (
      SELECT count(*)::int AS members, count(CASE WHEN person IN (
          SELECT person FROM board.profiles WHERE board_id = $1 AND status = 'active') THEN 1 END)::int AS active
      FROM ${valued(true)}) AS counted
    WHERE key IS NOT NULL ORDER BY members DESC, key LIMIT $2
  ), earned AS MATERIALIZED (SELECT person, currency, amount FROM board.earnings WHERE board_id = $1), sums AS MATERIALIZED (
    SELECT key, currency, sum(amount)::text AS amount FROM earned JOIN (SELECT key, person FROM ${FLAGS} AND value = 'true') AS held USING (person)
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
