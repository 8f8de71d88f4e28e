import { Static, Type } from '@sinclair/typebox'
import { EVENT_TYPES } from '../../events-api/schemas'
import { Day, Time, Decimal, Count, byCurrency, oneOf, Limit, Cursor, Id, NextCursor, Currency } from './common'

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
