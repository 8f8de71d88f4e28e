import type { Call } from './call'
import { CAMPAIGNS, customerCalls, visitorCalls } from './life'
import { Dice } from './random'

const DAY = 24 * 60 * 60 * 1000
const SEED = 20_240_101
const MONTHS = 12
/** Signups of the first month, and how many more each month brings. */
const FIRST_SIGNUPS = 14
const GROWTH = 3
/** Visitors who do not sign up, for each one who does. */
const VISITORS = 4
/** Percent of the spend of each month that goes to each of the campaigns. */
const SHARES = [35, 40, 10, 15]

/** What was spent on acquisition, by month and currency, as `PUT /api/spend` takes it. */
export type Spend = Record<string, Record<string, string>>

/** How much of it went to which campaign, as `PUT /api/spend/campaigns` takes it. */
export type CampaignSpend = {
  month: string
  source: string
  medium: string
  name: string
  currency: string
  amount: string
}[]

export interface History {
  calls: Call[]
  spend: Spend
  campaignSpend: CampaignSpend
}

/**
 * Twelve months of a small SaaS that end today: its calls in the order of their time, and its spend.
 * @param prefix what the message ids begin with; the same ids again change nothing
 */
export function demoHistory(now: Date, prefix = 'demo'): History {
  const dice = new Dice(SEED)
  const calls: Call[] = []
  const spend: Spend = {}
  const campaignSpend: CampaignSpend = []
  let number = 0
  for (let back = MONTHS - 1; back >= 0; back--) {
    const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)
    const days = Math.round((Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back + 1, 1) - start) / DAY)
    const age = MONTHS - 1 - back
    const signups = FIRST_SIGNUPS + age * GROWTH + dice.between(-3, 5)
    const month = new Date(start).toISOString().slice(0, 'YYYY-MM'.length)
    const spent = 400 + age * 90
    spend[month] = { USD: spent.toFixed(2) }
    for (const [index, campaign] of CAMPAIGNS.entries()) {
      campaignSpend.push({ month, ...campaign, currency: 'USD', amount: ((spent * SHARES[index]) / 100).toFixed(2) })
    }
    for (let signup = 0; signup < signups; signup++) {
      number++
      const dayOf = () => start + dice.between(0, days - 1) * DAY
      calls.push(...customerCalls(dice, number, dayOf(), now.getTime()))
      for (let visitor = 0; visitor < VISITORS; visitor++) {
        calls.push(...visitorCalls(dice, number * VISITORS + visitor, dayOf()))
      }
    }
  }
  const past = calls.filter(({ timestamp }) => timestamp < now.toISOString())
  const named = past.map((call) => ({ ...call, messageId: call.messageId.replace(/^demo/, prefix) }))
  return { calls: named.sort((one, other) => (one.timestamp < other.timestamp ? -1 : 1)), spend, campaignSpend }
}
