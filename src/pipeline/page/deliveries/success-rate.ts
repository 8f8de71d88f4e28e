import type { Counts } from '../../read-api/shapes'

/** Of what was tried, what arrived; `null` where nothing was. */
export function successRate({ delivered, discarded, retrying }: Counts['total']): number | null {
  const tried = delivered + discarded + retrying
  return tried === 0 ? null : delivered / tried
}
