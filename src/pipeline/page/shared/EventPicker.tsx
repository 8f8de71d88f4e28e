import { NativeSelect } from '@mantine/core'
import { type Choice, useChoices } from './use-chosen-event'

interface EventPickerProps {
  label: string
  value: Choice
  onChange: (choice: Choice) => void
}

/** Chooses a sample or one of the newest events to try something on. */
export function EventPicker({ label, value, onChange }: EventPickerProps) {
  const choices = useChoices().filter(({ items }) => items.length > 0)
  const isListed = choices.some(({ items }) => items.some((item) => item.value === value))
  const named = { group: 'Chosen', items: [{ value, label: value.replace(/^\w+:/, 'Event ') }] }
  return (
    <NativeSelect
      label={label}
      data={isListed || value === '' ? choices : [named, ...choices]}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
