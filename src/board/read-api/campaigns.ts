import { Queryable } from '../../database'
import { divideMoney, formatMoney, toMoney } from '../money'
import { Board } from '../store/boards'
import { midnightOf, parseDay, periodOf } from '../time'
import { progressOf, rangeOf, type Range } from './period'
import type { Campaigns } from './shapes'
import { loadCampaignSpend } from './campaign-spend'
import { toMoneyByCurrency } from './user-list'

/** The most campaigns in an answer: those with the most signups. */
const MOST_CAMPAIGNS = 200

const CAMPAIGNS = `
  WITH arrived AS MATERIALIZED (
    SELECT person, source, medium, campaign FROM board.profiles
    WHERE board_id = $1 AND signed_up >= $2::timestamptz AND signed_up < $3::timestamptz
  ), earned AS MATERIALIZED (SELECT person, currency, amount FROM board.earnings WHERE board_id = $1), sums AS MATERIALIZED (
    SELECT source, medium, campaign, currency, sum(amount)::text AS amount FROM arrived JOIN earned USING (person)
    GROUP BY source, medium, campaign, currency
  )
  SELECT source, medium, campaign AS name, count(*)::int AS signups, (
    SELECT json_object_agg(currency, amount ORDER BY currency) FROM sums
    WHERE (sums.source, sums.medium, sums.campaign) IS NOT DISTINCT FROM (arrived.source, arrived.medium, arrived.campaign)) AS earnings
  FROM arrived GROUP BY source, medium, campaign
  ORDER BY signups DESC, source NULLS LAST, medium NULLS LAST, name NULLS LAST LIMIT $4`

type Row = Pick<Campaigns['campaigns'][number], 'source' | 'medium' | 'name' | 'signups'> & {
  earnings: Record<string, string> | null
}

/**
 * Who first signed up in a range, by the campaign that brought them: how many, what they have earned until now, and what one cost where the
 * campaign's spend is entered.
 */
export async function readCampaigns(
  database: Queryable,
  board: Board,
  { from, to }: { from: string; to: string },
  now: number
): Promise<Campaigns> {
  const range = rangeOf(from, to)
  const rows = await database.query<Row>(CAMPAIGNS, [board.boardId, midnightOf(from), midnightOf(to), MOST_CAMPAIGNS])
  const spend = await spendOf(database, board, range)
  const campaigns = rows.map(({ earnings, ...row }) => {
    const spent = spend.get(keyOf(row)) ?? new Map<string, bigint>()
    spend.delete(keyOf(row))
    return { ...row, earnings: toMoneyByCurrency(earnings), ...costOf(spent, row.signups) }
  })
  // What was spent on a campaign that nobody came from is the more worth knowing.
  const unsuccessful = [...spend].map(([key, spent]) => {
    const [source, medium, name] = JSON.parse(key) as (string | null)[]
    return { source, medium, name, signups: 0, earnings: {}, ...costOf(spent, 0) }
  })
  return { from, to, ...progressOf(range, now), campaigns: [...campaigns, ...unsuccessful] }
}

const keyOf = ({ source, medium, name }: Pick<Row, 'source' | 'medium' | 'name'>) =>
  JSON.stringify([source, medium, name])

/** Spend is entered by month: a range has one where it is made of whole months. */
async function spendOf(database: Queryable, board: Board, { start, end }: Range) {
  const spend = new Map<string, Map<string, bigint>>()
  if ([start, end].some((day) => periodOf(day, 'month') !== day)) return spend
  for (const { month, currency, amount, ...campaign } of await loadCampaignSpend(database, board)) {
    const day = parseDay(`${month}-01`)
    if (day < start || day >= end) continue
    const key = keyOf(campaign)
    const spent = spend.get(key) ?? new Map<string, bigint>()
    spend.set(key, spent.set(currency, (spent.get(currency) ?? 0n) + toMoney(amount)))
  }
  return spend
}

function costOf(spent: Map<string, bigint>, signups: number) {
  const by = <Value>(value: (amount: bigint) => Value) =>
    Object.fromEntries([...spent].sort().map(([currency, amount]) => [currency, value(amount)]))
  return {
    spend: by(formatMoney),
    uac: by((amount) => (signups === 0 ? null : formatMoney(divideMoney(amount, signups))))
  }
}
