import type { State } from '../../outcomes'
import classes from './StateBadge.module.css'
import { STATE_LABELS } from './states'

/** What became of an event, told by a word and a dot. */
export function StateBadge({ state }: { state: State }) {
  return (
    <span className={classes.state} data-state={state}>
      {STATE_LABELS[state]}
    </span>
  )
}
