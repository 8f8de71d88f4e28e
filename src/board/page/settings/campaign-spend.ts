import { isDecimal } from '../../../look/decimal'
import type { CampaignSpend } from '../../read-api/shapes'

/** What was spent on a campaign in a month, as it is typed: empty where the campaign does not say it. */
export type Entry = Record<'month' | 'source' | 'medium' | 'name' | 'currency' | 'amount', string>

export const toEntries = (spend: CampaignSpend): Entry[] =>
  spend.map(({ source, medium, name, ...entry }) => ({
    ...entry,
    source: source ?? '',
    medium: medium ?? '',
    name: name ?? ''
  }))

export const toSpend = (entries: readonly Entry[]): CampaignSpend =>
  entries.map(({ month, source, medium, name, currency, amount }) => ({
    month,
    source: source.trim() || null,
    medium: medium.trim() || null,
    name: name.trim() || null,
    currency: currency.trim().toUpperCase(),
    amount: amount.trim()
  }))

/** By field what is wrong with it; nothing where nothing is. */
export function problemsOf({ month, source, medium, name, currency, amount }: Entry): Partial<Entry> {
  return {
    ...(!/^\d{4}-\d{2}$/.test(month) && { month: 'A month' }),
    ...((source + medium + name).trim() === '' && { source: 'Source, medium or name' }),
    ...(!/^[a-z]{3}$/i.test(currency.trim()) && { currency: 'Such as USD' }),
    ...(!isDecimal(amount.trim()) && { amount: 'Such as 1250.50' })
  }
}
