import { Stack } from '@mantine/core'
import { PageHeader } from '../../../look/components/PageHeader'
import { useTimesNote } from '../../../look/use-time-zone'
import { useUrlState } from '../../../look/use-url-state'
import { BoardLink } from '../shared/BoardLink'
import { LiveState } from '../../../look/components/LiveState'
import { useLiveRefresh } from '../shared/use-live-refresh'
import { AttentionPanel } from './AttentionPanel'
import { CountsPanel } from './CountsPanel'
import { EventsPanel } from './EventsPanel'
import { DEFAULT_FILTERS } from './filters'
import { WhyPanel } from './WhyPanel'

/** What becomes of the events: how many, which, and why. */
export default function DeliveriesPage() {
  const [filters, change] = useUrlState(DEFAULT_FILTERS)
  const times = useTimesNote()
  const connected = useLiveRefresh('events', 'counts', 'why', 'reasons', 'lanes', 'health')
  return (
    <>
      <PageHeader title="Deliveries" description={`Every accepted event, and what became of it. ${times}`}>
        <BoardLink>The board’s page</BoardLink>
        <LiveState connected={connected} />
      </PageHeader>
      <Stack gap="lg">
        <AttentionPanel hours={filters.hours} />
        <WhyPanel query={filters.why} onChange={change} />
        <CountsPanel filters={filters} onChange={change} />
        <EventsPanel filters={filters} onChange={change} />
      </Stack>
    </>
  )
}
