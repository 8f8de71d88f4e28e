import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Switch.css'

import { Group, Switch, TextInput } from '@mantine/core'
import { Panel } from '../../../look/components/Panel'
import type { MappingInput } from '../../read-api/shapes'

interface MappingBasicsProps {
  draft: MappingInput
  onChange: (changes: Partial<MappingInput>) => void
  problem?: string
}

export function MappingBasics({ draft: { name, enabled }, onChange, problem }: MappingBasicsProps) {
  return (
    <Panel title="Mapping">
      <Group align="flex-end" gap="lg">
        <TextInput
          label="Name"
          flex={1}
          miw={200}
          required
          maxLength={120}
          value={name}
          error={name.trim() === '' ? 'Enter a name.' : problem}
          onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
        />
        <Switch
          label="Enabled"
          mb={8}
          checked={enabled}
          onChange={({ currentTarget }) => onChange({ enabled: currentTarget.checked })}
        />
      </Group>
    </Panel>
  )
}
