import { Type, type Static } from '@sinclair/typebox'
import type { Exchange } from '../../deliver/exchange'
import type { Outcome, State } from '../../outcomes'

const strict = { additionalProperties: false }

export type StateCounts = Record<Exclude<State, 'refused'>, number>

const StateName = Type.Union(
  (['waiting', 'retrying', 'delivered', 'discarded', 'filtered', 'refused'] as const).map((state) =>
    Type.Literal(state)
  )
)

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

export type EventRow = {
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
export type EventsPage = { events: EventRow[]; nextCursor: string | null }

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

export const ResendInput = Type.Object(
  { mapping: Type.Optional(Type.String()), code: Type.Optional(Type.String()) },
  { ...strict, description: 'Only discarded deliveries of this mapping, with this code.' }
)
export type ResendInput = Static<typeof ResendInput>

export const CountsQuery = Type.Object(
  { hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 744, default: 24 })) },
  strict
)
export type CountsQuery = Static<typeof CountsQuery>

/** `received` counts accepted events; the others count deliveries by their state now, at the time the event came. */
export type Counts = {
  interval: 'minute' | 'hour' | 'day'
  periods: (StateCounts & { start: string; received: number; refused: number })[]
  total: StateCounts & { received: number; refused: number }
}

export const WhyQuery = Type.Object({ query: Type.String({ minLength: 1, maxLength: 256 }) }, strict)
export type WhyQuery = Static<typeof WhyQuery>
export type Why = { messageId: string | null; receivedAt: string; kind: string; user: string; answer: string }

/** An outcome as it is committed in this process, with times as text. */
export type LiveOutcome = Omit<Outcome, 'at' | 'sourceId'> & { at: string }
