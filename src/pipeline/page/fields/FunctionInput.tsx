import { NativeSelect } from '@mantine/core'
import type { JsonObject } from '../json/json-object'
import { CaseInput } from './CaseInput'
import classes from './Field.module.css'
import { IfInput } from './IfInput'
import { ReplaceInput } from './ReplaceInput'
import { directiveOf, functionFor, isFunctionName, type Shape } from './value'

interface FunctionInputProps {
  label: string
  value: unknown
  shape: Shape
  onChange: (value: unknown) => void
}

export type FunctionPartProps = {
  label: string
  argument: JsonObject
  shape: Shape
  onChange: (argument: JsonObject) => void
}

const FUNCTIONS = [
  { value: '@if', label: 'If …, then …, else …' },
  { value: '@case', label: 'Upper or lower case' },
  { value: '@replace', label: 'Replace text' }
]

const FORMS = { '@if': IfInput, '@case': CaseInput, '@replace': ReplaceInput }

/** A directive that works on other values. */
export function FunctionInput({ label, value, shape, onChange }: FunctionInputProps) {
  const directive = directiveOf(value)
  if (!directive || !isFunctionName(directive.name)) return null
  const { name, argument } = directive
  const Form = FORMS[name]
  return (
    <div className={classes.function}>
      <NativeSelect
        aria-label={`${label}: function`}
        data={FUNCTIONS}
        value={name}
        onChange={({ currentTarget: { value: next } }) => isFunctionName(next) && onChange(functionFor(next, value))}
      />
      <Form
        label={label}
        argument={argument as JsonObject}
        shape={shape}
        onChange={(next) => onChange({ [name]: next })}
      />
    </div>
  )
}
