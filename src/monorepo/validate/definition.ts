import { generateFql, parseFql } from '@segment/destination-subscriptions'
import type { ActionDefinition, JSONObject, Preset } from '@segment/actions-core'
import type { AnyDefinition } from '../destination'
import { fieldsFindings } from './fields'
import type { Finding } from './finding'
import { findingIf } from './finding'
import { settingsFindings } from './settings'
import { descriptionFindings, wordingFindings } from './wording'

/** The rules for the definition: what the monorepo's `validate` and secret check ask, and its guidance for reviews. */
export function definitionFindings(definition: AnyDefinition): Finding[] {
  const { description, actions, presets = [] } = definition
  return [
    ...(description ? descriptionFindings('description', description) : []),
    ...settingsFindings(definition),
    ...findingIf(Object.keys(actions).length === 0, 'actions', 'The destination has no actions.', 'Define one.'),
    ...Object.entries(actions).flatMap(([key, action]) => actionFindings(`actions.${key}`, action)),
    ...presets.flatMap((preset) => presetFindings(preset, actions))
  ]
}

function actionFindings(where: string, action: ActionDefinition<JSONObject>): Finding[] {
  return [
    ...wordingFindings(where, { label: action.title, description: action.description }),
    ...(action.defaultSubscription ? fqlFindings(`${where}.defaultSubscription`, action.defaultSubscription) : []),
    ...fieldsFindings(`${where}.fields`, action.fields)
  ]
}

/** The parser passes over what it does not know, so that an event would match by the rest alone. */
function fqlFindings(where: string, fql: string): Finding[] {
  const parsed = parseFql(fql)
  if ('error' in parsed) {
    return [{ where, what: `The query does not parse: ${fql}`, fix: 'Correct the FQL.' }]
  }
  const read = generateFql(parsed)
  return findingIf(
    bare(read) !== bare(fql),
    where,
    `Segment reads the query ${fql} as ${read}`,
    'Correct what it passes over.'
  )
}

/** Without what may be written in more than one way. */
const bare = (fql: string) => fql.replace(/ exists\b/g, ' != null').replace(/[\s()]/g, '')

function presetFindings(preset: Preset, actions: AnyDefinition['actions']): Finding[] {
  const where = `presets.${preset.name ?? preset.partnerAction}`
  const subscription = preset.type === 'automatic' ? fqlFindings(`${where}.subscribe`, preset.subscribe) : []
  if (!Object.hasOwn(actions, preset.partnerAction)) {
    const what = `There is no action "${preset.partnerAction}".`
    return [...subscription, { where, what, fix: `Name one of ${Object.keys(actions).join(', ')}.` }]
  }
  return [...subscription, ...mappingFindings(`${where}.mapping`, preset.mapping ?? {}, actions[preset.partnerAction])]
}

function mappingFindings(where: string, mapping: JSONObject, { fields }: ActionDefinition<JSONObject>): Finding[] {
  const unknown = Object.keys(mapping).filter((key) => !Object.hasOwn(fields, key))
  const unmapped = Object.entries(fields).filter(([key, field]) => field.required === true && !(key in mapping))
  return [
    ...unknown.map((key) => ({ where, what: `The action has no field "${key}".`, fix: 'Map a field of the action.' })),
    ...unmapped.map(([key]) => ({
      where,
      what: `The required field "${key}" is not mapped.`,
      fix: 'Map it, or every event that the preset matches fails.'
    }))
  ]
}
