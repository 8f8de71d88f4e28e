import { Static, TSchema, Type } from '@sinclair/typebox'
import { problem } from '../errors'
import { LONGEST_TRAIT } from '../people/traits'
import { validator } from '../validation'

const Text = Type.String({ minLength: 1, maxLength: LONGEST_TRAIT, description: 'a string of 1 to 256 characters' })
const Day = Type.String({ format: 'date', description: 'a date such as 2024-01-31' })
/** [from, to): the second day is the first that is left out. */
const Days = Type.Tuple([Day, Day], {
  description: 'two dates such as ["2024-01-01", "2024-02-01"], the second left out'
})
const NullableText = Type.Union([Type.String({ maxLength: 32_768 }), Type.Null()], { description: 'a string or null' })
const one = <Name extends string, Field extends Parameters<typeof Type.Object>[0]>(name: Name, fields: Field) =>
  Type.Object(fields, {
    additionalProperties: false,
    title: name,
    description: `an object with ${Object.keys(fields).join(', ')}`
  })

/** What each condition asks of a person, by the field that names it. */
const CONDITIONS = {
  attribute: one('attribute', {
    attribute: Text,
    is: Type.Optional(
      Type.Union([Type.String({ maxLength: LONGEST_TRAIT }), Type.Number(), Type.Boolean()], {
        description: 'a string of at most 256 characters, a number, true or false'
      })
    ),
    at_least: Type.Optional(Type.Number({ description: 'a number' })),
    at_most: Type.Optional(Type.Number({ description: 'a number' }))
  }),
  group: one('group', { group: Text }),
  campaign: one('campaign', {
    campaign: Type.Object(
      { source: NullableText, medium: NullableText, name: NullableText },
      { additionalProperties: false, description: 'an object with source, medium and name' }
    )
  }),
  visited: one('visited', { visited: Days }),
  first_visited: one('first_visited', { first_visited: Days }),
  signed_up: one('signed_up', { signed_up: Days }),
  canceled: one('canceled', { canceled: Days }),
  lost: one('lost', { lost: Days }),
  active_at: one('active_at', { active_at: Day }),
  reached: one('reached', {
    reached: Type.Union([Type.Literal('signed_up'), Type.Literal('paid')], { description: 'signed_up or paid' })
  })
}

export type Conditions = { [Name in keyof typeof CONDITIONS]: Static<(typeof CONDITIONS)[Name]> }
export type Condition = Conditions[keyof Conditions]

/** All of them hold for a person. */
export type Where = readonly Condition[]

const CHECKS = new Map(Object.entries(CONDITIONS).map(([name, schema]) => [name, validator<TSchema>(schema)]))
const MOST_CONDITIONS = 10
const EXAMPLE = '[{"attribute": "plan", "is": "pro"}]'

/** Reads `?where=`. @throws invalid_parameter that names the condition and the field that are wrong */
export function readWhere(text: string | undefined): Where {
  if (text === undefined || text === '') return []
  const conditions = parse(text)
  if (!Array.isArray(conditions) || conditions.length === 0 || conditions.length > MOST_CONDITIONS) {
    throw wrong(`where must be a JSON array of 1 to ${MOST_CONDITIONS} conditions such as ${EXAMPLE}`)
  }
  return conditions.map((condition: unknown, index) => checked(condition, `where[${index}]`))
}

function checked(condition: unknown, place: string): Condition {
  const isObject = typeof condition === 'object' && condition !== null
  const [name, check] = [...CHECKS].find(([each]) => isObject && Object.hasOwn(condition, each)) ?? []
  if (!check) throw wrong(`${place} must be an object with one of ${[...CHECKS.keys()].join(', ')}`)
  const fault = check.problem(condition)
  if (fault !== undefined) throw wrong(`${place}: ${fault}`)
  const valid = condition as Condition
  const days = Object.values(valid).find((value) => Array.isArray(value)) as [string, string] | undefined
  if (days && days[0] >= days[1]) throw wrong(`${place}: the second date of ${name} must be after the first`)
  if ('attribute' in valid && valid.is !== undefined && (valid.at_least ?? valid.at_most) !== undefined) {
    throw wrong(`${place}: is goes with neither at_least nor at_most`)
  }
  return valid
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const wrong = (detail: string) => problem('invalid_parameter', { detail }, '/where')
