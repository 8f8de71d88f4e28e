import { Skeleton } from '@mantine/core'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { useUrlState } from '../../../look/use-url-state'
import { useUsers } from '../api'
import { NoUsers } from './NoUsers'
import { Pages } from './Pages'
import { type UserFilters, UsersFilters } from './UsersFilters'
import { UsersTable } from './UsersTable'

const DEFAULTS: UserFilters & { cursor: string } = {
  query: '',
  status: '',
  sort: 'last_seen',
  currency: 'USD',
  cursor: ''
}

/** Everyone the board knows, newest or most valuable first. */
export function UsersPage() {
  const [{ cursor, currency, ...filters }, change] = useUrlState(DEFAULTS)
  const byEarnings = filters.sort === 'earnings'
  const users = useUsers({ ...filters, currency: byEarnings ? currency : '', cursor, limit: '50' })

  return (
    <>
      <PageHeader title="Users" />
      <UsersFilters filters={{ ...filters, currency }} onChange={(changes) => change({ ...changes, cursor: '' })} />
      <Loaded query={users} loading={<Skeleton h={480} radius="lg" />}>
        {({ users: page, next_cursor }) =>
          page.length === 0 ? (
            <NoUsers
              isFiltered={filters.query + filters.status + cursor !== '' || byEarnings}
              onClear={() => change(DEFAULTS)}
            />
          ) : (
            <>
              <UsersTable users={page} earningsIn={byEarnings ? currency : undefined} />
              <Pages isFirst={cursor === ''} next={next_cursor} />
            </>
          )
        }
      </Loaded>
    </>
  )
}
