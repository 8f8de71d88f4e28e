import { ActionIcon, Group } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'

interface YearSwitchProps {
  year: number
  onChange: (year: number) => void
}

export function YearSwitch({ year, onChange }: YearSwitchProps) {
  return (
    <Group gap="xs" role="group" aria-label="Year">
      <ActionIcon variant="default" aria-label="Previous year" onClick={() => onChange(year - 1)}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <strong className="numeric" aria-live="polite">
        {year}
      </strong>
      <ActionIcon variant="default" aria-label="Next year" onClick={() => onChange(year + 1)}>
        <IconChevronRight size={16} />
      </ActionIcon>
    </Group>
  )
}
