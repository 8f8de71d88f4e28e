import { Static, Type } from '@sinclair/typebox'
import { Day, Decimal, Count, byCurrency, Progress } from './common'

export const Interval = Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')], {
  description: 'day, week (from Monday) or month'
})
export type Interval = Static<typeof Interval>

export const Revenue = Type.Object({ payments: Decimal, refunds: Decimal, net: Decimal })

/** One period [start, end), in UTC. */
export const Period = Type.Object({
  start: Day,
  /** The first day that is no longer in the period. */
  end: Day,
  /** Visit events. */
  visits: Count,
  /** Distinct persons with a visit. */
  visitors: Count,
  /** Login events. */
  logins: Count,
  /** Custom events. */
  events: Count,
  /** Persons whose first signup lies in the period. */
  signups: Count,
  /** Persons that went from active to canceled in the period. */
  cancellations: Count,
  active_at_start: Count,
  active_at_end: Count,
  /** Persons active at start and not at end, divided by those active at start: 0 to 1; null when nobody was. */
  churn_rate: Type.Union([Type.Number(), Type.Null()]),
  /**
   * Acquisition spend entered for the period's months divided by `signups`, per currency that has any; null where nobody
   * signed up. Spend is entered by month, so that only a period of whole months has any.
   */
  uac: byCurrency(Type.Union([Decimal, Type.Null()])),
  /** Per currency that had a payment or a refund in the period. */
  revenue: byCurrency(Revenue),
  /** Net revenue of the period divided by `active_at_end`, per currency; null where nobody is active at its end. */
  earnings_per_user: byCurrency(Type.Union([Decimal, Type.Null()])),
  ...Progress
})
export type Period = Static<typeof Period>

/** `GET /api/metrics?from=2024-01-01&to=2024-04-01&interval=month`: `to` is the first day that is not counted any more. */
export const MetricsQuery = Type.Object(
  { from: Day, to: Day, interval: Interval },
  { additionalProperties: false, description: 'from, to and interval' }
)

/**
 * `periods` are the calendar's days, weeks or months, the first and the last cut to the range; `total` is the whole range as
 * one period (its visitors, signups, churn are of the range, not sums); `previous` is what it is compared with: as many whole months before it,
 * or as many days, and of a range that is running only the part that has passed. At most 1,000 periods.
 */
export const Metrics = Type.Object({
  from: Day,
  to: Day,
  interval: Interval,
  periods: Type.Array(Period),
  total: Period,
  previous: Period
})
export type Metrics = Static<typeof Metrics>
