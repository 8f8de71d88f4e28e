import { Kind, type Static, type TSchema } from '@sinclair/typebox'
import { TypeCompiler, ValueErrorType, type ValueError } from '@sinclair/typebox/compiler'
import { Value } from '@sinclair/typebox/value'
import type { FastifySchemaCompiler } from 'fastify'
import { webError } from './errors'

/** A check that TypeBox has compiled, and what it says of a value that does not pass. */
export interface Validator<Schema extends TSchema> {
  check(value: unknown): value is Static<Schema>
  /** A sentence without its full stop, which names the field and what is accepted. Nothing where the value fits. */
  problem(value: unknown): string | undefined
}

/** A schema's description is a noun phrase that completes "must be"; without one the schema speaks for itself. */
export function validator<Schema extends TSchema>(schema: Schema): Validator<Schema> {
  const compiled = TypeCompiler.Compile(schema)
  return {
    check: (value: unknown): value is Static<Schema> => compiled.Check(value),
    problem(value) {
      const error = compiled.Errors(value).First()
      return error && explain(error)
    }
  }
}

/**
 * Lets Fastify check requests by TypeBox. What comes in an address is text: it is read as what the schema asks for. The answer
 * also says what was found; what is on record of an event does not, because that may be a person's.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = TypeCompiler.Compile(schema)
  const isText = httpPart === 'querystring'
  return (raw: unknown) => {
    const value = isText ? Value.Default(schema, Value.Convert(schema, raw)) : raw
    const error = compiled.Check(value) ? undefined : compiled.Errors(value).First()
    if (!error) return { value }
    const isOdd = error.type !== ValueErrorType.ObjectAdditionalProperties && error.value !== undefined
    const detail = explain(error) + (isOdd ? `, not ${found(error.value)}` : '')
    return { error: webError(httpPart === 'body' ? 'invalid_request' : 'invalid_parameter', { detail }, error.path) }
  }
}

function explain({ type, path, schema }: ValueError): string {
  const field = path.slice(1).replaceAll('/', '.') || 'The body'
  if (type === ValueErrorType.ObjectAdditionalProperties) {
    const known = Object.keys((schema.properties as object | undefined) ?? {}).join(', ')
    return `${field} is not a known field; ${known === '' ? 'there is none' : `known are ${known}`}`
  }
  return `${field} ${type === ValueErrorType.ObjectRequiredProperty ? 'is required:' : 'must be'} ${accepted(schema)}`
}

type Bounds = Partial<Record<'minLength' | 'maxLength' | 'minimum' | 'maximum' | 'minItems' | 'maxItems', number>>

/** What a schema accepts, in words. */
function accepted(schema: TSchema & Bounds): string {
  if (schema.description !== undefined) return schema.description
  switch (schema[Kind]) {
    case 'String':
      return `a string${between(schema.minLength, schema.maxLength, ' characters')}`
    case 'Integer':
      return `an integer${between(schema.minimum, schema.maximum)}`
    case 'Number':
      return `a number${between(schema.minimum, schema.maximum)}`
    case 'Boolean':
      return 'true or false'
    case 'Array':
      return `an array${between(schema.minItems, schema.maxItems, ' entries')}`
    case 'Literal':
      return JSON.stringify(schema.const)
    case 'Union':
      return (schema.anyOf as TSchema[]).map(accepted).join(' or ')
    default:
      return 'an object'
  }
}

function between(least?: number, most?: number, unit = ''): string {
  if (least === undefined && most === undefined) return ''
  if (most === undefined) return ` of at least ${least}${unit}`
  return least === undefined ? ` of at most ${most}${unit}` : ` of ${least} to ${most}${unit}`
}

/** What was found, in words that fit into a message whatever its size. */
export function found(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string' && value.length > 64) return `a string of ${value.length} characters`
  return JSON.stringify(value)
}
