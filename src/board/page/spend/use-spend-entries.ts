import { useCampaignSpend, useSpend } from '../api'
import { isWholeMonths, type Range } from '../overview/range'
import { type Campaign } from '../paths'
import { campaignEntriesOf, entriesOf, type SpendEntry } from './entries'

/** The entries that the spend of a range sums, as a query. Spend is entered by month: a range of other days has none. */
export function useSpendEntries(range: Range, currency: string, campaign: Campaign | undefined) {
  const spend = useSpend(campaign === undefined)
  const byCampaign = useCampaignSpend(campaign !== undefined)
  const query = campaign ? byCampaign : spend
  const entries = (): SpendEntry[] | undefined => {
    if (!isWholeMonths(range)) return []
    return campaign
      ? byCampaign.data && campaignEntriesOf(byCampaign.data, range, currency, campaign)
      : spend.data && entriesOf(spend.data, range, currency)
  }
  return { error: query.error, refetch: query.refetch, data: entries() }
}
