import { Skeleton } from '@mantine/core'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import { useRetention } from '../api'
import { addMonths, startOfMonth } from './days'
import { type Range } from './range'
import { RetentionTable } from './RetentionTable'

/** Of those who signed up in each month of the range, how many are still active month by month. */
export function RetentionPanel({ range: { from, to } }: { range: Range }) {
  const isWholeMonth = startOfMonth(to) === to
  const retention = useRetention({ from: startOfMonth(from), to: isWholeMonth ? to : addMonths(to, 1) })
  return (
    <Panel
      title="Retention by signup month"
      description="The share of each month’s signups that was active at the end of that month and of the months after it."
    >
      <Loaded query={retention} loading={<Skeleton h={240} />}>
        {({ cohorts }) => <RetentionTable cohorts={cohorts.filter(({ signups }) => signups > 0)} />}
      </Loaded>
    </Panel>
  )
}
