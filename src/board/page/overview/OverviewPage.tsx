import { PageHeader } from '../../../look/components/PageHeader'
import { Loaded } from '../../../look/components/Loaded'
import { useMetrics } from '../api'
import { chooseCurrency, currenciesOf } from './currencies'
import { FirstSteps } from './FirstSteps'
import { rangeLabel } from './labels'
import { MetricGrid } from './MetricGrid'
import { OverviewControls } from './OverviewControls'
import { OverviewSkeleton } from './OverviewSkeleton'
import { previousRange } from './range'
import { RetentionPanel } from './RetentionPanel'
import { TrendCharts } from './TrendCharts'
import { useOverviewState } from './use-overview-state'
import classes from './OverviewPage.module.css'

/** The figures of a range of days, compared with the range before it. */
export function OverviewPage() {
  const [state, change] = useOverviewState()
  const { range, interval } = state
  const metrics = useMetrics({ ...range, interval })
  const before = useMetrics({ ...previousRange(range), interval: 'month' })

  const currencies = currenciesOf(metrics.data?.total)
  const currency = chooseCurrency(currencies, state.currency)

  return (
    <>
      <PageHeader title="Overview" description={rangeLabel(range)}>
        <OverviewControls state={state} currencies={currencies} currency={currency} onChange={change} />
      </PageHeader>
      <Loaded query={metrics} loading={<OverviewSkeleton />}>
        {({ total, periods }) => (
          <div className={classes.parts}>
            <FirstSteps total={total} />
            <MetricGrid
              total={total}
              previous={before.data?.total}
              periods={periods}
              range={range}
              currency={currency}
            />
            <TrendCharts periods={periods} interval={interval} currency={currency} />
            <RetentionPanel range={range} />
          </div>
        )}
      </Loaded>
    </>
  )
}
