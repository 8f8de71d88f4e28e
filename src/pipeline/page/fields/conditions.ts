import type { ActionField, Conditions } from '../../read-api/shapes'

/** Whether a condition holds: always, never, or as the event turns out, where it hangs on what an event carries. */
export type Truth = 'yes' | 'no' | 'depends'

type Mapping = Readonly<Record<string, unknown>>
type FieldCondition = { fieldKey?: string; operator?: string; value?: unknown }

/** Whether the form shows a field, going by what other fields are mapped to. */
export function isShown({ dependsOn }: ActionField, mapping: Mapping): boolean {
  return dependsOn === null || truthOf(dependsOn, mapping) !== 'no'
}

export function isRequired({ required }: ActionField, mapping: Mapping): Truth {
  if (typeof required === 'boolean') return required ? 'yes' : 'no'
  return truthOf(required, mapping)
}

export function truthOf({ match = 'all', conditions }: Conditions, mapping: Mapping): Truth {
  const truths = conditions.map((condition) => conditionTruth(condition, mapping))
  const [decisive, other]: Truth[] = match === 'any' ? ['yes', 'no'] : ['no', 'yes']
  if (truths.includes(decisive)) return decisive
  return truths.includes('depends') ? 'depends' : other
}

/** As the engine does it: a condition on a field that is not mapped holds only where it asks for just that. */
function conditionTruth({ fieldKey = '', operator, value }: FieldCondition, mapping: Mapping): Truth {
  const given = mapping[fieldKey] ?? undefined
  if (typeof given === 'object') return 'depends'
  const wanted = value ?? undefined
  if (wanted === undefined) return (given === undefined) === (operator === 'is') ? 'yes' : 'no'
  return given !== undefined && (given === wanted) === (operator === 'is') ? 'yes' : 'no'
}

/** A condition in words: "Kind is Payment or Refund". */
export function describeConditions({ match = 'all', conditions }: Conditions, fields: readonly ActionField[]): string {
  const texts = new Map<string, Set<string>>()
  for (const { fieldKey = '', operator, value } of conditions as FieldCondition[]) {
    const field = fields.find(({ key }) => key === fieldKey)
    const subject = field?.label ?? fieldKey
    const negation = operator === 'is' ? '' : ' not'
    const isMissing = value === undefined || value === null
    const start = `${subject} is${negation}`
    const choice = field?.choices?.find((each) => each.value === value)?.label
    const text = isMissing ? 'missing' : (choice ?? JSON.stringify(value).replaceAll('"', ''))
    // A destination may say the same twice, for the engine's sake.
    texts.set(start, (texts.get(start) ?? new Set()).add(text))
  }
  const word = match === 'any' ? ' or ' : ' and '
  return [...texts].map(([start, values]) => `${start} ${[...values].join(word)}`).join(word)
}
