import { FormatRegistry, Kind, Static, TSchema, Type, TypeRegistry } from '@sinclair/typebox'
import { TypeCompiler, ValueError, ValueErrorType } from '@sinclair/typebox/compiler'
import { CURRENCIES } from './currencies'
import { isAmount } from './money'
import { isDate, isMonth, isTimestamp } from './time'

FormatRegistry.Set('date-time', isTimestamp)
FormatRegistry.Set('date', isDate)
FormatRegistry.Set('year-month', isMonth)
FormatRegistry.Set('iso-4217', (text) => CURRENCIES.has(text))
TypeRegistry.Set('Amount', (_schema, value) => isAmount(value))

/**
 * An amount of money as a number that a double holds exactly; the check is `isAmount`. Of its four decimals the document says
 * nothing but the description: by `multipleOf`, which is reckoned in doubles, validators refuse 19.99.
 */
export const Amount = Type.Unsafe<number>({
  [Kind]: 'Amount',
  type: 'number',
  minimum: 0,
  exclusiveMaximum: 1e11,
  description: 'a number from 0 to below 100,000,000,000 with at most 4 decimals'
})

/**
 * A check that says what is wrong with a value: nothing where it fits the schema, else a sentence that names the field and
 * what is accepted. A schema's description is a noun phrase which completes "must be".
 */
export function validator<Schema extends TSchema>(schema: Schema) {
  const compiled = TypeCompiler.Compile(schema)
  return {
    check: (value: unknown): value is Static<Schema> => compiled.Check(value),
    problem(value: unknown): string | undefined {
      const error = compiled.Errors(value).First()
      return error && explain(error, schema)
    }
  }
}

function explain(error: ValueError, root: TSchema): string {
  const field = error.path.slice(1).replaceAll('/', '.') || 'It'
  if (error.type === ValueErrorType.ObjectAdditionalProperties) {
    const parent = error.schema as { properties?: object }
    return `${field} is not a known field; known are ${Object.keys(parent.properties ?? {}).join(', ')}`
  }
  const accepted = error.schema.description ?? root.description ?? 'something else'
  if (error.type === ValueErrorType.ObjectRequiredProperty) return `${field} is required: ${accepted}`
  return `${field} must be ${accepted}`
}
