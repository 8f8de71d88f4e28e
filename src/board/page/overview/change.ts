/** How a figure differs from the one of the previous period. */
export interface Change {
  direction: 'up' | 'down' | 'none'
  /** "12.5%", "24×" from tenfold on, "new" where there was next to nothing, or "1.2 pt" for a figure that is a percentage itself. */
  amount: string
}

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })
const times = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const points = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** A figure that was smaller by this factor was next to nothing: how many times it grew says nothing any more. */
const NEXT_TO_NOTHING = 100

/** From a relative change: 0.125 is 12.5% up, Infinity is up from nothing. Null, where nothing can be compared, stays null. */
export function relativeChange(share: number | null): Change | null {
  if (share === null) return null
  const amount = share < 9 ? percent.format(Math.abs(share)) : `${times.format(share + 1)}×`
  return { direction: directionOf(share), amount: share + 1 < NEXT_TO_NOTHING ? amount : 'new' }
}

/** Between two ratios, in percentage points; null where one is undefined. */
export function pointChange(current: number | null, previous: number | null): Change | null {
  if (current === null || previous === null) return null
  const difference = (current - previous) * 100
  return { direction: directionOf(difference), amount: `${points.format(Math.abs(difference))} pt` }
}

function directionOf(difference: number): Change['direction'] {
  if (difference === 0) return 'none'
  return difference > 0 ? 'up' : 'down'
}
