import type { Status } from '../../read-api/shapes'
import classes from './StatusBadge.module.css'

/** A person's status, told by a word and a dot. */
export function StatusBadge({ status }: { status: Status }) {
  return (
    <span className={classes.status} data-status={status}>
      {status[0].toUpperCase() + status.slice(1)}
    </span>
  )
}
