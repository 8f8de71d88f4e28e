import { Button, Group, Skeleton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import { useWhy } from '../api'
import { WhyAnswers } from './WhyAnswers'

interface WhyPanelProps {
  query: string
  onChange: (changes: { why: string }) => void
}

/** The question that delivery logs leave to their reader, answered in a sentence. */
export function WhyPanel({ query, onChange }: WhyPanelProps) {
  const [text, setText] = useState(query)
  const why = useWhy(query)

  const ask = (event: FormEvent) => {
    event.preventDefault()
    onChange({ why: text.trim() })
  }
  const clear = () => {
    setText('')
    onChange({ why: '' })
  }
  return (
    <Panel title="Why is this event not on my board?">
      <form onSubmit={ask} role="search">
        <Group gap="xs" wrap="nowrap">
          <TextInput
            type="search"
            flex={1}
            maxLength={256}
            aria-label="Message ID, user ID or event name"
            placeholder="Message ID, user ID or event name"
            leftSection={<IconSearch size={16} stroke={1.6} />}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Button type="submit" disabled={text.trim() === ''}>
            Explain
          </Button>
          {query !== '' && (
            <Button variant="subtle" color="gray" onClick={clear}>
              Clear
            </Button>
          )}
        </Group>
      </form>
      {query !== '' && (
        <Loaded query={why} loading={<Skeleton h={90} mt="md" />}>
          {({ answers }) => <WhyAnswers query={query} answers={answers} />}
        </Loaded>
      )}
    </Panel>
  )
}
