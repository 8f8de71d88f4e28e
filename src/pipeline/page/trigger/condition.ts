import { type Condition, type GroupCondition, type Operator } from '@segment/destination-subscriptions'

/** A condition that is no group of conditions. */
export type Clause = Exclude<Condition, GroupCondition>

export type Subject = Clause['type']

type SubjectText = {
  label: string
  /** Whether it is one of many, named by a path: "plan.name" of `properties.plan.name`. */
  named: boolean
}

/** What of an event a condition looks at. */
export const SUBJECTS: Record<Subject, SubjectText> = {
  'event-type': { label: 'Event type', named: false },
  event: { label: 'Event name', named: false },
  name: { label: 'Page or screen name', named: false },
  userId: { label: 'User ID', named: false },
  'event-property': { label: 'Property', named: true },
  'event-trait': { label: 'Trait', named: true },
  'event-context': { label: 'Context field', named: true }
}

export const EVENT_TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias']

type OperatorText = { label: string; takes: 'text' | 'number' | 'nothing' }

export const OPERATORS: Record<Operator, OperatorText> = {
  '=': { label: 'is', takes: 'text' },
  '!=': { label: 'is not', takes: 'text' },
  contains: { label: 'contains', takes: 'text' },
  not_contains: { label: 'does not contain', takes: 'text' },
  starts_with: { label: 'starts with', takes: 'text' },
  not_starts_with: { label: 'does not start with', takes: 'text' },
  ends_with: { label: 'ends with', takes: 'text' },
  not_ends_with: { label: 'does not end with', takes: 'text' },
  exists: { label: 'exists', takes: 'nothing' },
  not_exists: { label: 'does not exist', takes: 'nothing' },
  is_true: { label: 'is true', takes: 'nothing' },
  is_false: { label: 'is false', takes: 'nothing' },
  number_equals: { label: '= (number)', takes: 'number' },
  number_not_equals: { label: '≠ (number)', takes: 'number' },
  '<': { label: '< less than', takes: 'number' },
  '<=': { label: '≤ at most', takes: 'number' },
  '>': { label: '> greater than', takes: 'number' },
  '>=': { label: '≥ at least', takes: 'number' }
}

const ALL = Object.keys(OPERATORS) as Operator[]
const TEXTS = ALL.filter((operator) => OPERATORS[operator].takes === 'text')

/** The operators that FQL can express for a subject. */
export function operatorsOf(subject: Subject): Operator[] {
  switch (subject) {
    case 'event-type':
      return ['=', '!=']
    case 'event':
      return TEXTS
    case 'name':
    case 'userId':
      return [...TEXTS, 'exists', 'not_exists']
    default:
      return ALL
  }
}

/** The clause with another subject; what fits it is kept. */
export function withSubject(clause: Clause, subject: Subject): Clause {
  const operator = operatorsOf(subject).includes(clause.operator) ? clause.operator : '='
  const value = subject === 'event-type' ? 'track' : clause.type === 'event-type' ? '' : clause.value
  return clauseOf(subject, 'name' in clause ? clause.name : '', operator, value)
}

/** The clause with another operator. Numbers stay numbers: FQL tells `= 1` from `= "1"`. */
export function withOperator(clause: Clause, operator: Operator): Clause {
  return clauseOf(clause.type, 'name' in clause ? clause.name : '', operator, clause.value)
}

/** The clause with another value, as it was typed. */
export function withValue(clause: Clause, text: string): Clause {
  return clauseOf(clause.type, 'name' in clause ? clause.name : '', clause.operator, text)
}

export function withName(clause: Clause, name: string): Clause {
  return clauseOf(clause.type, name, clause.operator, clause.value)
}

function clauseOf(type: Subject, name: string, operator: Operator, value: Clause['value']): Clause {
  const { takes } = OPERATORS[operator]
  const clause = {
    type,
    ...(SUBJECTS[type].named && { name }),
    operator,
    ...(takes === 'text' && { value: String(value ?? '') }),
    ...(takes === 'number' && { value: numberOf(value) })
  }
  return clause as Clause
}

/** What is no number yet stays as it was typed, and is marked. */
function numberOf(value: Clause['value']): number | string {
  const text = String(value ?? '').trim()
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}
