import '@mantine/core/styles/PasswordInput.css'

import { PasswordInput, TextInput } from '@mantine/core'
import type { SettingField } from '../../read-api/shapes'
import { plainText } from './plain-text'

interface SettingInputProps {
  field: SettingField
  /** What was typed; undefined as long as the setting is left alone. */
  value: string | undefined
  problem?: string
  onChange: (value: string) => void
}

/** A saved secret is never shown again: only its end tells which one it is. */
export function SettingInput({ field, value, problem, onChange }: SettingInputProps) {
  const { label, description, required, secret, value: saved, default: byDefault } = field
  const Input = secret ? PasswordInput : TextInput
  return (
    <Input
      label={label}
      description={plainText(description)}
      withAsterisk={required}
      autoComplete="off"
      spellCheck={false}
      value={value ?? (secret ? '' : (saved ?? ''))}
      placeholder={
        secret && saved !== null ? `${saved} (leave empty to keep it)` : typeof byDefault === 'string' ? byDefault : ''
      }
      error={problem}
      {...(secret && {
        visibilityToggleFocusable: true,
        visibilityToggleButtonProps: { 'aria-label': 'Show what is typed' }
      })}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
