import type { Interval } from '../../read-api/shapes'
import { useUrlState } from '../../../look/use-url-state'
import { dayOf } from './days'
import { DEFAULT_PRESET, possibleInterval, presetOf, readRange, type Range } from './range'

const DEFAULTS: Record<'range' | 'from' | 'to' | 'interval' | 'currency', string> = {
  range: DEFAULT_PRESET,
  from: '',
  to: '',
  interval: '',
  currency: ''
}

export interface OverviewState {
  /** In UTC, as all days. */
  today: string
  range: Range
  /** The name of the range, or "custom". */
  preset: string
  /** Whether it is the one that the address asks for: days that make no range give way to the preset. */
  isAsked: boolean
  interval: Interval
  /** As the address asks for it; it may be one that the board has no money in. */
  currency: string
}

/** What the overview shows, as its address says. */
export function useOverviewState(): [OverviewState, (changes: Partial<typeof DEFAULTS>) => void] {
  const [state, change] = useUrlState(DEFAULTS)
  const today = dayOf(new Date())
  const range = readRange(state, today)
  const isCustom = range.from === state.from && range.to === state.to
  return [
    {
      today,
      range,
      preset: isCustom ? 'custom' : presetOf(state.range),
      isAsked: isCustom || state.from + state.to === '',
      interval: possibleInterval(range, state.interval),
      currency: state.currency
    },
    change
  ]
}
