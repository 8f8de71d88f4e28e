import { getLiquidKeys } from '@segment/actions-core/mapping-kit/liquid-directive'
import validateDirectives from '@segment/actions-core/mapping-kit/validate'
import type { InputField } from '@segment/actions-core'
import type { Definition } from '../deliver/exchange'
import { problem } from '../errors'
import { triggerProblem } from '../match/explain-trigger'
import type { MappingInput } from './shapes'

/**
 * Checks a mapping before it is saved.
 *
 * @throws {CatalogueError} `invalid_mapping` with the place of the first fault
 */
export function checkMapping(input: MappingInput, definition: Definition): void {
  const action = Object.hasOwn(definition.actions, input.partnerAction)
    ? definition.actions[input.partnerAction]
    : undefined
  if (!action) {
    const known = Object.keys(definition.actions).join(', ')
    throw invalid(
      `there is no action ${JSON.stringify(input.partnerAction)}. The actions are ${known}.`,
      '/partnerAction'
    )
  }
  const trouble = triggerProblem(input.subscribe)
  if (trouble) throw invalid(`its trigger is wrong: ${trouble}`, '/subscribe')
  for (const [key, value] of Object.entries(input.mapping)) {
    const isKnown = Object.hasOwn(action.fields, key) || key.startsWith('__segment_internal_')
    if (!isKnown)
      throw invalid(`the action ${input.partnerAction} has no field ${JSON.stringify(key)}.`, `/mapping/${key}`)
    checkTemplates(value, `/mapping/${key}`)
  }
  checkDirectives(input.mapping)
  for (const [key, field] of Object.entries(action.fields)) {
    if (isRequired(field, input.mapping) && isBlank(input.mapping[key])) {
      throw invalid(`the required field ${JSON.stringify(field.label)} is missing.`, `/mapping/${key}`)
    }
  }
}

function invalid(detail: string, place: string) {
  return problem('invalid_mapping', { detail }, place)
}

/** The engine's own check; its first message begins with the place. */
function checkDirectives(mapping: MappingInput['mapping']): void {
  try {
    validateDirectives(mapping)
  } catch (error) {
    const [, place = '', message = ''] = /(\/\S*) (should[^\n]*|has[^\n]*)/.exec((error as Error).message) ?? []
    throw invalid(`${place.slice(1)} ${message || (error as Error).message}`, `/mapping${place}`)
  }
}

function checkTemplates(value: unknown, place: string): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    if (key === '@liquid' && typeof child === 'string') checkLiquid(child, place)
    if (key === '@template' && typeof child === 'string') checkTemplate(child, place)
    checkTemplates(child, `${place}/${key}`)
  }
}

function checkLiquid(template: string, place: string): void {
  if (template.length > 1000) throw invalid('a template has at most 1000 characters.', place)
  try {
    getLiquidKeys(template)
  } catch (error) {
    throw invalid(`the template does not parse: ${(error as Error).message}`, place)
  }
}

function checkTemplate(template: string, place: string): void {
  const rest = template.replace(/\{\{\{[^{}]+\}\}\}|\{\{[^{}]+\}\}/g, '')
  if (/\{\{|\}\}/.test(rest)) {
    throw invalid(
      `the template does not parse: a {{ or }} stands alone in ${JSON.stringify(template.slice(0, 100))}.`,
      place
    )
  }
}

interface Condition {
  fieldKey?: string
  operator: string
  value: unknown
}

/** A condition on a field that is mapped by a directive is decided event by event, so it demands nothing here. */
function isRequired({ required }: InputField, mapping: MappingInput['mapping']): boolean {
  if (typeof required !== 'object') return required === true
  const met = (required.conditions as Condition[]).map(({ fieldKey, operator, value }) => {
    const given = fieldKey === undefined ? undefined : mapping[fieldKey]
    if (typeof given === 'object' || given === undefined) return false
    return operator === 'is' ? given === value : given !== value
  })
  return required.match === 'any' ? met.some(Boolean) : met.every(Boolean)
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}
