import { Type, type Static } from '@sinclair/typebox'
import type { Exchange } from '../../deliver/exchange'
import type { State } from '../../outcomes'
import { MappingInput } from './mappings'

const Json = Type.Record(Type.String(), Type.Unknown())
const strict = { additionalProperties: false }

export const PreviewInput = Type.Object({ event: Json, mapping: MappingInput }, strict)
export type PreviewInput = Static<typeof PreviewInput>

/** `failed` is the clause of the trigger that the event does not meet, such as `event = "signup"`. */
export interface TriggerVerdict {
  matches: boolean
  failed: string | null
}

export interface Preview {
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

export interface Comparison {
  /** Events looked at, at most 100. */
  compared: number
  unchanged: number
  changed: { messageId: string; kind: string; before: Preview; after: Preview }[]
}

export interface Sample {
  name: string
  event: Record<string, unknown>
}

export const TesterInput = Type.Object({ event: Json, send: Type.Boolean() }, strict)
export type TesterInput = Static<typeof TesterInput>

export interface TesterAnswer {
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
