import { Skeleton } from '@mantine/core'
import { LoadMore } from '../../../look/components/LoadMore'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import { WindowedList } from '../../../look/components/WindowedList'
import type { EventRow } from '../../read-api/shapes'
import { useEvents } from '../api'
import { EventItem } from './EventItem'
import { EventsFilters } from './EventsFilters'
import { type FiltersProps } from './filters'
import { NoEvents } from './NoEvents'
import { ResendAll } from './ResendAll'

const keyOf = ({ messageId, receivedAt }: EventRow, index: number) => messageId ?? `${receivedAt} ${index}`

/** The newest events, as they come in. */
export function EventsPanel({ filters, onChange }: FiltersProps) {
  const { query, state, mapping } = filters
  const events = useEvents({ query, state, mapping })
  return (
    <Panel title="Events" aside={state === 'discarded' && <ResendAll mapping={mapping} />}>
      <EventsFilters filters={filters} onChange={onChange} />
      <Loaded query={events} loading={<Skeleton h={480} />}>
        {({ pages }) => {
          const shown = pages.flatMap((page) => page.events)
          if (shown.length === 0) return <NoEvents filtered={query + state + mapping !== ''} />
          return (
            <>
              <WindowedList items={shown} keyOf={keyOf} height={64} more={events.hasNextPage}>
                {(event) => <EventItem event={event} />}
              </WindowedList>
              <LoadMore label="Show older events" pages={events} />
            </>
          )
        }}
      </Loaded>
    </Panel>
  )
}
