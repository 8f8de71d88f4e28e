import { Static, Type } from '@sinclair/typebox'
import { STATUSES } from '../../people/person-store'
import { Time, Decimal, Count, byCurrency, oneOf, Limit, Cursor, Id, NextCursor, Currency } from './common'

export const Status = Type.Union(
  STATUSES.map((status) => Type.Literal(status)),
  { description: oneOf(STATUSES) }
)
export type Status = Static<typeof Status>

export const User = Type.Object({
  /** Null for an anonymous person. */
  user_id: Type.Union([Type.String(), Type.Null()]),
  /** The first 100, by their bytes. */
  anonymous_ids: Type.Array(Type.String()),
  /** The user ids that aliases replaced, in the order in which they were first seen: the first 100. */
  previous_ids: Type.Array(Type.String()),
  /** How many ids the person has, of every kind: `GET /api/users/{id}/ids` lists them. */
  id_count: Count,
  status: Status,
  /** Attribute values of any JSON type; nested or not. Of all keys those 1,000 count that were written last. */
  attributes: Type.Record(Type.String(), Type.Unknown()),
  /**
   * By group id, the attributes of the group as this person's calls gave them. Those 200 groups count that were spoken of last, and
   * those 1,000 attributes of all of them that were written last.
   */
  groups: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
  /** Payments minus refunds, per currency that had any. */
  earnings: byCurrency(Decimal),
  first_seen: Time,
  last_seen: Time
})
export type User = Static<typeof User>

const userFilters = {
  query: Type.Optional(Type.String({ maxLength: 256, description: 'a string of at most 256 characters' })),
  status: Type.Optional(Status),
  where: Type.Optional(
    Type.String({
      maxLength: 8_000,
      description: 'a JSON array of conditions such as [{"attribute": "plan", "is": "pro"}]'
    })
  )
}

/**
 * `GET /api/users`. `query` finds part of an id, email or name, in any case. `sort` is `last_seen` (default: by the minute,
 * and within it by the id that names the person) or `earnings`, `order` `desc` (default) or `asc`; with `earnings`, `currency` (default USD)
 * says in which, and only persons with earnings in it are listed.
 *
 * `where` is a JSON array of up to 10 conditions, all of which hold for the persons listed. Days are pairs [from, to), UTC:
 *
 * | Condition | Holds for |
 * |---|---|
 * | `{"attribute": "plan", "is": "pro"}` | whose attribute is this string, number, true or false (an audience is an attribute that is `true`) |
 * | `{"attribute": "seats", "at_least": 5, "at_most": 9}` | whose attribute is a number within these, either of which may be left out |
 * | `{"attribute": "plan"}` | whose attribute is any string, number, true or false |
 * | `{"group": "acme"}` | who are in the group |
 * | `{"campaign": {"source": "google", "medium": "cpc", "name": null}}` | whom this campaign brought; null: it does not say, or there was none |
 * | `{"visited": [from, to]}` | who visited in the period |
 * | `{"first_visited": [from, to]}` | whose first visit lies in it |
 * | `{"signed_up": [from, to]}` | whose first signup lies in it |
 * | `{"canceled": [from, to]}` | who went from active to canceled in it |
 * | `{"lost": [from, to]}` | who were active at its start and not at its end, as the churn rate counts them |
 * | `{"active_at": "2024-02-01"}` | who were active at the midnight that starts the day |
 * | `{"reached": "signed_up"}`, `"paid"` | who signed up since their first visit; who also paid since that signup |
 *
 * Attributes and groups are found by keys and values of at most 256 characters.
 */
export const UsersQuery = Type.Object(
  {
    ...userFilters,
    sort: Type.Optional(
      Type.Union([Type.Literal('last_seen'), Type.Literal('earnings')], { description: 'last_seen or earnings' })
    ),
    order: Type.Optional(Type.Union([Type.Literal('desc'), Type.Literal('asc')], { description: 'desc or asc' })),
    currency: Type.Optional(Currency),
    cursor: Cursor,
    limit: Limit
  },
  { additionalProperties: false, description: 'query, status, where, sort, order, currency, cursor and limit' }
)

export const Users = Type.Object({ users: Type.Array(User), next_cursor: NextCursor })
export type Users = Static<typeof Users>

/** `GET /api/totals/users?query=&status=&where=`: how many the list has in all, and what they earned until now together. */
export const UsersTotalQuery = Type.Object(userFilters, {
  additionalProperties: false,
  description: 'query, status and where'
})

export const UsersTotal = Type.Object({ count: Count, earnings: byCurrency(Decimal) })
export type UsersTotal = Static<typeof UsersTotal>

/** `GET /api/users/{id}`, `DELETE /api/users/{id}`: any id the person ever had; a user id goes before an anonymous id. */
export const UserParams = Type.Object({ id: Id }, { description: 'a user id or an anonymous id' })

export const Deleted = Type.Object({ deleted_events: Count })
export type Deleted = Static<typeof Deleted>

/** `GET /api/users/{id}/ids?cursor=&limit=`: the anonymous ids by their bytes, then the user ids as they were first seen. */
export const PersonIds = Type.Object({
  ids: Type.Array(
    Type.Object({ id: Type.String(), kind: Type.Union([Type.Literal('user'), Type.Literal('anonymous')]) })
  ),
  next_cursor: NextCursor
})
export type PersonIds = Static<typeof PersonIds>
