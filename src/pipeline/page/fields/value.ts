import type { ActionField } from '../../read-api/shapes'
import { isObject, type JsonObject } from '../json/json-object'

/** How a field gets its value. */
export type Method = 'none' | 'path' | 'template' | 'function' | 'fixed' | 'list' | 'json'

export const METHOD_LABELS: Record<Method, string> = {
  none: 'Not mapped',
  path: 'Event field',
  template: 'Template',
  function: 'Function',
  fixed: 'Fixed value',
  list: 'List',
  json: 'JSON'
}

/** The functions with a form of their own; the engine's others are written as JSON. */
export const FUNCTIONS = ['@if', '@case', '@replace'] as const
export type FunctionName = (typeof FUNCTIONS)[number]

/** What an input needs to know of the field that it is for. A part of a function takes any text. */
export type Shape = Pick<ActionField, 'type' | 'multiple' | 'choices'>

export const ANY_TEXT: Shape = { type: 'string', multiple: false, choices: null }

/** The directive's name, such as "@path", and what it holds; undefined for a plain value. */
export function directiveOf(value: unknown): { name: string; argument: unknown } | undefined {
  if (!isObject(value)) return undefined
  const name = Object.keys(value).find((key) => key.startsWith('@'))
  return name === undefined ? undefined : { name, argument: value[name] }
}

export function methodOf(value: unknown): Method {
  if (value === undefined || value === null) return 'none'
  if (Array.isArray(value)) return 'list'
  const directive = directiveOf(value)
  if (!directive) return isObject(value) ? 'json' : 'fixed'
  const { name, argument } = directive
  if (name === '@path' && typeof argument === 'string') return 'path'
  if (name === '@template' && typeof argument === 'string') return 'template'
  return isFunctionName(name) && isObject(argument) ? 'function' : 'json'
}

/** The methods that make sense for a field, in the order in which they are offered. */
export function methodsOf({ type, multiple, choices }: Shape): Method[] {
  if (choices) return ['fixed', 'path', 'function', 'json', 'none']
  if (type === 'object') return ['path', 'function', 'json', 'none']
  if (type === 'boolean') return ['fixed', 'path', 'function', 'json', 'none']
  const each: Method[] = ['path', 'template', 'fixed', 'function', 'json', 'none']
  return multiple ? ['list', ...each] : each
}

/** What a field begins with when its method is chosen. What was there is kept where it fits. */
export function valueFor(method: Method, shape: Shape, current: unknown): unknown {
  switch (method) {
    case 'none':
      return undefined
    case 'path':
      return { '@path': '' }
    case 'template':
      return { '@template': templateFrom(current) }
    case 'function':
      return functionFor('@if', current)
    case 'fixed':
      return shape.choices?.[0]?.value ?? (shape.type === 'boolean' ? true : '')
    case 'list':
      return [current ?? { '@path': '' }]
    case 'json':
      return current ?? {}
  }
}

export function functionFor(name: FunctionName, current: unknown): JsonObject {
  const value = innerValue(current) ?? { '@path': '' }
  switch (name) {
    case '@if':
      return { '@if': { exists: value, then: value } }
    case '@case':
      return { '@case': { operator: 'lower', value } }
    case '@replace':
      return { '@replace': { pattern: '', replacement: '', value } }
  }
}

/** What a function works on, so that another function can work on it instead. */
function innerValue(current: unknown): unknown {
  const directive = directiveOf(current)
  if (!directive || !isFunctionName(directive.name) || !isObject(directive.argument)) return current ?? undefined
  const { value, then } = directive.argument
  return value ?? then
}

function templateFrom(current: unknown): string {
  const directive = directiveOf(current)
  if (directive?.name === '@path') return `{{${String(directive.argument).replace(/^\$\./, '')}}}`
  return typeof current === 'string' ? current : ''
}

export function isFunctionName(name: string): name is FunctionName {
  return FUNCTIONS.some((known) => known === name)
}

/** A value in a line, for a default: "$.userId", "“event”", "if …". */
export function summaryOf(value: unknown): string {
  const directive = directiveOf(value)
  if (directive && (directive.name === '@path' || directive.name === '@template')) return String(directive.argument)
  if (Array.isArray(value)) return value.map(summaryOf).join(', ')
  return JSON.stringify(value) ?? 'nothing'
}
