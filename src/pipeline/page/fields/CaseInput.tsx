import { NativeSelect } from '@mantine/core'
import type { FunctionPartProps } from './FunctionInput'
import { Part } from './Part'
import { ANY_TEXT } from './value'

const OPERATORS = [
  { value: 'lower', label: 'to lower case' },
  { value: 'upper', label: 'to upper case' }
]

/** The directive @case. */
export function CaseInput({ label, argument, onChange }: FunctionPartProps) {
  return (
    <>
      <Part
        title="Of"
        label={`${label}, text`}
        value={argument.value}
        shape={ANY_TEXT}
        onChange={(value) => onChange({ ...argument, value: value ?? '' })}
      />
      <NativeSelect
        aria-label={`${label}, case`}
        data={OPERATORS}
        value={String(argument.operator)}
        onChange={({ currentTarget }) => onChange({ ...argument, operator: currentTarget.value })}
      />
    </>
  )
}
