import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/SegmentedControl.css'

import { SegmentedControl, Skeleton } from '@mantine/core'
import { withQuery } from '../../../look/api/client'
import { DownloadCsv } from '../../../look/components/DownloadCsv'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { Panel } from '../../../look/components/Panel'
import { useUrlState } from '../../../look/use-url-state'
import { useRetention } from '../api'
import { chooseCurrency } from '../overview/currencies'
import { CurrencyPicker } from '../overview/CurrencyPicker'
import { addMonths, startOfMonth } from '../overview/days'
import { RangePicker } from '../overview/RangePicker'
import { useOverviewState } from '../overview/use-overview-state'
import { CohortGrid, type Measure } from './CohortGrid'

const DEFAULTS = { show: 'retention' }
const MEASURES = [
  { value: 'retention', label: 'Still active' },
  { value: 'earnings', label: 'Earnings a head' }
]

/** Of those who signed up in each month: how many stayed, what they earned, and when that paid for winning them. */
export default function CohortsPage() {
  const [state, change] = useOverviewState()
  const [{ show }, changeShown] = useUrlState(DEFAULTS)
  const measure: Measure = show === 'earnings' ? 'earnings' : 'retention'
  const { from, to } = state.range
  const months = { from: startOfMonth(from), to: startOfMonth(to) === to ? to : addMonths(to, 1) }
  const retention = useRetention(months)
  const currencies = [
    ...new Set(retention.data?.cohorts.flatMap(({ earnings, uac }) => [...Object.keys(earnings), ...Object.keys(uac)]))
  ].sort()
  const currency = chooseCurrency(currencies, state.currency)
  return (
    <>
      <PageHeader title="Cohorts" description="Everyone belongs to the month of their first signup (UTC).">
        <RangePicker {...state} onChange={change} />
        <SegmentedControl
          aria-label="Measure"
          data={MEASURES}
          value={measure}
          onChange={(value) => changeShown({ show: value })}
        />
        {measure === 'earnings' && (
          <CurrencyPicker
            currencies={currencies}
            currency={currency}
            onChange={(chosen) => change({ currency: chosen })}
          />
        )}
        <DownloadCsv path={withQuery('/api/retention', months)} name="cohorts" />
      </PageHeader>
      <Panel
        title={measure === 'retention' ? 'Retention by signup month' : `Earnings per member until then, in ${currency}`}
        description={
          measure === 'retention'
            ? 'The share of each month’s signups that was active at the end of that month and of the months after it.'
            : 'Payback is the first month by whose end a member had earned what it took to win one: the acquisition spend of the signup month, by its signups.'
        }
      >
        <Loaded query={retention} loading={<Skeleton h={240} />}>
          {(data) => <CohortGrid retention={data} measure={measure} currency={currency} />}
        </Loaded>
      </Panel>
    </>
  )
}
