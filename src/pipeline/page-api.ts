import { Type, type Static } from '@sinclair/typebox'
import type { Exchange } from './deliver/exchange'
import type { Outcome, State } from './outcomes'

/**
 * The API of the page. Requests are TypeBox schemas, which validate them; answers are types. All paths are below
 * `/api/sources/:source` unless they say otherwise, all bodies JSON, all times RFC 3339 text.
 *
 * | Call | Request | Answer |
 * |---|---|---|
 * | `GET /api/sources` | | `{ sources: SourceSummary[] }` |
 * | `DELETE /api/session` | | 204; signs out |
 * | `GET /destination` | | `DestinationCard` |
 * | `PUT /destination` | `DestinationInput` | `DestinationCard` |
 * | `POST /destination/test` | `SettingsTest` | `TestAnswer` |
 * | `GET /mappings` | | `{ mappings: MappingEntry[] }` |
 * | `POST /mappings` | `MappingInput` | `MappingEntry` |
 * | `PUT /mappings/:id` | `MappingInput` | `MappingEntry` |
 * | `DELETE /mappings/:id` | | 204 |
 * | `POST /mappings/:id/duplicate`, `/mappings/:id/reset` | | `MappingEntry` |
 * | `GET /mappings/export` | | `SubscriptionsFile` |
 * | `POST /mappings/import` | `SubscriptionsFile` | `{ mappings: MappingEntry[] }`; replaces all |
 * | `POST /preview` | `PreviewInput` | `Preview`; sends nothing |
 * | `POST /compare` | `CompareInput` | `Comparison` |
 * | `GET /samples` | | `{ samples: Sample[] }` |
 * | `POST /tester` | `TesterInput` | `TesterAnswer` |
 * | `GET /events` | `EventsQuery` | `EventsPage`, newest first |
 * | `GET /events/:messageId` | | `EventPath` |
 * | `POST /events/:messageId/resend` | | `{ resent: number }` |
 * | `POST /resend` | `ResendInput` | `{ resent: number }`; all discarded ones that fit |
 * | `GET /counts` | `CountsQuery` | `Counts` |
 * | `GET /why` | `WhyQuery` | `{ answers: Why[] }`, newest first |
 * | `GET /stream` | | server-sent events `outcome`, data `LiveOutcome` |
 *
 * Errors are `{ success: false, error: { code, message, place? } }`; `place` is a JSON pointer into the request where one
 * can be named (`/mapping/amount`), and for a trigger `/subscribe`.
 */
export type ApiError = { success: false; error: { code: string; message: string; place?: string } }

export type SourceSummary = { id: string; name: string; writeKey: string; url: string }

const Json = Type.Record(Type.String(), Type.Unknown())
const strict = { additionalProperties: false }

// Destination

export const DestinationInput = Type.Object(
  { enabled: Type.Optional(Type.Boolean()), settings: Type.Optional(Json) },
  { ...strict, description: 'A secret setting that is left out keeps its value.' }
)
export type DestinationInput = Static<typeof DestinationInput>

/** Settings to try instead of the saved ones; a secret that is left out is the saved one. */
export const SettingsTest = Type.Object({ settings: Type.Optional(Json) }, strict)
export type SettingsTest = Static<typeof SettingsTest>
export type TestAnswer = { ok: true } | { ok: false; message: string }

export type SettingField = {
  key: string
  label: string
  description: string
  type: string
  required: boolean
  default: unknown
  secret: boolean
  /** `null` where nothing is set. Of a secret only the last four characters. */
  value: string | null
}

/** A condition under which a field is shown or required, as the destination defines it. */
export type Conditions = { match?: 'any' | 'all'; conditions: Record<string, unknown>[] }

export type ActionField = {
  key: string
  label: string
  description: string
  type: string
  required: boolean | Conditions
  dependsOn: Conditions | null
  multiple: boolean
  choices: { label: string; value: string | number | boolean }[] | null
  /** A value or mapping directives. */
  default: unknown
  /** Fields of an object field. */
  properties: Record<string, { label: string; type: string; description: string | null }> | null
}

export type ActionCard = {
  key: string
  title: string
  description: string
  defaultTrigger: string | null
  takesBatches: boolean
  fields: ActionField[]
}

export type PresetCard = { name: string; partnerAction: string; subscribe: string; mapping: Record<string, unknown> }

export type DestinationCard = {
  catalogId: string
  name: string
  slug: string
  description: string
  enabled: boolean
  settings: SettingField[]
  actions: ActionCard[]
  presets: PresetCard[]
}

// Mappings

/** Segment's subscription: `subscribe` is the trigger in FQL, `mapping` the fields, by value or directive. */
export const MappingInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    partnerAction: Type.String({ minLength: 1 }),
    subscribe: Type.String({ minLength: 1, maxLength: 4000 }),
    mapping: Json,
    enabled: Type.Boolean()
  },
  strict
)
export type MappingInput = Static<typeof MappingInput>

export type MappingEntry = MappingInput & {
  id: string
  position: number
  /** The preset it can be reset to. */
  preset: string | null
  updatedAt: string
  /** Of the events on record. */
  counts: StateCounts
}

/** What export writes and import reads. */
export const SubscriptionsFile = Type.Object({ subscriptions: Type.Array(MappingInput, { maxItems: 200 }) }, strict)
export type SubscriptionsFile = Static<typeof SubscriptionsFile>

// Preview, comparison, tester

export const PreviewInput = Type.Object({ event: Json, mapping: MappingInput }, strict)
export type PreviewInput = Static<typeof PreviewInput>

/** `failed` is the clause of the trigger that the event does not meet, such as `event = "signup"`. */
export type TriggerVerdict = { matches: boolean; failed: string | null }

export type Preview = {
  trigger: TriggerVerdict
  /** What the mapping makes of the event; `null` where it cannot be applied. */
  payload: Record<string, unknown> | null
  /** Empty where the payload is valid. */
  problems: string[]
  /** The requests exactly as they would be sent, without secrets; empty where none would be. */
  requests: Exchange['request'][]
}

/** A changed mapping, compared with the saved one of the same id, over the newest events. */
export const CompareInput = Type.Object({ id: Type.String(), mapping: MappingInput }, strict)
export type CompareInput = Static<typeof CompareInput>

export type Comparison = {
  /** Events looked at, at most 100. */
  compared: number
  unchanged: number
  changed: { messageId: string; kind: string; before: Preview; after: Preview }[]
}

export type Sample = { name: string; event: Record<string, unknown> }

export const TesterInput = Type.Object({ event: Json, send: Type.Boolean() }, strict)
export type TesterInput = Static<typeof TesterInput>

export type TesterAnswer = {
  /** Why the pipeline would not accept the event; then there are no verdicts. */
  refused: { code: string; message: string; place: string | null } | null
  messageId: string
  /** Why it would reach no mapping, such as the integrations object. */
  filtered: { code: string; reason: string } | null
  verdicts: {
    mapping: { id: string; name: string; enabled: boolean }
    preview: Preview
    /** Of a real sending to a mapping that matches: what came of it. */
    sent: { outcome: State; code: string | null; reason: string | null; exchanges: Exchange[] } | null
  }[]
}

// Deliveries

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
  deliveries: { mapping: string | null; state: State; attempts: number; code: string | null; reason: string | null }[]
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
