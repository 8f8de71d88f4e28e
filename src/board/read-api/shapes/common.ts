import { Type } from '@sinclair/typebox'
import { LONGEST_TRAIT } from '../../people/traits'

export const Day = Type.String({ format: 'date', description: 'a date such as 2024-01-31' })
export const Time = Type.String({
  format: 'date-time',
  description: 'an RFC 3339 time such as 2024-01-31T09:30:00.000Z'
})
export const Decimal = Type.String({ description: 'a decimal such as "19.99"' })
export const Count = Type.Integer({ minimum: 0 })
export const byCurrency = <Value extends Parameters<typeof Type.Record>[1]>(value: Value) =>
  Type.Record(Type.String(), value)

/** `a, b or c` */
export const oneOf = (words: readonly string[]) => `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`

/** Whether all of a period has passed; where it has not, `until` says up to when its figures go. */
export const Progress = {
  complete: Type.Boolean(),
  until: Type.Optional(Time)
}

export const Limit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'an integer from 1 to 200' })
)
export const Cursor = Type.Optional(
  Type.String({ minLength: 1, maxLength: 2000, description: 'a next_cursor of an earlier answer to the same query' })
)
export const Id = Type.String({ minLength: 1, maxLength: 256, description: 'a string of 1 to 256 characters' })
export const NullableText = Type.Union([Type.String({ maxLength: LONGEST_TRAIT }), Type.Null()], {
  description: 'a string of at most 256 characters or null'
})
export const NextCursor = Type.Union([Type.String(), Type.Null()], { description: 'null on the last page' })
export const Currency = Type.String({
  format: 'iso-4217',
  description: 'an ISO 4217 currency code such as USD, in capitals'
})

/** `GET /api/users/{id}/timeline?cursor=&limit=` */
export const PageQuery = Type.Object(
  { cursor: Cursor, limit: Limit },
  { additionalProperties: false, description: 'cursor and limit' }
)

/** A range [from, to) of days. */
export const RangeQuery = Type.Object(
  { from: Day, to: Day },
  { additionalProperties: false, description: 'from and to' }
)
