import { ActionIcon } from '@mantine/core'
import { IconMathFunction } from '@tabler/icons-react'
import { Sparkline } from '../../../look/charts/Sparkline'
import { DrillLink } from '../../../look/components/DrillLink'
import { formatPercent } from '../../../look/format'
import { ChangeLabel } from './ChangeLabel'
import { pointChange } from './change'
import { type Metric, type MetricKey } from './metrics'
import { type MetricGridProps } from './MetricGrid'
import { isRunning } from './range'
import classes from './MetricGrid.module.css'

interface MetricTileProps extends MetricGridProps {
  metric: Metric
  onExplain: () => void
}

/** One figure of the range: its value, its change against the range before, its course. */
export function MetricTile({ metric, range, onExplain, ...figures }: MetricTileProps) {
  const question = `How is this computed: ${metric.label}`
  const { value, unit, change, previous, note } = leadOf(metric, figures)
  const last = figures.periods.at(-1)
  return (
    <article className={classes.tile} aria-label={metric.label}>
      <h2 className={classes.label}>
        {metric.label}
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={question}
          data-tip="How is this computed?"
          onClick={onExplain}
        >
          <IconMathFunction size={15} stroke={1.6} />
        </ActionIcon>
      </h2>
      <div className={classes.figure}>
        <DrillLink to={metric.path(range, figures.currency)} className={classes.value} title={LISTS[metric.key]}>
          {value}
          {unit && <small className={classes.unit}> {unit}</small>}
        </DrillLink>
        <span className={classes.spark}>
          <Sparkline
            values={figures.periods.map((period) => metric.value(period, figures.currency))}
            running={last !== undefined && isRunning({ from: last.start, to: last.end }, figures.today)}
          />
        </span>
      </div>
      <ChangeLabel change={change} moreIsBetter={metric.moreIsBetter} previous={previous} />
      {note && <span className={classes.note}>{note}</span>}
    </article>
  )
}

/** What a figure leads to; of a quotient what it is a share of. */
const LISTS: Record<MetricKey, string> = {
  net_revenue: 'The payments and refunds in it',
  active_users: 'The users who are active at the end',
  churn_rate: 'The users who were lost',
  earnings_per_user: 'The users who are active at the end',
  visits: 'The visits in it',
  visitors: 'The persons who visited',
  signups: 'The users who signed up',
  uac: 'The users who signed up, and what was spent'
}

/** What a tile says first: of a rate over several months the one of a month, with the one of the range beneath. */
function leadOf(metric: Metric, figures: Omit<MetricGridProps, 'range'>) {
  const { total, previous, months, previousMonths, currency } = figures
  if (!metric.ofMonths || !months || months.length < 2) {
    return {
      value: metric.show(total, currency),
      change: previous && metric.change(total, previous, currency),
      previous: previous && metric.show(previous, currency)
    }
  }
  const [now, before] = [metric.ofMonths(months), previousMonths && metric.ofMonths(previousMonths)]
  return {
    value: formatPercent(now),
    unit: 'a month',
    change: before === undefined ? undefined : pointChange(now, before),
    previous: before === undefined ? undefined : formatPercent(before),
    note: `${metric.show(total, currency)} over the whole range`
  }
}
