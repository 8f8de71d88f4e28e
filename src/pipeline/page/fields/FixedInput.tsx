import { NativeSelect, TextInput } from '@mantine/core'
import { type Shape } from './value'

interface FixedInputProps {
  label: string
  value: string | number | boolean
  shape: Shape
  onChange: (value: string | number | boolean) => void
}

const BOOLEANS = [
  { label: 'Yes', value: true },
  { label: 'No', value: false }
]

/** The same value for every event: one of the field's choices where it has some. */
export function FixedInput({ label, value, shape, onChange }: FixedInputProps) {
  const choices = shape.choices ?? (shape.type === 'boolean' ? BOOLEANS : null)
  if (choices) {
    const chosen = choices.find((choice) => choice.value === value)
    return (
      <NativeSelect
        aria-label={`${label}: value`}
        data={[
          ...(chosen ? [] : [{ value: '', label: 'Choose one', disabled: true }]),
          ...choices.map((choice) => ({ value: String(choice.value), label: choice.label }))
        ]}
        value={chosen ? String(chosen.value) : ''}
        error={chosen ? null : `${String(value)} is none of the choices.`}
        onChange={({ currentTarget }) =>
          onChange(choices.find((choice) => String(choice.value) === currentTarget.value)?.value ?? '')
        }
      />
    )
  }
  return (
    <TextInput
      aria-label={`${label}: value`}
      autoComplete="off"
      value={String(value)}
      onChange={({ currentTarget }) => onChange(typed(currentTarget.value, shape))}
    />
  )
}

/** A number field takes a number; what is none stays text, and the preview says what is wrong with it. */
function typed(text: string, { type }: Shape): string | number {
  const isNumber = (type === 'number' || type === 'integer') && text.trim() !== '' && Number.isFinite(Number(text))
  return isNumber && String(Number(text)) === text ? Number(text) : text
}
