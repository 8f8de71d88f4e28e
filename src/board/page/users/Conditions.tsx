import '@mantine/core/styles/Pill.css'

import { Button, Group, Pill } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { cloneElement, Suspense, useRef, useState } from 'react'
import { lazyPart } from '../../../look/lazy-view'
import { type Condition } from '../paths'
import { describeCondition } from './condition-text'
import classes from './Conditions.module.css'

const AddCondition = lazyPart(() => import('./AddCondition'))

interface ConditionsProps {
  conditions: readonly Condition[]
  onChange: (conditions: readonly Condition[]) => void
}

/** What the people listed have in common: each condition can be lifted, another be added. */
export function Conditions({ conditions, onChange }: ConditionsProps) {
  const [isWanted, setWanted] = useState(false)
  const group = useRef<HTMLDivElement>(null)
  const lift = (index: number) => {
    // Who lifts a condition by the keyboard goes on with the next thing to do.
    group.current?.querySelector<HTMLElement>('.mantine-Button-root')?.focus()
    onChange(conditions.filter((_, other) => other !== index))
  }
  const button = (
    <Button variant="default" size="xs" leftSection={<IconFilter size={14} stroke={1.6} />}>
      Add a filter
    </Button>
  )
  return (
    <Group ref={group} gap="xs" mb="md" role="group" aria-label="Conditions">
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
          onRemove={() => lift(index)}
        >
          <bdi>{describeCondition(condition)}</bdi>
        </Pill>
      ))}
      {isWanted ? (
        <Suspense fallback={button}>
          <AddCondition button={button} onAdd={(condition) => onChange([...conditions, condition])} />
        </Suspense>
      ) : (
        cloneElement(button, { onClick: () => setWanted(true) })
      )}
    </Group>
  )
}
