import { Button, NativeSelect } from '@mantine/core'
import { isolated } from '../../../look/in-sentence'
import type { MappingEntry } from '../../read-api/shapes'
import { useMappings } from '../api'
import { STATE_LABELS } from '../shared/states'
import { EventSearch } from './EventSearch'
import classes from './EventsFilters.module.css'
import { type FiltersProps } from './filters'

const STATES = [
  { value: '', label: 'All states' },
  ...Object.entries(STATE_LABELS).map(([value, label]) => ({ value, label }))
]

export function EventsFilters({ filters: { query, state, mapping }, onChange }: FiltersProps) {
  const known = useMappings().data?.mappings ?? []
  const labelOf = ({ id, name, subscribe }: MappingEntry) =>
    known.some((other) => other.name === name && other.id !== id) ? `${isolated(name)} (${isolated(subscribe)})` : name
  const mappings = [
    { value: '', label: 'All mappings' },
    ...known.map((mapping) => ({ value: mapping.id, label: labelOf(mapping) }))
  ]
  return (
    <search className={classes.filters} aria-label="Filters">
      <EventSearch query={query} onChange={onChange} />
      <NativeSelect
        aria-label="State"
        data={STATES}
        value={state}
        onChange={({ currentTarget }) => onChange({ state: currentTarget.value })}
      />
      <NativeSelect
        aria-label="Mapping"
        data={mappings}
        value={mapping}
        onChange={({ currentTarget }) => onChange({ mapping: currentTarget.value })}
      />
      {query + state + mapping !== '' && (
        <Button variant="subtle" color="gray" onClick={() => onChange({ query: '', state: '', mapping: '' })}>
          Clear
        </Button>
      )}
    </search>
  )
}
