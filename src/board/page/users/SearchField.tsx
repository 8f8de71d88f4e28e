import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import classes from './UsersFilters.module.css'

interface SearchFieldProps {
  query: string
  onChange: (changes: { query: string }) => void
}

/** Searches once the typing pauses. */
export function SearchField({ query, onChange }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const asked = useRef(query)
  const search = useDebouncedCallback((text: string) => {
    asked.current = text.trim()
    onChange({ query: asked.current })
  }, 250)
  // What was cleared elsewhere is cleared here; what is being typed stays.
  useEffect(() => {
    if (field.current && query !== asked.current) field.current.value = query
    asked.current = query
  }, [query])
  return (
    <TextInput
      ref={field}
      type="search"
      aria-label="Search by id, email or name"
      placeholder="Search by id, email or name"
      leftSection={<IconSearch size={16} stroke={1.6} />}
      defaultValue={query}
      maxLength={256}
      className={classes.search}
      onChange={({ currentTarget }) => search(currentTarget.value)}
    />
  )
}
