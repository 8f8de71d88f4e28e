import { PageHeader } from '../../../look/components/PageHeader'
import { Loaded } from '../../../look/components/Loaded'
import { useMetrics } from '../api'
import { chooseCurrency, currenciesOf } from './currencies'
import { FirstSteps } from './FirstSteps'
import { comparisonLabel } from './labels'
import { MetricGrid } from './MetricGrid'
import { OverviewControls } from './OverviewControls'
import { OverviewSkeleton } from './OverviewSkeleton'
import { TrendCharts } from './TrendCharts'
import { useOverviewState } from './use-overview-state'
import classes from './OverviewPage.module.css'

/** The figures of a range of days, compared with the same part of the range before it. */
export default function OverviewPage() {
  const [state, change] = useOverviewState()
  const { today, range, interval } = state
  const metrics = useMetrics({ ...range, interval })
  const monthly = useMetrics({ ...range, interval: 'month' })
  // While a new range is on its way the old one stays on screen, and nothing is said of what the new one is compared with.
  const previous = metrics.isPlaceholderData ? undefined : metrics.data?.previous
  const previousRange = { from: previous?.start ?? '', to: previous?.end ?? '' }
  const before = useMetrics({ ...previousRange, interval: 'month' }, previousRange.from < previousRange.to)

  const currencies = currenciesOf(metrics.data?.total)
  const currency = chooseCurrency(currencies, state.currency)

  return (
    <>
      <PageHeader title="Overview" description={comparisonLabel(range, today, previous && previousRange)}>
        <OverviewControls state={state} currencies={currencies} currency={currency} onChange={change} />
      </PageHeader>
      <Loaded query={metrics} loading={<OverviewSkeleton />}>
        {(shown) => {
          const periods = shown.periods.filter(({ start }) => start <= today)
          return (
            <div className={classes.parts}>
              <FirstSteps total={shown.total} />
              <MetricGrid
                total={shown.total}
                previous={previous}
                previousMonths={previous && !before.isPlaceholderData ? before.data?.periods : undefined}
                months={previous && !monthly.isPlaceholderData ? monthly.data?.periods : undefined}
                periods={periods}
                range={{ from: shown.from, to: shown.to }}
                currency={currency}
                today={today}
              />
              <TrendCharts periods={periods} interval={shown.interval} currency={currency} today={today} />
            </div>
          )
        }}
      </Loaded>
    </>
  )
}
