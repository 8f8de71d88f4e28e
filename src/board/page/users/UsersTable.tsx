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
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col" className={classes.wide}>
              Status
            </th>
            <SortableHead className={classes.number} {...sortable('earnings')}>
              Earnings
            </SortableHead>
            <th scope="col" className={classes.wide}>
              First seen
            </th>
            <SortableHead className={classes.wide} {...sortable('last_seen')}>
              Last seen
            </SortableHead>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={idOf(user)}>
              <td>
                <PersonLink user={user} />
                <span className={classes.narrow}>
                  <StatusBadge status={user.status} />
                </span>
              </td>
              <td className={classes.wide}>
                <StatusBadge status={user.status} />
              </td>
              <td className={classes.number}>
                {earningsIn ? (
                  <Money amount={user.earnings[earningsIn] ?? '0.00'} currency={earningsIn} />
                ) : (
                  <Earnings earnings={user.earnings} />
                )}
              </td>
              <td className={classes.wide}>
                <Timestamp value={user.first_seen} />
              </td>
              <td className={classes.wide}>
                <Timestamp value={user.last_seen} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
