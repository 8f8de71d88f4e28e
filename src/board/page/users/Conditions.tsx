import { Button, Group, Pill, Popover, Select, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { type Condition } from '../paths'
import { describeCondition } from './condition-text'
import classes from './Conditions.module.css'

interface ConditionsProps {
  conditions: readonly Condition[]
  onChange: (conditions: readonly Condition[]) => void
}

/** What the people listed have in common: each condition can be lifted, another be added. */
export function Conditions({ conditions, onChange }: ConditionsProps) {
  const [opened, popover] = useDisclosure()
  return (
    <Group gap="xs" mb="md" role="group" aria-label="Conditions">
      {conditions.map((condition, index) => (
        <Pill
          key={index}
          size="md"
          withRemoveButton
          className={classes.pill}
          removeButtonProps={{
            'aria-label': `Remove ${describeCondition(condition)}`,
            'aria-hidden': false,
            tabIndex: 0
          }}
          onRemove={() => onChange(conditions.filter((_, other) => other !== index))}
        >
          <bdi>{describeCondition(condition)}</bdi>
        </Pill>
      ))}
      <Popover
        opened={opened}
        onChange={popover.toggle}
        onDismiss={popover.close}
        position="bottom-start"
        trapFocus
        shadow="md"
      >
        <Popover.Target>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFilter size={14} stroke={1.6} />}
            onClick={popover.toggle}
          >
            Add a filter
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <ConditionForm
            onAdd={(condition) => {
              popover.close()
              onChange([...conditions, condition])
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </Group>
  )
}

const KINDS = [
  { value: 'is', label: 'attribute is' },
  { value: 'at_least', label: 'attribute is at least' },
  { value: 'at_most', label: 'attribute is at most' },
  { value: 'has', label: 'has the attribute' },
  { value: 'group', label: 'is in the group' }
]

function ConditionForm({ onAdd }: { onAdd: (condition: Condition) => void }) {
  const [kind, setKind] = useState('is')
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const isNumeric = kind === 'at_least' || kind === 'at_most'
  const needsValue = isNumeric || kind === 'is'
  const isWrong = isNumeric && text !== '' && !Number.isFinite(Number(text))

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '' || isWrong || (isNumeric && text.trim() === '')) return
    if (kind === 'group') onAdd({ group: name.trim() })
    else if (kind === 'has') onAdd({ attribute: name.trim() })
    else onAdd({ attribute: name.trim(), [kind]: isNumeric ? Number(text) : readValue(text) })
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <Select
        label="Who"
        data={KINDS}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setKind(value ?? 'is')}
      />
      <TextInput
        label={kind === 'group' ? 'Group id' : 'Attribute'}
        placeholder={kind === 'group' ? 'acme' : 'plan'}
        maxLength={256}
        autoComplete="off"
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      {needsValue && (
        <TextInput
          label="Value"
          description={kind === 'is' ? 'pro, 5, true or false; "5" in quotes is the text' : undefined}
          maxLength={258}
          autoComplete="off"
          value={text}
          error={isWrong ? 'A number such as 5' : null}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      )}
      <Button type="submit" size="xs">
        Filter
      </Button>
    </form>
  )
}

/** A number, true, false or a text in quotes as JSON says it; anything else is a text. */
function readValue(text: string): string | number | boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : text
  } catch {
    return text
  }
}
