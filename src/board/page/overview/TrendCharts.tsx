import { BarChart } from '../../../look/charts/BarChart'
import { pointOf } from '../../../look/charts/chart'
import { LineChart } from '../../../look/charts/LineChart'
import { Panel } from '../../../look/components/Panel'
import { formatCount, formatCountShort, formatPercent, formatPercentShort } from '../../../look/format'
import type { Interval, Period } from '../../read-api/shapes'
import { periodLabel } from './labels'
import { canceledIn, eventsOf, lostIn, signupsIn, visitorsIn } from '../paths'
import { isRunning, type Range } from './range'
import { RevenueChart } from './RevenueChart'
import classes from './TrendCharts.module.css'

interface TrendChartsProps {
  periods: readonly Period[]
  interval: Interval
  currency: string
  today: string
}

/** The figures over time, up to the period that is running. */
export function TrendCharts({ periods, interval, currency, today }: TrendChartsProps) {
  const labelOf = ({ start }: Period) => periodLabel(start, interval)
  const rangeOf = ({ start, end }: Period): Range => ({ from: start, to: end })
  const running = ({ start, end }: Period) => isRunning({ from: start, to: end }, today)
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
            const range = rangeOf(period)
            const paths = { visits: eventsOf('visit', range), visitors: visitorsIn(range) }
            return pointOf(labelOf(period), { visits, visitors }, formatCount, running(period), paths)
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
            const values = { signups, cancellations: -cancellations }
            const range = rangeOf(period)
            const paths = { signups: signupsIn(range), cancellations: canceledIn(range) }
            return pointOf(labelOf(period), values, (value) => formatCount(Math.abs(value)), running(period), paths)
          })}
          formatAxis={(value) => formatCountShort(Math.abs(value))}
        />
      </Panel>
      <RevenueChart periods={periods} interval={interval} currency={currency} today={today} />
      <Panel title="Churn rate">
        <LineChart
          title="Churn rate over time"
          series={[{ key: 'churn', label: 'Churn rate', color: 'var(--accent)' }]}
          points={periods.map((period) =>
            pointOf(labelOf(period), { churn: period.churn_rate }, formatPercent, running(period), {
              churn: lostIn(rangeOf(period))
            })
          )}
          formatAxis={formatPercentShort}
        />
      </Panel>
    </div>
  )
}
