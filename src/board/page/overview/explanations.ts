import { formatCount, formatMoney, formatMoneyRounded, formatPercent } from '../../../look/format'
import type { Period, Spend } from '../../read-api/shapes'
import { activeAt, canceledIn, eventsOf, lostIn, signupsIn, spendIn, visitorsIn } from '../paths'
import { amountOf, entriesOf } from '../spend/entries'
import { isRunning, isWholeMonths, type Range } from './range'
import { earningsPerUser, lostUsers, netRevenue, type MetricKey } from './metrics'

/** How a figure comes about. */
export interface Explanation {
  /** What is counted, in a sentence. */
  meaning: string
  formula: string
  /** The numbers in the formula; the last one is the result. */
  figures: readonly (readonly [label: string, figure: string])[]
  /** Where what was counted can be seen. */
  links: readonly { label: string; path: string }[]
  /** What to do about a figure that is undefined. */
  note?: string
}

/** What a figure is explained from. */
export interface Subject {
  total: Period
  range: Range
  currency: string
  today: string
  spend: Spend
}

export const EXPLANATIONS: Record<MetricKey, (subject: Subject) => Explanation> = {
  net_revenue: ({ total, range, currency }) => {
    const { payments, refunds } = total.revenue[currency] ?? { payments: '0.00', refunds: '0.00' }
    return {
      meaning: `What customers paid in ${currency}, less what they got back. Each is booked on its own date.`,
      formula: 'payments − refunds',
      figures: [
        ['Payments', formatMoney(payments, currency)],
        ['Refunds', formatMoney(refunds, currency)],
        ['Net revenue', formatMoney(netRevenue(total, currency), currency)]
      ],
      links: [
        { label: 'Payments in this period', path: eventsOf('payment', range, { currency }) },
        { label: 'Refunds in this period', path: eventsOf('refund', range, { currency }) }
      ]
    }
  },
  active_users: ({ total, range }) => ({
    meaning:
      'Users who are active at the end of the period: they logged in, signed up or paid, and have not canceled since.',
    formula: 'active at start − lost + won',
    figures: [
      ['Active at start', formatCount(total.active_at_start)],
      ['Lost', formatCount(lostUsers(total))],
      ['Won or won back', formatCount(total.active_at_end - total.active_at_start + lostUsers(total))],
      ['Active users', formatCount(total.active_at_end)]
    ],
    links: [
      { label: 'Active users at its end', path: activeAt(range.to) },
      { label: 'Active users at its start', path: activeAt(range.from) },
      { label: 'Lost users in this period', path: lostIn(range) }
    ]
  }),
  churn_rate: ({ total, range }) => ({
    meaning:
      'The share of users active at the start of the period who are no longer active at its end. Over several months the tile leads with the rate of a month: of all who were active at the start of one, the share that was lost in it.',
    formula: 'lost ÷ active at start',
    figures: [
      ['Lost', formatCount(lostUsers(total))],
      ['Active at start', formatCount(total.active_at_start)],
      ['Churn rate', formatPercent(total.churn_rate)]
    ],
    links: [
      { label: 'Lost users in this period', path: lostIn(range) },
      { label: 'Users who canceled in this period', path: canceledIn(range) }
    ],
    note:
      total.churn_rate === null
        ? 'Nobody was active at the start of this period, so that there is no rate. Choose a later start.'
        : undefined
  }),
  earnings_per_user: ({ total, range, currency }) => ({
    meaning: `What the period earned in ${currency} for each user who is active at its end.`,
    formula: 'net revenue ÷ active users',
    figures: [
      ['Net revenue', formatMoney(netRevenue(total, currency), currency)],
      ['Active users', formatCount(total.active_at_end)],
      ['Earnings per user', formatMoneyRounded(earningsPerUser(total, currency), currency)]
    ],
    links: [
      { label: 'Payments and refunds in this period', path: eventsOf('money', range, { currency }) },
      { label: 'Active users at its end', path: activeAt(range.to) }
    ]
  }),
  visits: ({ total, range }) => ({
    meaning: 'Every page and every screen that was viewed, by anyone.',
    formula: 'number of visit events',
    figures: [['Visits', formatCount(total.visits)]],
    links: [{ label: 'Visits in this period', path: eventsOf('visit', range) }]
  }),
  visitors: ({ total, range }) => ({
    meaning: 'Different persons with at least one visit. All ids of a person count as one.',
    formula: 'number of persons with a visit event',
    figures: [
      ['Visits', formatCount(total.visits)],
      ['Visitors', formatCount(total.visitors)]
    ],
    links: [{ label: 'Visitors in this period', path: visitorsIn(range) }]
  }),
  signups: ({ total, range }) => ({
    meaning: 'Persons whose first signup lies in the period. A second signup of the same person is not counted.',
    formula: 'number of persons with their first signup event',
    figures: [['Signups', formatCount(total.signups)]],
    links: [{ label: 'Signups in this period', path: signupsIn(range) }]
  }),
  uac: ({ total, range, currency, spend, today }) => ({
    meaning: `The user acquisition cost: what it took in ${currency} to win one user, from the acquisition spend that you enter by month.`,
    formula: 'acquisition spend ÷ signups',
    figures: [
      ['Acquisition spend', formatMoney(spentIn(range, currency, spend), currency)],
      ['Signups', formatCount(total.signups)],
      ['UAC', formatMoneyRounded(total.uac[currency] ?? null, currency)]
    ],
    links: [
      { label: 'Acquisition spend', path: spendIn(range, currency) },
      { label: 'Signups in this period', path: signupsIn(range) }
    ],
    note: uacNote(total, range, currency, today)
  })
}

/** What was spent in the months of the range; null when it is no whole months, for which no spend is known. */
function spentIn(range: Range, currency: string, spend: Spend): string | null {
  return isWholeMonths(range) ? amountOf(entriesOf(spend, range, currency)) : null
}

function uacNote(total: Period, range: Range, currency: string, today: string): string | undefined {
  if (total.uac[currency] != null) {
    return isRunning(range, today)
      ? 'The last month is not over: its whole spend stands against the signups so far, so that the cost will still fall.'
      : undefined
  }
  if (!isWholeMonths(range)) return 'Spend is entered by month: choose a range of whole months to see this figure.'
  return total.signups === 0
    ? 'Nobody signed up in this period.'
    : `No spend in ${currency} is entered for this period.`
}
