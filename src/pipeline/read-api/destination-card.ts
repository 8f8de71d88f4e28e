import type { InputField } from '@segment/actions-core'
import type { Definition } from '../deliver/exchange'
import type { Settings } from '../deliver/redact'
import { problem } from '../errors'
import type { ActionCard, ActionField, Conditions, DestinationCard, SettingField } from './shapes'
import type { Source } from '../store/sources'

/** All that the page shows of a destination and its actions. */
export function destinationCard(definition: Definition, catalogId: string, source: Source): DestinationCard {
  return {
    catalogId,
    name: definition.name,
    slug: definition.slug ?? '',
    description: definition.description ?? '',
    enabled: source.enabled,
    settings: settingFields(definition, source.settings),
    actions: Object.entries(definition.actions).map(([key, action]) => actionCard(key, action)),
    presets: (definition.presets ?? [])
      .filter((preset) => preset.type === 'automatic')
      .map(({ name = '', partnerAction, subscribe, mapping = {} }) => ({ name, partnerAction, subscribe, mapping }))
  }
}

function settingFields(definition: Definition, settings: Settings): SettingField[] {
  return Object.entries(definition.authentication?.fields ?? {}).map(([key, field]) => {
    const secret = field.type === 'password'
    const value = settings[key]
    const text = typeof value === 'string' && value !== '' ? value : null
    return {
      key,
      label: field.label,
      description: field.description ?? '',
      type: field.type,
      required: field.required === true,
      default: field.default ?? null,
      secret,
      value: secret && text !== null ? mask(text) : text
    }
  })
}

function mask(secret: string): string {
  return `••••${secret.length >= 16 ? secret.slice(-4) : ''}`
}

function actionCard(key: string, action: Definition['actions'][string]): ActionCard {
  return {
    key,
    title: action.title ?? key,
    description: action.description,
    defaultTrigger: action.defaultSubscription ?? null,
    takesBatches: action.performBatch !== undefined,
    fields: Object.entries(action.fields)
      .filter(([, field]) => !field.unsafe_hidden)
      .map(([fieldKey, field]) => actionField(fieldKey, field))
  }
}

function actionField(key: string, field: InputField): ActionField {
  return {
    key,
    label: field.label,
    description: field.description,
    type: field.type,
    required: (field.required as boolean | Conditions | undefined) ?? false,
    dependsOn: (field.depends_on as Conditions | undefined) ?? null,
    multiple: field.multiple === true,
    choices:
      field.choices?.map((choice) => (typeof choice === 'object' ? choice : { label: choice, value: choice })) ?? null,
    default: field.default ?? null,
    properties: field.properties ? propertiesOf(field.properties) : null
  }
}

function propertiesOf(properties: NonNullable<InputField['properties']>): ActionField['properties'] {
  return Object.fromEntries(
    Object.entries(properties).map(([key, { label, type, description = null }]) => [key, { label, type, description }])
  )
}

/**
 * The saved settings with changes: a secret that is left out or `null` keeps its value.
 *
 * @throws {CatalogueError} `invalid_settings` with the place of the first fault
 */
export function changeSettings(definition: Definition, saved: Settings, changes: Settings): Settings {
  const fields = definition.authentication?.fields ?? {}
  const changed: Settings = { ...saved }
  for (const [key, value] of Object.entries(changes)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (!field) throw invalid(`there is no setting ${JSON.stringify(key)}.`, key)
    if (value === null && field.type === 'password') continue
    if (value !== null && typeof value !== 'string') throw invalid(`${field.label} must be a text.`, key)
    changed[key] = value?.trim() || undefined
  }
  for (const [key, field] of Object.entries(fields)) {
    if (field.required && !changed[key]) throw invalid(`${field.label} is missing.`, key)
    if (field.format === 'uri' && changed[key]) checkAddress(field.label, changed[key] as string, key)
  }
  return changed
}

/** What the destination itself demands of an address, said before an event meets it. */
function checkAddress(label: string, address: string, key: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isLoopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url?.hostname ?? '')
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)
  if (isSafe && !/[?#]/.test(address) && url?.username === '' && url.password === '') return
  throw invalid(
    `${label} must be an https URL without credentials, query or fragment; http only for this machine, such as http://127.0.0.1:3001.`,
    key
  )
}

function invalid(detail: string, key: string) {
  return problem('invalid_settings', { detail }, `/settings/${key}`)
}
