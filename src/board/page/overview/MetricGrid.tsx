import { useState } from 'react'
import type { Period } from '../../read-api/shapes'
import { HowComputed } from './HowComputed'
import { METRICS, type Metric } from './metrics'
import { MetricTile } from './MetricTile'
import { type Range } from './range'
import classes from './MetricGrid.module.css'

interface MetricGridProps {
  total: Period
  /** The range before; undefined until it is there. */
  previous: Period | undefined
  periods: readonly Period[]
  range: Range
  currency: string
}

/** The figures, the first of which is twice as wide. */
export function MetricGrid({ total, previous, periods, range, currency }: MetricGridProps) {
  const [explained, setExplained] = useState<Metric | null>(null)
  return (
    <section aria-label="Figures" className={classes.grid}>
      {METRICS.map((metric) => (
        <MetricTile
          key={metric.key}
          metric={metric}
          total={total}
          previous={previous}
          periods={periods}
          currency={currency}
          onExplain={() => setExplained(metric)}
        />
      ))}
      <HowComputed
        metric={explained}
        total={total}
        range={range}
        currency={currency}
        onClose={() => setExplained(null)}
      />
    </section>
  )
}
