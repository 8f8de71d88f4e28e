import { Queryable } from '../../database'
import { divideMoney, formatMoney, toMoney } from '../money'
import { Board } from '../store/boards'
import { midnightOf, parseDay, periodOf } from '../time'
import { compareBytes } from '../people/moment'
import type { Kept, SumStatement } from './answers'
import { progressOf, rangeOf, type Range } from './period'
import type { Campaigns } from './shapes'
import { loadCampaignSpend } from './campaign-spend'
import { earningsOf, groupBy } from './sums'

/** The most campaigns in an answer: those with the most signups. */
const MOST_CAMPAIGNS = 200

type Named = Pick<Campaigns['campaigns'][number], 'source' | 'medium' | 'name'>

/** By campaign how many signed up; and how many of them earned something, and what, by currency. */
const campaigns =
  (from: string, to: string): SumStatement =>
  ($, board) => `
    WITH arrived AS MATERIALIZED (
      SELECT person, source, medium, campaign AS name FROM board.profiles
      WHERE board_id = ${board} AND signed_up >= ${$(midnightOf(from))}::timestamptz AND signed_up < ${$(midnightOf(to))}::timestamptz
    ), earned AS MATERIALIZED (SELECT person, currency, amount FROM board.earnings WHERE board_id = ${board})
    SELECT source, medium, name, NULL AS currency, count(*)::int AS persons, NULL AS amount FROM arrived GROUP BY source, medium, name
    UNION ALL
    SELECT source, medium, name, currency, count(*)::int, sum(amount)::text FROM arrived JOIN earned USING (person)
    GROUP BY source, medium, name, currency`

/** Those with the most signups first, those without a name last among equals. */
async function readSignups(kept: Kept, from: string, to: string) {
  const sums = (await kept.sum<Named & { currency: string | null }>(campaigns(from, to))) ?? []
  const earned = groupBy(sums, keyOf)
  return sums
    .filter(({ currency }) => currency === null)
    .sort((one, other) => {
      const order = NAMES.map((name) => compareNames(one[name], other[name])).find((each) => each !== 0)
      return other.persons - one.persons || (order ?? 0)
    })
    .slice(0, MOST_CAMPAIGNS)
    .map(({ source, medium, name, persons: signups }) => {
      const earnings = earningsOf(earned.get(keyOf({ source, medium, name })) ?? [])
      return { source, medium, name, signups, earnings }
    })
}

const NAMES = ['source', 'medium', 'name'] as const

function compareNames(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return compareBytes(one, other)
}

/**
 * Who first signed up in a range, by the campaign that brought them: how many, what they have earned until now, and what one cost where the
 * campaign's spend is entered.
 */
export async function readCampaigns(
  kept: Kept,
  board: Board,
  { from, to }: { from: string; to: string },
  now: number
): Promise<Campaigns> {
  const range = rangeOf(from, to)
  const spend = await spendOf(kept, board, range)
  const campaigns = (await readSignups(kept, from, to)).map((row) => {
    const spent = spend.get(keyOf(row)) ?? new Map<string, bigint>()
    spend.delete(keyOf(row))
    return { ...row, ...costOf(spent, row.signups) }
  })
  // What was spent on a campaign that nobody came from is the more worth knowing.
  const unsuccessful = [...spend].map(([key, spent]) => {
    const [source, medium, name] = JSON.parse(key) as (string | null)[]
    return { source, medium, name, signups: 0, earnings: {}, ...costOf(spent, 0) }
  })
  return { from, to, ...progressOf(range, now), campaigns: [...campaigns, ...unsuccessful] }
}

const keyOf = ({ source, medium, name }: Named) => JSON.stringify([source, medium, name])

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
