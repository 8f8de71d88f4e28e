import { BarChart } from '../../../look/charts/BarChart'
import { pointOf } from '../../../look/charts/chart'
import { LineChart } from '../../../look/charts/LineChart'
import { Panel } from '../../../look/components/Panel'
import { formatCount, formatCountShort, formatPercent } from '../../../look/format'
import type { Interval, Period } from '../../read-api/shapes'
import { periodLabel } from './labels'
import { RevenueChart } from './RevenueChart'
import classes from './TrendCharts.module.css'

interface TrendChartsProps {
  periods: readonly Period[]
  interval: Interval
  currency: string
}

/** The figures over time. */
export function TrendCharts({ periods, interval, currency }: TrendChartsProps) {
  const labelOf = ({ start }: Period) => periodLabel(start, interval)
  return (
    <div className={classes.charts}>
      <Panel title="Visits and visitors">
        <LineChart
          title="Visits and visitors over time"
          series={[
            { key: 'visits', label: 'Visits', color: 'var(--neutral)' },
            { key: 'visitors', label: 'Visitors', color: 'var(--accent)' }
          ]}
          points={periods.map((period) => {
            const { visits, visitors } = period
            return pointOf(labelOf(period), { visits, visitors }, formatCount)
          })}
          formatAxis={formatCountShort}
        />
      </Panel>
      <Panel title="Signups and cancellations">
        <BarChart
          title="Signups and cancellations over time"
          series={[
            { key: 'signups', label: 'Signups', color: 'var(--accent)' },
            { key: 'cancellations', label: 'Cancellations', color: 'var(--loss)' }
          ]}
          points={periods.map((period) => {
            const { signups, cancellations } = period
            return pointOf(labelOf(period), { signups, cancellations: -cancellations }, (value) =>
              formatCount(Math.abs(value))
            )
          })}
          formatAxis={(value) => formatCountShort(Math.abs(value))}
        />
      </Panel>
      <RevenueChart periods={periods} interval={interval} currency={currency} />
      <Panel title="Churn rate">
        <LineChart
          title="Churn rate over time"
          series={[{ key: 'churn', label: 'Churn rate', color: 'var(--accent)' }]}
          points={periods.map((period) => pointOf(labelOf(period), { churn: period.churn_rate }, formatPercent))}
          formatAxis={formatPercent}
        />
      </Panel>
    </div>
  )
}
