import { ActionIcon, Button, Group } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import classes from './Field.module.css'
import { type Shape } from './value'
import { ValueInput } from './ValueInput'

interface ListInputProps {
  label: string
  values: readonly unknown[]
  shape: Shape
  onChange: (values: unknown[]) => void
}

/** Several values for a field that takes a list. */
export function ListInput({ label, values, shape, onChange }: ListInputProps) {
  const single = { ...shape, multiple: false }
  return (
    <div className={classes.parts}>
      {values.map((value, index) => (
        <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
          <div className={classes.grow}>
            <ValueInput
              label={`${label} ${index + 1}`}
              value={value}
              shape={single}
              onChange={(next) => onChange(values.with(index, next ?? ''))}
            />
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Remove ${label} ${index + 1}`}
            onClick={() => onChange(values.toSpliced(index, 1))}
          >
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...values, { '@path': '$.properties.' }])}
      >
        Add a value
      </Button>
    </div>
  )
}
