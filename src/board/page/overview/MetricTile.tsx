import { ActionIcon, Tooltip } from '@mantine/core'
import { IconMathFunction } from '@tabler/icons-react'
import { Sparkline } from '../../../look/charts/Sparkline'
import type { Period } from '../../read-api/shapes'
import { ChangeLabel } from './ChangeLabel'
import { type Metric } from './metrics'
import classes from './MetricGrid.module.css'

interface MetricTileProps {
  metric: Metric
  total: Period
  previous: Period | undefined
  periods: readonly Period[]
  currency: string
  onExplain: () => void
}

/** One figure of the range: its value, its change against the range before, its course. */
export function MetricTile({ metric, total, previous, periods, currency, onExplain }: MetricTileProps) {
  const question = `How is this computed: ${metric.label}`
  return (
    <article className={classes.tile} aria-label={metric.label}>
      <h2 className={classes.label}>
        {metric.label}
        <Tooltip label="How is this computed?">
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={question} onClick={onExplain}>
            <IconMathFunction size={15} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </h2>
      <div className={classes.figure}>
        <span className={classes.value}>{metric.show(total, currency)}</span>
        <span className={classes.spark}>
          <Sparkline values={periods.map((period) => metric.value(period, currency))} />
        </span>
      </div>
      <ChangeLabel
        change={previous && metric.change(total, previous, currency)}
        moreIsBetter={metric.moreIsBetter}
        previous={previous && metric.show(previous, currency)}
      />
    </article>
  )
}
