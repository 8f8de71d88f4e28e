import { Static, Type } from '@sinclair/typebox'
import { LONGEST_TRAIT } from '../people/traits'
import { ERRORS, type ErrorCode } from '../errors'
import { EVENT_TYPES } from '../events-api/schemas'
import { Pipeline } from './neighbour'
import { STATUSES } from '../people/person-store'

/**
 * The shapes of the read API, under `/api`: what the dashboard and scripts get. All times are RFC 3339 in UTC with milliseconds, all
 * dates YYYY-MM-DD, all money decimal strings with two decimals, or three or four where needed. Errors are `ErrorAnswer`, with 400
 * `invalid_parameter`, 401 `invalid_key`, 403 `foreign_origin`, 404 `not_found`, 429 `too_many_wrong_keys`, 503 `unavailable`.
 */

const Day = Type.String({ format: 'date', description: 'a date such as 2024-01-31' })
const Time = Type.String({ format: 'date-time', description: 'an RFC 3339 time such as 2024-01-31T09:30:00.000Z' })
const Decimal = Type.String({ description: 'a decimal such as "19.99"' })
const Count = Type.Integer({ minimum: 0 })
const byCurrency = <Value extends Parameters<typeof Type.Record>[1]>(value: Value) => Type.Record(Type.String(), value)

/** `a, b or c` */
const oneOf = (words: readonly string[]) => `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`

export const Interval = Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')], {
  description: 'day, week (from Monday) or month'
})
export type Interval = Static<typeof Interval>

export const Revenue = Type.Object({ payments: Decimal, refunds: Decimal, net: Decimal })
export type Revenue = Static<typeof Revenue>

/** Whether all of a period has passed; where it has not, `until` says up to when its figures go. */
const Progress = {
  complete: Type.Boolean(),
  until: Type.Optional(Time)
}

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

const Limit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'an integer from 1 to 200' })
)
const Cursor = Type.Optional(
  Type.String({ minLength: 1, maxLength: 2000, description: 'a next_cursor of an earlier answer to the same query' })
)
const Id = Type.String({ minLength: 1, maxLength: 256, description: 'a string of 1 to 256 characters' })
const NullableText = Type.Union([Type.String({ maxLength: LONGEST_TRAIT }), Type.Null()], {
  description: 'a string of at most 256 characters or null'
})
const NextCursor = Type.Union([Type.String(), Type.Null()], { description: 'null on the last page' })

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
const Currency = Type.String({ format: 'iso-4217', description: 'an ISO 4217 currency code such as USD, in capitals' })

/**
 * `GET /api/users`. `query` finds part of an id, email or name, in any case. `sort` is `last_seen` (default) or `earnings`, `order` `desc`
 * (default) or `asc`; with `earnings`, `currency` (default USD) says in which, and only persons with earnings in it are listed.
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

/** An event as it was accepted: the fields of the Events API, and when the board stored it. */
export const StoredEvent = Type.Object(
  {
    id: Type.String(),
    type: Type.String(),
    timestamp: Time,
    user_id: Type.Optional(Type.String()),
    anonymous_id: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    amount: Type.Optional(Type.Number()),
    currency: Type.Optional(Type.String()),
    group_id: Type.Optional(Type.String()),
    previous_id: Type.Optional(Type.String()),
    channel: Type.Optional(Type.String()),
    category: Type.Optional(Type.String()),
    url: Type.Optional(Type.String()),
    path: Type.Optional(Type.String()),
    title: Type.Optional(Type.String()),
    referrer: Type.Optional(Type.String()),
    search: Type.Optional(Type.String()),
    properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    attributes: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    context: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    stored_at: Time
  },
  { additionalProperties: true }
)
export type StoredEvent = Static<typeof StoredEvent>

/** `GET /api/users/{id}/timeline?cursor=&limit=` */
export const PageQuery = Type.Object(
  { cursor: Cursor, limit: Limit },
  { additionalProperties: false, description: 'cursor and limit' }
)
/** Newest first, by the time of the event. */
export const Events = Type.Object({ events: Type.Array(StoredEvent), next_cursor: NextCursor })
export type Events = Static<typeof Events>

