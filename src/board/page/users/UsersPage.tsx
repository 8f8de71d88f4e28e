import { Skeleton } from '@mantine/core'
import { Suspense } from 'react'
import { withQuery } from '../../../look/api/client'
import { DownloadCsv } from '../../../look/components/DownloadCsv'
import { ListTotal } from '../../../look/components/ListTotal'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { WayBack } from '../../../look/components/WayBack'
import { lazyPart } from '../../../look/lazy-view'
import { useUrlState } from '../../../look/use-url-state'
import { useUsers, useUsersTotal } from '../api'
import { chooseCurrency } from '../overview/currencies'
import { readConditions, writeConditions } from './condition-text'
import { Conditions } from './Conditions'
import { NoUsers } from './NoUsers'
import { Pages } from './Pages'
import { type UserFilters, UsersFilters } from './UsersFilters'
import { UsersTable } from './UsersTable'

/** Fetched for who comes from a cost. */
const AcquisitionCost = lazyPart(() => import('./AcquisitionCost'))

const DEFAULTS: UserFilters & { uac: string; cursor: string } = {
  query: '',
  status: '',
  where: '',
  sort: 'last_seen',
  order: 'desc',
  currency: '',
  uac: '',
  cursor: ''
}

/** Everyone the board knows, or those who have something in common; how many they are and what they earned. */
export default function UsersPage() {
  const [{ uac, cursor, ...filters }, change] = useUrlState(DEFAULTS)
  const { query, status, where, sort, order } = filters
  const total = useUsersTotal({ query, status, where })
  const currencies = Object.keys(total.data?.earnings ?? {})
  const byEarnings = sort === 'earnings'
  const currency = total.data ? chooseCurrency(currencies, filters.currency) : filters.currency || 'USD'
  const asked = { query, status, where, sort, order, currency: byEarnings ? currency : '' }
  const users = useUsers({ ...asked, cursor, limit: '50' })
  const conditions = readConditions(where)
  // Who narrows the list otherwise looks at other people than those whom the cost was spent on.
  const changeList = (changes: Partial<UserFilters>) => {
    const isNarrowed = 'query' in changes || 'status' in changes || 'where' in changes
    change({ ...changes, ...(isNarrowed && { uac: '' }), cursor: '' })
  }

  return (
    <>
      <WayBack />
      <PageHeader title="Users">
        <DownloadCsv path={withQuery('/api/users', asked)} name="users" />
      </PageHeader>
      <UsersFilters filters={{ ...filters, currency }} currencies={currencies} onChange={changeList} />
      <Conditions conditions={conditions} onChange={(changed) => changeList({ where: writeConditions(changed) })} />
      <ListTotal
        total={total.data && { count: total.data.count, sums: total.data.earnings }}
        noun={['user', 'users']}
        meaning="earned until now"
      />
      {uac !== '' && total.data && (
        <Suspense>
          <AcquisitionCost conditions={conditions} currency={uac} count={total.data.count} />
        </Suspense>
      )}
      <Loaded query={users} loading={<Skeleton h={480} radius="lg" />}>
        {({ users: page, next_cursor }) =>
          page.length === 0 ? (
            <NoUsers
              isFiltered={query + status + where + cursor !== '' || byEarnings}
              onClear={() => change(DEFAULTS)}
            />
          ) : (
            <>
              <UsersTable
                users={page}
                earningsIn={byEarnings ? currency : undefined}
                sort={sort}
                order={order}
                onSort={changeList}
              />
              <Pages isFirst={cursor === ''} next={next_cursor} />
            </>
          )
        }
      </Loaded>
    </>
  )
}
