import { Type, type Static } from '@sinclair/typebox'

const Json = Type.Record(Type.String(), Type.Unknown())
const strict = { additionalProperties: false }

export const DestinationInput = Type.Object(
  { enabled: Type.Optional(Type.Boolean()), settings: Type.Optional(Json) },
  { ...strict, description: 'A secret setting that is left out keeps its value.' }
)
export type DestinationInput = Static<typeof DestinationInput>

/** Settings to try instead of the saved ones; a secret that is left out is the saved one. */
export const SettingsTest = Type.Object({ settings: Type.Optional(Json) }, strict)
export type SettingsTest = Static<typeof SettingsTest>
export type TestAnswer = { ok: true } | { ok: false; message: string }

export interface SettingField {
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
export interface Conditions {
  match?: 'any' | 'all'
  conditions: Record<string, unknown>[]
}

export interface ActionField {
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

export interface ActionCard {
  key: string
  title: string
  description: string
  defaultTrigger: string | null
  takesBatches: boolean
  fields: ActionField[]
}

export interface PresetCard {
  name: string
  partnerAction: string
  subscribe: string
  mapping: Record<string, unknown>
}

export interface DestinationCard {
  catalogId: string
  name: string
  slug: string
  description: string
  enabled: boolean
  settings: SettingField[]
  actions: ActionCard[]
  presets: PresetCard[]
}
