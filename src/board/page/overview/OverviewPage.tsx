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
export default function OverviewPage() {
  const [state, change] = useOverviewState()
  const { range, interval } = state
  const metrics = useMetrics({ ...range, interval })
  const before = useMetrics({ ...previousRange(range), interval: 'month' })

  // While a new range is on its way the old one stays on screen: it must not be compared with what came before the new one.
  const isCurrent = before.data !== undefined && !before.isPlaceholderData && !metrics.isPlaceholderData

  const currencies = currenciesOf(metrics.data?.total)
  const currency = chooseCurrency(currencies, state.currency)

  return (
    <>
      <PageHeader title="Overview" description={rangeLabel(range)}>
        <OverviewControls state={state} currencies={currencies} currency={currency} onChange={change} />
      </PageHeader>
      <Loaded query={metrics} loading={<OverviewSkeleton />}>
        {(shown) => (
          <div className={classes.parts}>
            <FirstSteps total={shown.total} />
            <MetricGrid
              total={shown.total}
              previous={isCurrent ? before.data.total : undefined}
              periods={shown.periods}
              range={shown}
              currency={currency}
            />
            <TrendCharts periods={shown.periods} interval={shown.interval} currency={currency} />
            <RetentionPanel range={range} />
          </div>
        )}
      </Loaded>
    </>
  )
}