const TYPES = [...EVENT_TYPES, 'money'] as const
const eventFilters = {
  type: Type.Optional(
    Type.Union(
      TYPES.map((type) => Type.Literal(type)),
      { description: oneOf(TYPES) }
    )
  ),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  user: Type.Optional(Id),
  currency: Type.Optional(Currency),
  cohort: Type.Optional(Type.String({ format: 'year-month', description: 'a month such as 2024-01' }))
}

/**
 * `GET /api/events`: `from` and `to` are days, `to` the first that is left out; `user` is any id of a person; `type` a type of event, or
 * `money` for payments and refunds; `currency` leaves only money in it; `cohort` only events of those who first signed up in that month.
 */
export const EventsQuery = Type.Object(
  { ...eventFilters, cursor: Cursor, limit: Limit },
  { additionalProperties: false, description: 'type, from, to, user, currency, cohort, cursor and limit' }
)
/** `GET /api/totals/events`, with the filters of the list: its events; the sum of payments less refunds where only these were asked for. */
export const EventsTotalQuery = Type.Object(eventFilters, {
  additionalProperties: false,
  description: 'type, from, to, user, currency and cohort'
})
export const EventsTotal = Type.Object({ count: Count, sums: byCurrency(Decimal) })
export type EventsTotal = Static<typeof EventsTotal>

/**
 * `GET /api/events/stream`: server-sent events. Each message of the type `events` carries `{ "events": [StoredEvent, ...] }` as JSON, in the
 * order in which they were stored; a comment line every 15 s keeps the connection open. It starts with what is stored
 * from now on; after a reconnect the browser's Last-Event-ID lets it go on where it was.
 */
export const StreamMessage = Type.Object({ events: Type.Array(StoredEvent) })
export type StreamMessage = Static<typeof StreamMessage>

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

/** `GET /api/settings/integrations`, and the answer of `POST /api/settings/integrations/rotate`. `pipeline` is the one that runs beside the board. */
export const Integrations = Type.Object({
  token_id: Type.String(),
  name: Type.String(),
  /** By which the command line knows the board, besides the name. */
  number: Count,
  pipeline: Type.Optional(Pipeline)
})
export type Integrations = Static<typeof Integrations>

/** A range [from, to) of days. */
export const RangeQuery = Type.Object(
  { from: Day, to: Day },
  { additionalProperties: false, description: 'from and to' }
)

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

/** `GET /api/sample`: whether the board has sample data; `POST` loads them, `DELETE` removes them, with the number of events. */
export const Sample = Type.Object({ present: Type.Boolean(), events: Type.Optional(Count) })
export type Sample = Static<typeof Sample>

/** `GET /api/session`: which board the key or the session opens, and whether for reading alone. */
export const Session = Type.Object({ name: Type.String(), read_only: Type.Boolean() })
export type Session = Static<typeof Session>

/** What a link is made with, so that its maker knows it again. */
export const NewLink = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'a name of 1 to 100 characters' })
})
export type NewLink = Static<typeof NewLink>

/** A read-only link. When it was used is known to the minute. */
export const Link = Type.Object({
  id: Type.String(),
  name: Type.String(),
  made_at: Time,
  used_at: Type.Union([Time, Type.Null()])
})
export type Link = Static<typeof Link>

/** `GET /api/settings/links`: those that work, the newest first. */
export const Links = Type.Object({ links: Type.Array(Link) })
export type Links = Static<typeof Links>

/** The link with its key, which nobody is told again. It is sent as a bearer token, or signs in by `/?key=`. */
export const MadeLink = Type.Object({ ...Link.properties, key: Type.String() })
export type MadeLink = Static<typeof MadeLink>

/** What every call of the read API may be answered with. `place` is a JSON pointer to what is at fault in the request. */
export const ErrorAnswer = Type.Object({
  error: Type.Object({
    code: Type.Unsafe<ErrorCode>({ type: 'string', enum: Object.keys(ERRORS) }),
    message: Type.String(),
    place: Type.Optional(Type.String())
  })
})
