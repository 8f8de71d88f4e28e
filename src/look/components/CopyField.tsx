import { ActionIcon, Group, TextInput } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useState } from 'react'
import { CopyButton } from './CopyButton'

interface CopyFieldProps {
  label: string
  value: string
  description?: string
  /** Whether the value is covered until it is asked for, for those who share their screen. */
  secret?: boolean
}

/** A value to be copied into another tool. */
export function CopyField({ label, value, description, secret = false }: CopyFieldProps) {
  const [covered, setCovered] = useState(secret)
  const toggle = covered ? `Show ${label}` : `Hide ${label}`

  return (
    <TextInput
      label={label}
      description={description}
      readOnly
      type={covered ? 'password' : 'text'}
      autoComplete="off"
      value={value}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      rightSectionWidth={secret ? 72 : 40}
      rightSection={
        <Group gap={2} wrap="nowrap">
          {secret && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={toggle}
              data-tip={toggle}
              data-tip-side="end"
              onClick={() => setCovered(!covered)}
            >
              {covered ? <IconEye size={16} stroke={1.6} /> : <IconEyeOff size={16} stroke={1.6} />}
            </ActionIcon>
          )}
          <CopyButton name={label} value={value} />
        </Group>
      }
    />
  )
}
