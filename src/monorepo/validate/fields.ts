import type { InputField } from '@segment/actions-core'
import type { Finding } from './finding'
import { findingIf } from './finding'
import { descriptionFindings, labelFindings, wordingFindings } from './wording'

type Fields = Record<string, InputField>
type Conditions = NonNullable<InputField['depends_on']>['conditions']

/** The monorepo's limit: events of a batch must share the values of all batch keys. */
const MOST_BATCH_KEYS = 3

/** The rules for the fields of an action. */
export function fieldsFindings(where: string, fields: Fields): Finding[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    const whereField = `${where}.${key}`
    return [
      ...wordingFindings(whereField, field),
      ...nestedFindings(whereField, field),
      ...choicesFindings(whereField, field),
      ...conditionsFindings(whereField, field, fields),
      ...batchingFindings(whereField, key, field, fields)
    ]
  })
}

/** A field within a field needs no description. */
function nestedFindings(where: string, { properties = {} }: InputField): Finding[] {
  return Object.entries(properties).flatMap(([key, { label, description }]) => [
    ...labelFindings(`${where}.properties.${key}`, label),
    ...(description ? descriptionFindings(`${where}.properties.${key}`, description, label) : [])
  ])
}

export function choicesFindings(where: string, { choices = [] }: Pick<InputField, 'choices'>): Finding[] {
  return choices.flatMap((choice) =>
    typeof choice === 'object' ? labelFindings(`${where}.choices`, choice.label) : []
  )
}

function conditionsFindings(where: string, field: InputField, fields: Fields): Finding[] {
  const required = typeof field.required === 'object' ? field.required.conditions : []
  return [...required, ...(field.depends_on?.conditions ?? [])].flatMap((condition) =>
    conditionFindings(where, condition, fields)
  )
}

function conditionFindings(where: string, condition: Conditions[number], fields: Fields): Finding[] {
  if (condition.type === 'syncMode') {
    return []
  }
  const { fieldKey, value } = condition
  return [
    ...findingIf(
      !(fieldKey in fields),
      where,
      `A condition names the field "${fieldKey}", which does not exist.`,
      'Name a field of the same action.'
    ),
    ...findingIf(
      Array.isArray(value),
      where,
      `A condition compares the field "${fieldKey}" with a list, which the engine never finds equal.`,
      "Write one condition per value, with match: 'any'."
    )
  ]
}

function batchingFindings(where: string, key: string, field: InputField, fields: Fields): Finding[] {
  switch (key) {
    case 'batch_keys':
      return batchKeysFindings(where, field, fields)
    case 'batch_size':
      return findingIf(
        !field.unsafe_hidden && (field.minimum === undefined || field.maximum === undefined),
        where,
        'People can set the size of a batch to anything.',
        'Give it a minimum and a maximum, or hide it.'
      )
    case 'batch_bytes':
      return findingIf(!field.unsafe_hidden, where, 'People can set the bytes of a batch.', 'Set unsafe_hidden: true.')
    default:
      return []
  }
}

function batchKeysFindings(where: string, field: InputField, fields: Fields): Finding[] {
  const keys = Array.isArray(field.default) ? (field.default as string[]) : []
  const unknown = keys.filter((key) => !(key in fields))
  return [
    ...findingIf(
      keys.length > MOST_BATCH_KEYS,
      where,
      `There are ${keys.length} batch keys.`,
      `Keep at most ${MOST_BATCH_KEYS}: each one splits the batches further.`
    ),
    ...findingIf(
      unknown.length > 0,
      where,
      `These batch keys are no fields: ${unknown.join(', ')}.`,
      'Name fields of the same action.'
    ),
    ...findingIf(keys.includes('batch_keys'), where, 'The batch keys name themselves.', 'Leave batch_keys out of them.')
  ]
}
