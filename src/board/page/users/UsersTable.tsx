import { Money } from '../../../look/components/Money'
import { Timestamp } from '../../../look/components/Timestamp'
import type { User } from '../../read-api/shapes'
import { Earnings } from './Earnings'
import { idOf } from './person'
import { PersonLink } from './PersonLink'
import { StatusBadge } from './StatusBadge'
import classes from './UsersTable.module.css'

interface UsersTableProps {
  users: readonly User[]
  /** The only currency to show earnings in. Default: all that there are. */
  earningsIn?: string
}

export function UsersTable({ users, earningsIn }: UsersTableProps) {
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col" className={classes.wide}>
              Status
            </th>
            <th scope="col" className={classes.number}>
              Earnings
            </th>
            <th scope="col" className={classes.wide}>
              First seen
            </th>
            <th scope="col" className={classes.wide}>
              Last seen
            </th>
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
