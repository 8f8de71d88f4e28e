import type { ActionDefinition, InputField } from '@segment/actions-core'

type Fields = ActionDefinition<unknown>['fields']

/** The engine's schema check ends each sentence with a full stop, and begins it with a label or "The root value". */
const BETWEEN_SENTENCES = /(?<=\.) (?=\S)/
const MISSING = /^The root value is missing the required field '(.+)'\.$/
/** Only repeats that a condition's field is missing. */
const CONDITION = /^The root value must match "(?:then|else)" schema\.$/
const WRONG = /^(.+?) must be .+?(?: but it was (.+))?\.$/
/** Where the fault lies within a field, such as `/tags/1`. */
const WITHIN = /^The value at \/([^/]+)/

const ACCEPTED: Record<InputField['type'], string> = {
  string: 'a text',
  text: 'a text',
  password: 'a text',
  datetime: 'an ISO 8601 date and time, or epoch seconds or milliseconds',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object'
}

/**
 * What the engine says of missing and mistyped fields, in the words of the destination's own messages: the label of the
 * field, what was wrong, what is accepted. The engine's words follow.
 *
 * @param fields those of the mapping's action
 * @returns `reason` as it is, where it does not come from the engine's check
 */
export function explainEngineWords(reason: string, fields: Fields = {}): string {
  const missing = new Set<InputField>()
  const wrong: string[] = []
  for (const sentence of reason.split(BETWEEN_SENTENCES)) {
    const missingField = fields[MISSING.exec(sentence)?.[1] ?? '']
    const explained = explainWrong(sentence, fields)
    if (missingField !== undefined) missing.add(missingField)
    else if (explained !== undefined) wrong.push(explained)
    else if (!CONDITION.test(sentence)) return reason
  }
  const explained = [...explainMissing([...missing], fields), ...wrong].join(' ')
  return explained === '' ? reason : `${explained} (Segment: ${reason})`
}

function explainMissing(missing: readonly InputField[], fields: Fields): string[] {
  const [first, ...others] = missing
  if (first === undefined) return []
  return others.length > 0 && missing.every((field) => isInsteadOf(field, missing, fields))
    ? [`${missing.map(({ label }) => label).join(' and ')} are missing: an event needs at least one.`]
    : missing.map((field) => `${field.label} is missing. Accepted is ${acceptedFor(field)}.`)
}

/** Whether a field is required only because another of these is missing, too. */
function isInsteadOf({ required }: InputField, others: readonly InputField[], fields: Fields): boolean {
  const conditions = typeof required === 'object' ? required.conditions : []
  return conditions.some(
    (condition) =>
      'fieldKey' in condition && condition.value === undefined && others.includes(fields[condition.fieldKey])
  )
}

function explainWrong(sentence: string, fields: Fields): string | undefined {
  const [, subject, was] = WRONG.exec(sentence) ?? []
  const key = WITHIN.exec(subject)?.[1] ?? ''
  const field = fields[key] ?? Object.values(fields).find(({ label }) => label === subject)
  if (field === undefined) return undefined
  const { label } = field
  if (was === '0 characters') return `${label} is missing. Accepted is ${acceptedFor(field)}.`
  const fault = was === undefined || was === 'not' ? '' : `: it was ${was}`
  const verdict = field.type === 'datetime' ? 'cannot be read' : 'is not acceptable'
  return `${label} ${verdict}${fault}. Accepted is ${acceptedFor(field)}.`
}

function acceptedFor({ type, choices, multiple, minimum, maximum }: InputField): string {
  if (Array.isArray(choices)) {
    return `one of ${choices.map((choice) => (typeof choice === 'object' ? choice.value : choice)).join(', ')}`
  }
  const least = minimum === undefined || type === 'string' ? '' : ` of at least ${minimum}`
  const most = maximum === undefined || type === 'string' ? '' : ` and at most ${maximum}`
  return `${multiple ? 'a list, each of it ' : ''}${ACCEPTED[type]}${least}${most}`
}
