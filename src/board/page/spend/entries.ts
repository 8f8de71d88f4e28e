import { sumDecimals } from '../../../look/decimal'
import type { CampaignSpend, Spend } from '../../read-api/shapes'
import { type Range } from '../overview/range'
import { type Campaign } from '../paths'

/** What was spent in a month in a currency, as a whole or on one campaign. */
export interface SpendEntry {
  /** "2024-01" */
  month: string
  currency: string
  amount: string
}

const isIn = ({ from, to }: Range, month: string) => `${month}-01` >= from && `${month}-01` < to

/** The spend of the months that begin in the range, in their order. */
export function entriesOf(spend: Spend, range: Range, currency: string): SpendEntry[] {
  return Object.keys(spend)
    .filter((month) => isIn(range, month) && currency in spend[month])
    .sort()
    .map((month) => ({ month, currency, amount: spend[month][currency] }))
}

/** The same of what was spent on a campaign. */
export function campaignEntriesOf(
  spend: CampaignSpend,
  range: Range,
  currency: string,
  { source, medium, name }: Campaign
): SpendEntry[] {
  return spend.filter(
    (entry) =>
      isIn(range, entry.month) &&
      entry.currency === currency &&
      entry.source === source &&
      entry.medium === medium &&
      entry.name === name
  )
}

/** What they come to. */
export const amountOf = (entries: readonly SpendEntry[]): string => sumDecimals(entries.map(({ amount }) => amount))

/** The campaign that an address names; undefined where it names none, and the whole spend is meant. */
export function readCampaign(text: string): Campaign | undefined {
  try {
    const { source = null, medium = null, name = null } = JSON.parse(text) as Partial<Campaign>
    const isCampaign = [source, medium, name].every((part) => part === null || typeof part === 'string')
    return isCampaign ? { source, medium, name } : undefined
  } catch {
    return undefined
  }
}
