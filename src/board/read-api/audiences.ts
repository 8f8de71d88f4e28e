import { compareBytes } from '../people/moment'
import type { Kept, SumStatement } from './answers'
import type { Audiences } from './shapes'
import { earningsOf, groupBy } from './sums'

/** The most audiences in an answer: those with the most members. */
const MOST_AUDIENCES = 200

interface Part {
  key: string
  /** How many have the value true, or false; how many of the former are active; how many earned in a currency. */
  part: 'true' | 'false' | 'active' | 'earned'
  currency: string | null
}

/** Each part is counted in an index. Sets are put into hash tables, by CASE or by having no index: see `isIn`. */
const AUDIENCES: SumStatement = (_, board) => {
  const flags = `board.traits WHERE board_id = ${board} AND kind = 'boolean'`
  return `
    WITH earned AS MATERIALIZED (SELECT person, currency, amount FROM board.earnings WHERE board_id = ${board})
    SELECT key, value AS part, NULL AS currency, count(*)::int AS persons, NULL AS amount FROM ${flags} GROUP BY key, value
    UNION ALL
    SELECT key, 'active', NULL, count(*)::int, NULL FROM ${flags} AND value = 'true' AND CASE WHEN person IN (
      SELECT person FROM board.profiles WHERE board_id = ${board} AND status = 'active') THEN true ELSE false END GROUP BY key
    UNION ALL
    SELECT key, 'earned', currency, count(*)::int, sum(amount)::text
    FROM earned JOIN (SELECT key, person FROM ${flags} AND value = 'true') AS held USING (person) GROUP BY key, currency`
}

/** The attributes of which some value is true or false now, as Segment syncs audiences; the largest first. */
export async function readAudiences(kept: Kept): Promise<Audiences> {
  const parts = groupBy((await kept.sum<Part>(AUDIENCES)) ?? [], ({ key }) => key)
  const audiences = [...parts].map(([name, sums]) => {
    const count = (part: Part['part']) => sums.find((sum) => sum.part === part)?.persons ?? 0
    const [members, active] = [count('true'), count('active')]
    return {
      name,
      members,
      others: count('false'),
      active,
      active_share: members === 0 ? null : active / members,
      earnings: earningsOf(sums)
    }
  })
  audiences.sort((one, other) => other.members - one.members || compareBytes(one.name, other.name))
  return { audiences: audiences.slice(0, MOST_AUDIENCES) }
}
