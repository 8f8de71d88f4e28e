import type { GroupCondition } from '@segment/destination-subscriptions'
import { Type, type Static } from '@sinclair/typebox'
import type { StateCounts } from './record'

const Json = Type.Record(Type.String(), Type.Unknown())
const strict = { additionalProperties: false }

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
  /** What `If-Match` names it by, as it was read: a change is then refused where it is something else by now. */
  tag: string
  /** `subscribe` as it is understood; null where it cannot be read. */
  trigger: GroupCondition | null
  /** The first sample that its trigger takes. */
  sample: string | null
  /** Of the events on record. */
  counts: StateCounts
}

/** A mapping as it was saved once; 1 is the first, of which the newest 100 are kept. */
export type MappingVersion = MappingInput & { version: number; savedAt: string }

/** What export writes and import reads. */
export const SubscriptionsFile = Type.Object({ subscriptions: Type.Array(MappingInput, { maxItems: 200 }) }, strict)
export type SubscriptionsFile = Static<typeof SubscriptionsFile>
