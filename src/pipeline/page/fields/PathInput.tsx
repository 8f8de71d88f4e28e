import { TextInput } from '@mantine/core'
import classes from './Field.module.css'
import { PATHS_LIST } from './PathsList'

interface PathInputProps {
  label: string
  path: string
  onChange: (path: string) => void
}

/** A path into the event, with the fields of recent events suggested. */
export function PathInput({ label, path, onChange }: PathInputProps) {
  return (
    <TextInput
      aria-label={`${label}: path`}
      className={classes.code}
      placeholder="$.properties.plan"
      list={PATHS_LIST}
      autoComplete="off"
      spellCheck={false}
      value={path}
      error={path.trim() === '' ? 'Choose or enter a field of the event.' : null}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
