import '@mantine/core/styles/Pill.css'

import { Button, Pill, NativeSelect } from '@mantine/core'
import { isDay } from '../overview/days'
import { daysLabel, monthLabel } from '../overview/labels'
import classes from './EventsFilters.module.css'

/** As in the address; empty where nothing is asked for. The days are [from, to). */
export type EventFilters = Record<'type' | 'user' | 'from' | 'to' | 'currency' | 'cohort', string>

interface EventsFiltersProps {
  filters: EventFilters
  onChange: (changes: Partial<EventFilters>) => void
  onClear: () => void
}

export const TYPES = [
  { value: '', label: 'All types' },
  { value: 'money', label: 'Payments and refunds' },
  ...['visit', 'login', 'attributes', 'event', 'payment', 'refund', 'cancel', 'signup', 'group', 'alias'].map(
    (type) => ({ value: type, label: type[0].toUpperCase() + type.slice(1) })
  )
]

/** Of which type; and the period or the person that a link from elsewhere asked for, to be lifted again. */
export function EventsFilters({
  filters: { type, user, from, to, currency, cohort },
  onChange,
  onClear
}: EventsFiltersProps) {
  return (
    <search className={classes.filters}>
      <NativeSelect
        aria-label="Type"
        data={TYPES}
        value={type}
        onChange={({ currentTarget }) => onChange({ type: currentTarget.value })}
      />
      {from + to !== '' && <Pill size="md">{daysLabel({ from, to })}</Pill>}
      {user !== '' && (
        <Pill size="md">
          user <bdi>{user}</bdi>
        </Pill>
      )}
      {currency !== '' && <Pill size="md">in {currency}</Pill>}
      {cohort !== '' && (
        <Pill size="md">of those who signed up in {isDay(`${cohort}-01`) ? monthLabel(cohort) : cohort}</Pill>
      )}
      {type + user + from + to + currency + cohort !== '' && (
        <Button variant="subtle" color="gray" size="xs" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </search>
  )
}
