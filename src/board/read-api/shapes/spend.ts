import { Static, Type } from '@sinclair/typebox'
import { NullableText, Currency } from './common'

/** `GET /api/spend`, and the body and the answer of `PUT /api/spend`, which replaces all of it: by month and currency. */
export const Spend = Type.Record(
  Type.String({ format: 'year-month' }),
  Type.Record(Type.String(), Type.String({ description: 'a decimal from "0" with at most 4 decimals, as a string' })),
  { description: 'an object such as {"2024-01": {"USD": "500.00"}}' }
)
export type Spend = Static<typeof Spend>

/**
 * `GET /api/spend/campaigns`, and the body and the answer of `PUT /api/spend/campaigns`, which replaces all of it: what of the months' spend
 * went to which campaign. It is a part of the acquisition spend, not added to it.
 */
export const CampaignSpend = Type.Array(
  Type.Object(
    {
      month: Type.String({ format: 'year-month', description: 'a month such as 2024-01' }),
      source: NullableText,
      medium: NullableText,
      name: NullableText,
      currency: Currency,
      amount: Type.String({
        pattern: '^\\d{1,11}(\\.\\d{1,4})?$',
        description: 'a decimal such as "500.00", with at most 4 decimals, as a string'
      })
    },
    { additionalProperties: false, description: 'an object with month, source, medium, name, currency and amount' }
  ),
  { maxItems: 10_000, description: 'an array of at most 10000 amounts' }
)
export type CampaignSpend = Static<typeof CampaignSpend>
