import { NativeSelect } from '@mantine/core'
import { CurrencyPicker } from '../overview/CurrencyPicker'
import { SearchField } from './SearchField'
import classes from './UsersFilters.module.css'

/** As in the address; empty where nothing is asked for. */
export type UserFilters = Record<'query' | 'status' | 'where' | 'sort' | 'order' | 'currency', string>

interface UsersFiltersProps {
  filters: UserFilters
  /** Those that the people listed have earnings in. */
  currencies: readonly string[]
  onChange: (changes: Partial<UserFilters>) => void
}

const STATUSES = [
  { value: '', label: 'Any status' },
  { value: 'active', label: 'Active' },
  { value: 'canceled', label: 'Canceled' },
  { value: 'known', label: 'Known' },
  { value: 'anonymous', label: 'Anonymous' }
]

const ORDERS = [
  { value: 'last_seen desc', label: 'Last seen first' },
  { value: 'last_seen asc', label: 'Last seen last' },
  { value: 'earnings desc', label: 'Highest earnings first' },
  { value: 'earnings asc', label: 'Lowest earnings first' }
]

/** Search, filter and order. Earnings are ordered in one currency. */
export function UsersFilters({ filters, currencies, onChange }: UsersFiltersProps) {
  return (
    <search className={classes.filters}>
      <SearchField query={filters.query} onChange={onChange} />
      <NativeSelect
        aria-label="Status"
        data={STATUSES}
        value={filters.status}
        onChange={({ currentTarget }) => onChange({ status: currentTarget.value })}
      />
      <NativeSelect
        aria-label="Order"
        data={ORDERS}
        value={`${filters.sort} ${filters.order}`}
        onChange={({ currentTarget }) => {
          const [sort, order] = currentTarget.value.split(' ')
          onChange({ sort, order })
        }}
      />
      {filters.sort === 'earnings' && (
        <CurrencyPicker
          currencies={currencies}
          currency={filters.currency}
          onChange={(currency) => onChange({ currency })}
        />
      )}
    </search>
  )
}
