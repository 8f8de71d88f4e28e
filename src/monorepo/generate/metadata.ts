import type { ActionDefinition, GlobalSetting, InputField, JSONObject, Preset } from '@segment/actions-core'
import type { AnyDefinition } from '../destination'
import type { Files } from '../files'
import { refuseWhatIsNotGenerated } from './supported'

/**
 * The file that the monorepo's `generate:metadata-payload` writes. The order of its keys is the monorepo's; a key
 * without a value stands as null, but an absent label, description or preset's name or condition is left out.
 *
 * @throws Error for a definition with parts that are not generated here
 */
export function generateMetadata(definition: AnyDefinition): Files {
  refuseWhatIsNotGenerated(definition)
  const { slug, name, mode, description, authentication, actions, presets = [] } = definition
  const metadata = {
    slug,
    name,
    mode,
    description,
    authentication: authentication
      ? { scheme: authentication.scheme, fields: mapValues(authentication.fields, settingMetadata) }
      : null,
    audienceConfig: null,
    actions: mapValues(actions, actionMetadata),
    presets: presets.map(presetMetadata)
  }
  return { 'metadata.json': `${JSON.stringify(metadata, null, 2)}\n` }
}

function settingMetadata(setting: GlobalSetting) {
  return {
    label: setting.label,
    description: setting.description,
    type: setting.type,
    required: setting.required ?? false,
    multiple: setting.multiple ?? false,
    choices: choicesMetadata(setting.choices),
    default: setting.default ?? null,
    depends_on: setting.depends_on ?? null
  }
}

function actionMetadata(action: ActionDefinition<JSONObject>) {
  return {
    title: action.title,
    description: action.description,
    platform: action.platform ?? 'cloud',
    defaultSubscription: action.defaultSubscription ?? null,
    hidden: action.hidden ?? false,
    hasPerformBatch: action.performBatch !== undefined,
    syncMode: null,
    hooks: null,
    dynamicFields: null,
    fields: mapValues(action.fields, fieldMetadata)
  }
}

/** A field within a field may lack its description. */
type Field = Omit<InputField, 'description'> & { description?: string }

function fieldMetadata(field: Field): object {
  return {
    label: field.label,
    description: field.description,
    type: field.type,
    required: field.required ?? false,
    multiple: field.multiple ?? false,
    allowNull: field.allowNull ?? false,
    dynamic: field.dynamic ?? false,
    default: field.default ?? null,
    choices: choicesMetadata(field.choices),
    placeholder: field.placeholder ?? null,
    properties: field.type === 'object' && field.properties ? mapValues(field.properties, fieldMetadata) : null,
    category: field.category ?? null,
    depends_on: field.depends_on ?? null,
    readOnly: field.readOnly ?? null,
    hidden: field.unsafe_hidden ?? null,
    minimum: field.minimum ?? null,
    maximum: field.maximum ?? null,
    defaultObjectUI: field.defaultObjectUI ?? null,
    disabledInputMethods: field.disabledInputMethods ?? null,
    displayMode: field.displayMode ?? null,
    format: field.format ?? null,
    additionalProperties: field.additionalProperties ?? false
  }
}

function choicesMetadata(choices: InputField['choices'] | GlobalSetting['choices']) {
  return choices && choices.length > 0
    ? choices.map((choice) => (typeof choice === 'object' ? choice : { label: choice, value: choice }))
    : null
}

function presetMetadata(preset: Preset) {
  return {
    name: preset.name,
    type: preset.type,
    partnerAction: preset.partnerAction,
    subscribe: preset.type === 'automatic' ? preset.subscribe : undefined,
    mapping: preset.mapping ?? {},
    eventSlug: preset.type === 'specificEvent' ? preset.eventSlug : null
  }
}

function mapValues<Value, Result>(
  record: Record<string, Value>,
  map: (value: Value) => Result
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
