import { formatCount } from '../../../look/format'
import type { StateCounts } from '../../read-api/shapes'
import classes from './MappingsTable.module.css'

/** How a mapping's deliveries stand; what there is none of is left out. */
export function MappingCounts({ counts: { delivered, discarded, waiting, retrying } }: { counts: StateCounts }) {
  const open = waiting + retrying
  return (
    <span className={classes.counts}>
      <span>
        <b>{formatCount(delivered)}</b> delivered
      </span>
      {open > 0 && (
        <span>
          <b>{formatCount(open)}</b> under way
        </span>
      )}
      {discarded > 0 && (
        <span data-state="discarded">
          <b>{formatCount(discarded)}</b> discarded
        </span>
      )}
    </span>
  )
}
