import { changeOf } from '../../../look/decimal'
import { formatCount, formatMoney, formatMoneyRounded, formatPercent } from '../../../look/format'
import type { Period } from '../../read-api/shapes'
import { activeAt, eventsOf, lostIn, signupsIn, visitorsIn, wonIn } from '../paths'
import { type Range } from './range'
import { pointChange, relativeChange, type Change } from './change'

/** A figure of the overview. */
export interface Metric {
  key: MetricKey
  label: string
  /** Whether more of it is better. */
  moreIsBetter: boolean
  /** The figure as text; "—" where it is undefined. */
  show: (period: Period, currency: string) => string
  /** The figure as a number, for the course of a line only. */
  value: (period: Period, currency: string) => number | null
  change: (current: Period, previous: Period, currency: string) => Change | null
  /** The list of what it counts. */
  path: (range: Range, currency: string) => string
  /** What a month had of it within several months, which then leads: a rate is one of some length of time. */
  ofMonths?: (months: readonly Period[]) => number | null
}

export type MetricKey =
  'net_revenue' | 'active_users' | 'churn_rate' | 'earnings_per_user' | 'visits' | 'visitors' | 'signups' | 'uac'

/** In the order of the overview. */
export const METRICS: readonly Metric[] = [
  money('net_revenue', 'Net revenue', true, netRevenue, formatMoney, (range, currency) =>
    eventsOf('money', range, { currency })
  ),
  count(
    'active_users',
    'Active users',
    ({ active_at_end }) => active_at_end,
    ({ to }) => activeAt(to)
  ),
  {
    key: 'churn_rate',
    label: 'Churn rate',
    moreIsBetter: false,
    show: ({ churn_rate }) => formatPercent(churn_rate),
    value: ({ churn_rate }) => churn_rate,
    change: (current, previous) => pointChange(current.churn_rate, previous.churn_rate),
    path: lostIn,
    ofMonths: monthlyChurnRate
  },
  money('earnings_per_user', 'Earnings per user', true, earningsPerUser, formatMoneyRounded, ({ to }) => activeAt(to)),
  count(
    'visits',
    'Visits',
    ({ visits }) => visits,
    (range) => eventsOf('visit', range)
  ),
  count('visitors', 'Visitors', ({ visitors }) => visitors, visitorsIn),
  count('signups', 'Signups', ({ signups }) => signups, signupsIn),
  money('uac', 'UAC', false, ({ uac }, currency) => uac[currency] ?? null, formatMoneyRounded, wonIn)
]

/** A period without a payment or a refund in the currency has earned nothing in it. */
export function netRevenue({ revenue }: Period, currency: string): string {
  return revenue[currency]?.net ?? '0.00'
}

/** What the period earned for each of those who are active at its end; null where nobody is. */
export function earningsPerUser({ earnings_per_user, active_at_end }: Period, currency: string): string | null {
  return earnings_per_user[currency] ?? (active_at_end === 0 ? null : '0.00')
}

/** The churn rate of a month, as the mean of several: of all that were active at the start of one, the share that was lost in it. */
export function monthlyChurnRate(months: readonly Period[]): number | null {
  const active = months.reduce((sum, { active_at_start }) => sum + active_at_start, 0)
  return active === 0 ? null : months.reduce((sum, month) => sum + lostUsers(month), 0) / active
}

/** The persons that the churn rate counts: active at the start and no more at the end. */
export function lostUsers({ churn_rate, active_at_start }: Period): number {
  return Math.round((churn_rate ?? 0) * active_at_start)
}

function count(key: MetricKey, label: string, value: (period: Period) => number, path: Metric['path']): Metric {
  return {
    key,
    label,
    moreIsBetter: true,
    path,
    show: (period) => formatCount(value(period)),
    value,
    change: (current, previous) => {
      const before = value(previous)
      const difference = value(current) - before
      return relativeChange(before === 0 && difference === 0 ? null : difference / before)
    }
  }
}

function money(
  key: MetricKey,
  label: string,
  moreIsBetter: boolean,
  amount: (period: Period, currency: string) => string | null,
  format: (amount: string | null, currency: string) => string,
  path: Metric['path']
): Metric {
  return {
    key,
    label,
    moreIsBetter,
    path,
    show: (period, currency) => format(amount(period, currency), currency),
    value: (period, currency) => {
      const decimal = amount(period, currency)
      return decimal === null ? null : Number(decimal)
    },
    change: (current, previous, currency) => {
      const [now, before] = [amount(current, currency), amount(previous, currency)]
      return relativeChange(now === null || before === null ? null : changeOf(now, before))
    }
  }
}
