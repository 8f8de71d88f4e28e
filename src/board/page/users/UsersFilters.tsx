import { Select, TextInput } from '@mantine/core'
import { SearchField } from './SearchField'
import classes from './UsersFilters.module.css'

/** As in the address; empty where nothing is asked for. */
export type UserFilters = Record<'query' | 'status' | 'sort' | 'currency', string>

interface UsersFiltersProps {
  filters: UserFilters
  onChange: (changes: Partial<UserFilters>) => void
}

const STATUSES = [
  { value: '', label: 'Any status' },
  { value: 'active', label: 'Active' },
  { value: 'canceled', label: 'Canceled' },
  { value: 'known', label: 'Known' },
  { value: 'anonymous', label: 'Anonymous' }
]

const SORTS = [
  { value: 'last_seen', label: 'Last seen first' },
  { value: 'earnings', label: 'Highest earnings first' }
]

/** Search, filter and order. Earnings are ordered in one currency, which is asked for then. */
export function UsersFilters({ filters, onChange }: UsersFiltersProps) {
  return (
    <search className={classes.filters}>
      <SearchField query={filters.query} onChange={onChange} />
      <Select
        aria-label="Status"
        data={STATUSES}
        value={filters.status}
        allowDeselect={false}
        onChange={(status) => onChange({ status: status ?? '' })}
      />
      <Select
        aria-label="Order"
        data={SORTS}
        value={filters.sort}
        allowDeselect={false}
        onChange={(sort) => onChange({ sort: sort ?? '' })}
      />
      {filters.sort === 'earnings' && (
        <TextInput
          aria-label="Currency of the earnings"
          defaultValue={filters.currency}
          maxLength={3}
          className={classes.currency}
          onChange={({ currentTarget: { value } }) => value.length === 3 && onChange({ currency: value.toUpperCase() })}
        />
      )}
    </search>
  )
}
