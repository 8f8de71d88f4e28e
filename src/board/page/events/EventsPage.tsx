import { Skeleton } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { withQuery } from '../../../look/api/client'
import { DownloadCsv } from '../../../look/components/DownloadCsv'
import { EmptyState } from '../../../look/components/EmptyState'
import { ListTotal } from '../../../look/components/ListTotal'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { Panel } from '../../../look/components/Panel'
import { WayBack } from '../../../look/components/WayBack'
import { useTimesNote } from '../../../look/use-time-zone'
import { useUrlState } from '../../../look/use-url-state'
import { useEvents, useEventsTotal } from '../api'
import { type EventFilters, EventsFilters, TYPES } from './EventsFilters'
import { EventsList } from './EventsList'
import { LiveSwitch } from './LiveSwitch'
import { useArrivals } from './use-arrivals'

const DEFAULTS: EventFilters = { type: '', user: '', from: '', to: '', currency: '', cohort: '' }
const TITLES = new Map([
  ...TYPES.map(({ value, label }) => [value, `${label} events`] as const),
  ['', 'All events'],
  ['money', 'Payments and refunds']
])
const NOUNS = ['event', 'events'] as const

/** What arrives, as it arrives; or the events of a period or of a person. */
export default function EventsPage() {
  const [filters, change] = useUrlState(DEFAULTS)
  const events = useEvents(filters)
  const total = useEventsTotal(filters)
  const times = useTimesNote()
  const isFiltered = Object.values(filters).some((value) => value !== '')
  const arrivals = useArrivals(filters, () => void events.refetch())

  return (
    <>
      <WayBack />
      <PageHeader title="Events" description={`The newest events of this board. ${times}`}>
        <LiveSwitch {...arrivals} />
        <DownloadCsv path={withQuery('/api/events', filters)} name="events" />
      </PageHeader>
      <EventsFilters filters={filters} onChange={change} onClear={() => change(DEFAULTS)} />
      {isFiltered && <ListTotal total={total.data} noun={NOUNS} meaning="payments less refunds" />}
      <Panel title={TITLES.get(filters.type) ?? `Events of the type ${filters.type}`}>
        <Loaded query={events} loading={<Skeleton h={480} />}>
          {({ pages }) => {
            const known = pages.flatMap((page) => page.events)
            const ids = new Set(known.map(({ id }) => id))
            const shown = [...arrivals.events.filter(({ id }) => !ids.has(id)), ...known]
            if (shown.length === 0) return <NoEvents />
            return <EventsList events={shown} withUser older={events} />
          }}
        </Loaded>
      </Panel>
    </>
  )
}

function NoEvents() {
  return (
    <EmptyState icon={IconActivity} title="No events here">
      Clear the filters, or send one: the page shows it as soon as it arrives. Settings, Integrations says how.
    </EmptyState>
  )
}
