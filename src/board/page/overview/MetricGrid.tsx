import { useState } from 'react'
import type { Period } from '../../read-api/shapes'
import { HowComputed } from './HowComputed'
import { METRICS, type Metric } from './metrics'
import { MetricTile } from './MetricTile'
import { type Range } from './range'
import classes from './MetricGrid.module.css'

export interface MetricGridProps {
  total: Period
  /** What the range is compared with; undefined until it is there. */
  previous: Period | undefined
  /** The months of the range and of the one before; undefined until they are there. */
  months: readonly Period[] | undefined
  previousMonths: readonly Period[] | undefined
  periods: readonly Period[]
  range: Range
  currency: string
  today: string
}

/** The figures, side by side. */
export function MetricGrid(props: MetricGridProps) {
  const { total, range, currency, today } = props
  const [explained, setExplained] = useState<Metric | null>(null)
  return (
    <section aria-label="Figures" className={classes.grid}>
      {METRICS.map((metric) => (
        <MetricTile key={metric.key} metric={metric} {...props} onExplain={() => setExplained(metric)} />
      ))}
      <HowComputed
        metric={explained}
        total={total}
        range={range}
        currency={currency}
        today={today}
        onClose={() => setExplained(null)}
      />
    </section>
  )
}
