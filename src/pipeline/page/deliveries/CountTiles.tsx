import { formatCount } from '../../../look/format'
import type { State } from '../../outcomes'
import type { Counts } from '../../read-api/shapes'
import { StateBadge } from '../shared/StateBadge'
import { STATE_MEANINGS } from '../shared/states'
import classes from './CountTiles.module.css'

interface CountTilesProps {
  total: Counts['total']
  /** The state that the list below is filtered by; empty for all. */
  state: string
  onChange: (state: string) => void
}

const STATES: State[] = ['delivered', 'waiting', 'retrying', 'discarded', 'filtered', 'refused']

/** The figures of the range; pressing one shows its events. */
export function CountTiles({ total, state: chosen, onChange }: CountTilesProps) {
  return (
    <div className={classes.tiles} role="group" aria-label="Figures">
      <div className={classes.tile}>
        <span className={classes.figure}>{formatCount(total.received)}</span>
        <span className={classes.label}>Received</span>
      </div>
      {STATES.map((state) => (
        <button
          key={state}
          type="button"
          className={classes.tile}
          title={STATE_MEANINGS[state]}
          aria-pressed={chosen === state}
          onClick={() => onChange(chosen === state ? '' : state)}
        >
          <span className={classes.figure}>{formatCount(total[state])}</span>
          <StateBadge state={state} />
        </button>
      ))}
    </div>
  )
}
