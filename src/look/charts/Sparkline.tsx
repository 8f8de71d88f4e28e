interface SparklineProps {
  /** Oldest first; a null is skipped. */
  values: readonly (number | null)[]
}

const WIDTH = 96
const HEIGHT = 28

/** A figure's course at a glance. It repeats what the charts and their tables say, so it is hidden from readers. */
export function Sparkline({ values }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return null

  const low = Math.min(...known)
  const range = Math.max(...known) - low || 1
  const points = values.flatMap((value, index) =>
    value === null ? [] : `${(index / (values.length - 1)) * WIDTH},${HEIGHT - ((value - low) / range) * HEIGHT}`
  )
  return (
    <svg viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}
