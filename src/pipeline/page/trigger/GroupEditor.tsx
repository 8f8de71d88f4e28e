import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type Condition, type GroupCondition } from '@segment/destination-subscriptions'
import { ClauseRow } from './ClauseRow'
import classes from './Trigger.module.css'
import type { Parser } from './use-parser'

interface GroupEditorProps {
  group: GroupCondition
  /** "Condition", or for a group within "Condition 2". */
  name: string
  onChange: (group: GroupCondition) => void
  onRemove?: () => void
  problemOf?: Parser['problemOfClause']
}

const NEW: Condition = { type: 'event', operator: '=', value: '' }

/** Conditions of which all or any must hold. A group may hold groups, but no deeper: FQL's parser goes no further. */
export function GroupEditor({ group, name, onChange, onRemove, problemOf }: GroupEditorProps) {
  const { operator, children } = group
  const isOutermost = onRemove === undefined
  const replace = (index: number, child: Condition) => onChange({ ...group, children: children.with(index, child) })
  const remove = (index: number) => onChange({ ...group, children: children.toSpliced(index, 1) })
  const add = (child: Condition) => onChange({ ...group, children: [...children, child] })
  return (
    <div className={isOutermost ? undefined : classes.group} role="group" aria-label={name}>
      <Group gap="xs" mb="sm">
        <NativeSelect
          size="xs"
          aria-label={`${name}: all or any`}
          data={[
            { value: 'and', label: 'All' },
            { value: 'or', label: 'Any' }
          ]}
          value={operator}
          onChange={({ currentTarget }) =>
            onChange({ ...group, operator: currentTarget.value === 'or' ? 'or' : 'and' })
          }
        />
        <Text size="sm" c="dimmed">
          of these must hold
        </Text>
      </Group>
      <ul className={classes.conditions}>
        {children.map((child, index) => (
          <li key={index}>
            {child.type === 'group' ? (
              <GroupEditor
                group={child}
                name={`${name} ${index + 1}`}
                onChange={(next) => replace(index, next)}
                onRemove={() => remove(index)}
                problemOf={problemOf}
              />
            ) : (
              <ClauseRow
                clause={child}
                name={`${name} ${index + 1}`}
                onChange={(next) => replace(index, next)}
                onRemove={children.length > 1 ? () => remove(index) : undefined}
                problem={problemOf?.(child)}
              />
            )}
          </li>
        ))}
      </ul>
      <Group gap="xs" mt="sm">
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => add(NEW)}>
          Add a condition
        </Button>
        {isOutermost ? (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            onClick={() => add({ type: 'group', operator: operator === 'and' ? 'or' : 'and', children: [NEW] })}
          >
            Add a group
          </Button>
        ) : (
          <Button variant="subtle" color="gray" size="compact-sm" onClick={onRemove}>
            Remove the group
          </Button>
        )}
      </Group>
    </div>
  )
}
