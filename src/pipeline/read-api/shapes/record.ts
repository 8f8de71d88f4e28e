import { Type, type Static } from '@sinclair/typebox'
import type { Exchange } from '../../deliver/exchange'
import { STATES, type Outcome, type State } from '../../outcomes'

const strict = { additionalProperties: false }

/** States of calls that were not accepted. */
type Turned = 'refused' | 'duplicate' | 'conflict'

export type StateCounts = Record<Exclude<State, Turned>, number>

const StateName = Type.Union(STATES.map((state) => Type.Literal(state)))

/** `query` is a message id, a user or anonymous id, or an event name or type, whole. */
export const EventsQuery = Type.Object(
  {
    query: Type.Optional(Type.String({ maxLength: 256 })),
    state: Type.Optional(StateName),
    mapping: Type.Optional(Type.String()),
    cursor: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 }))
  },
  strict
)
export type EventsQuery = Static<typeof EventsQuery>

export interface EventRow {
  /** `null` for a refused call without one. */
  messageId: string | null
  receivedAt: string
  kind: string
  user: string
  /** One for each mapping, or a single one where there was none. */
  deliveries: {
    mappingId: string | null
    mapping: string | null
    state: State
    attempts: number
    code: string | null
    reason: string | null
  }[]
}
export interface EventsPage {
  events: EventRow[]
  nextCursor: string | null
}

export type EventPath = Omit<EventRow, 'deliveries'> & {
  event: Record<string, unknown>
  deliveries: (EventRow['deliveries'][number] & {
    nextAttemptAt: string | null
    finishedAt: string | null
    history: {
      at: string
      milliseconds: number
      /** How many events went along in the same requests. */
      events: number
      exchanges: Exchange[]
      /** The part of the request bodies that is this event's own, where it can be told. */
      sent: Record<string, unknown> | null
    }[]
  })[]
  why: string
}

const Time = Type.String({
  pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$`,
  description: 'a time such as 2024-02-29T12:30:00Z'
})

/** Deliveries that did not arrive: those in this state (default: discarded), of this mapping, with this code and reason, of this period. */
export const ResendInput = Type.Object(
  {
    state: Type.Optional(
      Type.Union([Type.Literal('discarded'), Type.Literal('filtered'), Type.Literal('retrying')], {
        default: 'discarded'
      })
    ),
    mapping: Type.Optional(Type.String()),
    code: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    from: Type.Optional(Time),
    to: Type.Optional(Time)
  },
  strict
)
export type ResendInput = Static<typeof ResendInput>

/** Deliveries that are given up by hand: those in this state, and as in `ResendInput`. */
export const DiscardInput = Type.Object(
  {
    state: Type.Union([Type.Literal('waiting'), Type.Literal('retrying'), Type.Literal('discarded')]),
    mapping: Type.Optional(Type.String()),
    code: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    from: Type.Optional(Time)
  },
  strict
)
export type DiscardInput = Static<typeof DiscardInput>

/** Events that did not arrive for the same reason, the most first. */
export interface Reason {
  state: State
  mappingId: string | null
  mapping: string | null
  code: string
  reason: string
  count: number
  first: string
  last: string
  /** The message id of the newest of them, where it had one. */
  example: string | null
}

/** Where a mapping stands that does not simply deliver; `until` is its next attempt. */
export interface LaneStatus {
  mappingId: string
  state: 'held' | 'down' | 'paused'
  since: string
  until: string
  code: string
  reason: string
}

/**
 * How delivering goes: milliseconds from the receipt of events to their delivery, over the last hours; and the undelivered
 * events that will be forgotten within a week, after how many days.
 */
export interface Health {
  latency: { median: number; p95: number } | null
  aging: { events: number; days: number }
}

type TurnedCounts = Record<Turned, number>

export const CountsQuery = Type.Object(
  { hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 744, default: 24 })) },
  strict
)
export type CountsQuery = Static<typeof CountsQuery>

/** `received` counts accepted events; the others count deliveries by their state now, at the time the event came. */
export interface Counts {
  interval: 'minute' | 'hour' | 'day'
  periods: (StateCounts & TurnedCounts & { start: string; received: number })[]
  total: StateCounts & TurnedCounts & { received: number }
}

export const WhyQuery = Type.Object({ query: Type.String({ minLength: 1, maxLength: 256 }) }, strict)
export type WhyQuery = Static<typeof WhyQuery>
export interface Why {
  messageId: string | null
  receivedAt: string
  kind: string
  user: string
  /** How it stands with each of its mappings. */
  states: State[]
  answer: string
}

/** An outcome as it is committed in this process, with times as text. */
export type LiveOutcome = Omit<Outcome, 'at' | 'sourceId'> & { at: string }
