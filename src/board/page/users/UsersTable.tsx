import { DataTable, type Column } from '../../../look/components/DataTable'
import { Money } from '../../../look/components/Money'
import { SortableHead } from '../../../look/components/SortableHead'
import { Timestamp } from '../../../look/components/Timestamp'
import type { User } from '../../read-api/shapes'
import { Earnings } from './Earnings'
import { idOf } from './person'
import { PersonLink } from './PersonLink'
import { StatusBadge } from './StatusBadge'
import classes from './UsersTable.module.css'

interface UsersTableProps {
  users: readonly User[]
  sort: string
  order: string
  onSort: (changes: { sort: string; order: string }) => void
  /** The only currency to show earnings in. Default: all that there are. */
  earningsIn?: string
}

export function UsersTable({ users, earningsIn, sort, order, onSort }: UsersTableProps) {
  const sortable = (key: string) => ({
    direction: sort !== key ? undefined : order === 'asc' ? ('ascending' as const) : ('descending' as const),
    onSort: () => onSort({ sort: key, order: sort === key && order === 'desc' ? 'asc' : 'desc' })
  })
  const columns: Column<User>[] = [
    {
      head: 'User',
      cell: (user) => (
        <>
          <PersonLink user={user} />
          <span className={classes.narrow}>
            <StatusBadge status={user.status} />
          </span>
        </>
      )
    },
    { head: 'Status', wide: true, cell: ({ status }) => <StatusBadge status={status} /> },
    {
      head: (className) => (
        <SortableHead key="earnings" className={className} {...sortable('earnings')}>
          Earnings
        </SortableHead>
      ),
      kind: 'number',
      cell: ({ earnings }) =>
        earningsIn ? (
          <Money amount={earnings[earningsIn] ?? '0.00'} currency={earningsIn} />
        ) : (
          <Earnings earnings={earnings} />
        )
    },
    { head: 'First seen', wide: true, cell: ({ first_seen }) => <Timestamp value={first_seen} /> },
    {
      head: (className) => (
        <SortableHead key="last_seen" className={className} {...sortable('last_seen')}>
          Last seen
        </SortableHead>
      ),
      wide: true,
      cell: ({ last_seen }) => <Timestamp value={last_seen} />
    }
  ]
  return <DataTable columns={columns} rows={users} keyOf={idOf} />
}
