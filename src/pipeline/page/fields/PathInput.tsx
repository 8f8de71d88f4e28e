import { Autocomplete } from '@mantine/core'
import { use } from 'react'
import classes from './Field.module.css'
import { PathsContext } from './paths'

interface PathInputProps {
  label: string
  path: string
  onChange: (path: string) => void
}

/** A path into the event, with the fields of recent events suggested. */
export function PathInput({ label, path, onChange }: PathInputProps) {
  const paths = use(PathsContext)
  const examples = new Map(paths.map((each) => [each.path, each.example]))
  return (
    <Autocomplete
      aria-label={`${label}: path`}
      className={classes.code}
      placeholder="$.properties.plan"
      data={[...examples.keys()]}
      value={path}
      limit={60}
      maxDropdownHeight={280}
      spellCheck={false}
      error={path.trim() === '' ? 'Choose or enter a field of the event.' : null}
      onChange={onChange}
      renderOption={({ option: { value } }) => (
        <span className={classes.option}>
          <code>{value}</code>
          <small>{examples.get(value)}</small>
        </span>
      )}
    />
  )
}
