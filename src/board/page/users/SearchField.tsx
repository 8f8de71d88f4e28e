import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import classes from './UsersFilters.module.css'

interface SearchFieldProps {
  query: string
  onChange: (changes: { query: string }) => void
}

/** Searches once the typing pauses. */
export function SearchField({ query, onChange }: SearchFieldProps) {
  const search = useDebouncedCallback((text: string) => onChange({ query: text.trim() }), 250)
  return (
    <TextInput
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
