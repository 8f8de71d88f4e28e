import { Select } from '@mantine/core'
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
    <Select
      label={label}
      data={isListed || value === '' ? choices : [named, ...choices]}
      value={value === '' ? null : value}
      placeholder="Choose a sample or a recent event"
      searchable
      nothingFoundMessage="Nothing is called that"
      allowDeselect={false}
      maxDropdownHeight={320}
      onChange={(choice) => choice !== null && onChange(choice)}
    />
  )
}
