import { TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useState } from 'react'

interface EventSearchProps {
  query: string
  onChange: (changes: { query: string }) => void
}

/** The server looks for the whole text, so it is searched for once it is complete: on Enter or on leaving the field. */
export function EventSearch({ query, onChange }: EventSearchProps) {
  const [text, setText] = useState(query)
  const [searched, setSearched] = useState(query)
  if (query !== searched) {
    setSearched(query)
    setText(query)
  }
  const search = () => text.trim() !== query && onChange({ query: text.trim() })
  return (
    <TextInput
      type="search"
      aria-label="Filter by message ID, user ID or event name"
      placeholder="Message ID, user ID or event name"
      leftSection={<IconFilter size={16} stroke={1.6} />}
      value={text}
      maxLength={256}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onKeyDown={({ key }) => key === 'Enter' && search()}
      onBlur={search}
    />
  )
}
