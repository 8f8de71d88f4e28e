import { ActionIcon, NativeSelect, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import {
  EVENT_TYPES,
  OPERATORS,
  operatorsOf,
  SUBJECTS,
  withName,
  withOperator,
  withSubject,
  withValue,
  type Clause,
  type Subject
} from './condition'
import classes from './Trigger.module.css'

interface ClauseRowProps {
  clause: Clause
  /** Its number, for those who cannot see where it stands. */
  name: string
  onChange: (clause: Clause) => void
  onRemove?: () => void
  problem?: string
}

const subjects = (Object.keys(SUBJECTS) as Subject[]).map((value) => ({ value, label: SUBJECTS[value].label }))

/** One condition: what is looked at, how, and for which value. */
export function ClauseRow({ clause, name, onChange, onRemove, problem }: ClauseRowProps) {
  const operators = operatorsOf(clause.type)
  const { takes } = OPERATORS[clause.operator]
  const isNamed = 'name' in clause
  const value = String(clause.value ?? '')
  return (
    <div>
      <div className={classes.clause}>
        <div className={classes.inputs} data-named={isNamed}>
          <NativeSelect
            aria-label={`${name}: what`}
            data={subjects}
            value={clause.type}
            onChange={({ currentTarget }) => onChange(withSubject(clause, currentTarget.value as Subject))}
          />
          {isNamed && (
            <TextInput
              aria-label={`${name}: field`}
              placeholder="plan.name"
              spellCheck={false}
              value={clause.name}
              onChange={({ currentTarget }) => onChange(withName(clause, currentTarget.value))}
            />
          )}
          <NativeSelect
            aria-label={`${name}: operator`}
            data={operators.map((operator) => ({ value: operator, label: OPERATORS[operator].label }))}
            value={clause.operator}
            onChange={({ currentTarget }) => {
              const operator = operators.find((each) => each === currentTarget.value)
              if (operator) onChange(withOperator(clause, operator))
            }}
          />
          {clause.type === 'event-type' ? (
            <NativeSelect
              aria-label={`${name}: value`}
              data={EVENT_TYPES}
              value={value}
              onChange={({ currentTarget }) => onChange(withValue(clause, currentTarget.value))}
            />
          ) : (
            takes !== 'nothing' && (
              <TextInput
                ref={(element) => element?.setCustomValidity(problem ?? '')}
                aria-label={`${name}: value`}
                inputMode={takes === 'number' ? 'decimal' : undefined}
                spellCheck={false}
                autoComplete="off"
                value={value}
                error={problem !== undefined}
                onChange={({ currentTarget }) => onChange(withValue(clause, currentTarget.value))}
              />
            )
          )}
        </div>
        {onRemove && (
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={`Remove ${name}`} onClick={onRemove}>
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        )}
      </div>
      {problem && <p className={classes.problem}>{problem}</p>}
    </div>
  )
}
