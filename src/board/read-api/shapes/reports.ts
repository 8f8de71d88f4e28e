import { Static, Type } from '@sinclair/typebox'
import { Day, Decimal, Count, byCurrency, Progress, NullableText } from './common'

/** `GET /api/retention?from=2024-01-01&to=2024-07-01`: of the persons who first signed up in each month of the range. */
export const Retention = Type.Object({
  cohorts: Type.Array(
    Type.Object({
      /** The first day of the signup month. */
      month: Day,
      /** Persons whose first signup lies in the month. */
      signups: Count,
      /** How many of them were active at the end of the signup month, of the month after it and so on up to `to`. */
      active: Type.Array(Count),
      /** Per currency, what they had earned in all by the end of each of these months. */
      earnings: byCurrency(Type.Array(Decimal)),
      /** Acquisition spend of the signup month divided by `signups`, per currency that has any. */
      uac: byCurrency(Decimal),
      /** The first month, 0 for that of the signup, by whose end `earnings` divided by `signups` reached `uac`; null where none did. */
      payback: byCurrency(Type.Union([Count, Type.Null()]))
    })
  ),
  /** Of the last month. */
  ...Progress
})
export type Retention = Static<typeof Retention>

/** `GET /api/audiences`: the attributes of which some value is `true` or `false` now; the 200 with most members. */
export const Audiences = Type.Object({
  audiences: Type.Array(
    Type.Object({
      name: Type.String(),
      /** Persons with the value `true`. */
      members: Count,
      /** Those with `false`. */
      others: Count,
      /** Members whose status is active. */
      active: Count,
      active_share: Type.Union([Type.Number(), Type.Null()]),
      /** What the members earned until now. */
      earnings: byCurrency(Decimal)
    })
  )
})
export type Audiences = Static<typeof Audiences>

/**
 * `GET /api/funnel?from=&to=`: the persons whose first visit lies in the range; of these, those whose first signup is not before it; of these,
 * those whose first payment is not before that signup. Whatever happened until now counts, also after the range.
 */
export const Funnel = Type.Object({
  from: Day,
  to: Day,
  ...Progress,
  steps: Type.Array(
    Type.Object({
      step: Type.Union([Type.Literal('visited'), Type.Literal('signed_up'), Type.Literal('paid')]),
      persons: Count,
      /** Between the step before and this one: half of them took no longer. Null for the first, and where nobody came so far. */
      median_seconds: Type.Union([Type.Number(), Type.Null()])
    })
  )
})
export type Funnel = Static<typeof Funnel>

/**
 * `GET /api/campaigns?from=&to=`: the persons whose first signup lies in the range, by the campaign of the first event of theirs that bears one
 * (`context.campaign`); null is what it does not say, all null those without any. The 200 with most signups.
 */
export const Campaigns = Type.Object({
  from: Day,
  to: Day,
  ...Progress,
  campaigns: Type.Array(
    Type.Object({
      source: NullableText,
      medium: NullableText,
      name: NullableText,
      signups: Count,
      /** What these persons earned until now. */
      earnings: byCurrency(Decimal),
      /** What was entered for the campaign in the months of the range; only a range of whole months has any. */
      spend: byCurrency(Decimal),
      /** `spend` divided by `signups`; null where nobody signed up. */
      uac: byCurrency(Type.Union([Decimal, Type.Null()]))
    })
  )
})
export type Campaigns = Static<typeof Campaigns>
