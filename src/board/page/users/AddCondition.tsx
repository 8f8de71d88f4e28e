import '@mantine/core/styles/Popover.css'

import { Button, NativeSelect, Popover, TextInput } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import { cloneElement, useEffect, useRef, useState, type FormEvent, type ReactElement, type Ref } from 'react'
import { type Condition } from '../paths'
import classes from './Conditions.module.css'

interface AddConditionProps {
  button: ReactElement<{ onClick?: () => void; ref?: Ref<HTMLButtonElement> }>
  onAdd: (condition: Condition) => void
}

/** The form of a condition, opened at once: it is fetched for somebody who has pressed its button, where the focus comes back to. */
export default function AddCondition({ button, onAdd }: AddConditionProps) {
  const [opened, setOpened] = useState(true)
  const isMounted = useMounted()
  const target = useRef<HTMLButtonElement>(null)
  useEffect(() => target.current?.focus(), [])
  return (
    <Popover
      opened={opened && isMounted}
      onDismiss={() => setOpened(false)}
      position="bottom-start"
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>{cloneElement(button, { ref: target, onClick: () => setOpened(!opened) })}</Popover.Target>
      <Popover.Dropdown>
        <ConditionForm
          onAdd={(condition) => {
            setOpened(false)
            onAdd(condition)
          }}
        />
      </Popover.Dropdown>
    </Popover>
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
      <NativeSelect
        label="Who"
        data={KINDS}
        value={kind}
        onChange={({ currentTarget }) => setKind(currentTarget.value)}
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
