import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Switch.css'

import { Group, Switch, TextInput } from '@mantine/core'
import type { FunctionPartProps } from './FunctionInput'
import { Part } from './Part'
import { ANY_TEXT } from './value'

/** The engine takes no more. */
const LONGEST = 10

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** The directive @replace. */
export function ReplaceInput({ label, argument, onChange }: FunctionPartProps) {
  const { pattern, replacement, value, ignorecase } = argument
  return (
    <>
      <Part
        title="In"
        label={`${label}, text`}
        value={value}
        shape={ANY_TEXT}
        onChange={(next) => onChange({ ...argument, value: next ?? '' })}
      />
      <Group grow gap="xs" align="flex-start">
        <TextInput
          label="replace"
          maxLength={LONGEST}
          value={textOf(pattern)}
          error={textOf(pattern) === '' ? 'Enter what to replace.' : null}
          onChange={({ currentTarget }) => onChange({ ...argument, pattern: currentTarget.value })}
        />
        <TextInput
          label="by"
          maxLength={LONGEST}
          value={textOf(replacement)}
          onChange={({ currentTarget }) => onChange({ ...argument, replacement: currentTarget.value })}
        />
      </Group>
      <Switch
        size="xs"
        label="Upper and lower case are the same"
        checked={ignorecase === true}
        onChange={({ currentTarget }) => onChange({ ...argument, ignorecase: currentTarget.checked })}
      />
    </>
  )
}
