interface SparklineProps {
  /** Oldest first; a null is skipped. */
  values: readonly (number | null)[]
  /** The last one is of a period that is running: the way to it is dashed. */
  running: boolean
}

const WIDTH = 100
const HEIGHT = 30

/**
 * A figure's course at a glance, as large as the element it is in. It repeats what the charts and their tables say, so
 * that it is hidden from screen readers.
 */
export function Sparkline({ values, running }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return null

  const low = Math.min(...known)
  const range = Math.max(...known) - low || 1
  const points = values.flatMap((value, index) =>
    value === null ? [] : `${(index / (values.length - 1)) * WIDTH},${HEIGHT - ((value - low) / range) * HEIGHT}`
  )
  const isOpen = running && values.at(-1) !== null
  const style = {
    fill: 'none',
    stroke: 'var(--accent)',
    strokeWidth: 1.5,
    strokeLinejoin: 'round',
    strokeLinecap: 'round',
    vectorEffect: 'non-scaling-stroke'
  } as const
  return (
    <svg
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      width="100%"
      height="100%"
      aria-hidden="true"
    >
      <polyline {...style} points={points.slice(0, isOpen ? -1 : undefined).join(' ')} />
      {isOpen && <polyline {...style} strokeDasharray="3 3" points={points.slice(-2).join(' ')} />}
    </svg>
  )
}
