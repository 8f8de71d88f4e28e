import { Button, Pill, Select } from '@mantine/core'
import classes from './EventsFilters.module.css'

/** As in the address; empty where nothing is asked for. The days are [from, to). */
export type EventFilters = Record<'type' | 'user' | 'from' | 'to', string>

interface EventsFiltersProps {
  filters: EventFilters
  onChange: (changes: Partial<EventFilters>) => void
  onClear: () => void
}

const TYPES = [
  { value: '', label: 'All types' },
  ...['visit', 'login', 'attributes', 'event', 'payment', 'refund', 'cancel', 'signup', 'group', 'alias'].map(
    (type) => ({ value: type, label: type[0].toUpperCase() + type.slice(1) })
  )
]

/** Of which type; and the period or the person that a link from elsewhere asked for, to be lifted again. */
export function EventsFilters({ filters: { type, user, from, to }, onChange, onClear }: EventsFiltersProps) {
  return (
    <search className={classes.filters}>
      <Select
        aria-label="Type"
        data={TYPES}
        value={type}
        allowDeselect={false}
        onChange={(value) => onChange({ type: value ?? '' })}
      />
      {from !== '' && <Pill size="md">from {from}</Pill>}
      {to !== '' && <Pill size="md">before {to}</Pill>}
      {user !== '' && <Pill size="md">user {user}</Pill>}
      {type + user + from + to !== '' && (
        <Button variant="subtle" color="gray" size="xs" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </search>
  )
}
