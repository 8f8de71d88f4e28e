import { Skeleton } from '@mantine/core'
import { LoadMore } from '../../../look/components/LoadMore'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import { useEvents } from '../api'
import { EventItem } from './EventItem'
import classes from './EventItem.module.css'
import { EventsFilters } from './EventsFilters'
import { type FiltersProps } from './filters'
import { NoEvents } from './NoEvents'
import { ResendAll } from './ResendAll'

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
              <ul className={classes.events}>
                {shown.map((event, index) => (
                  <EventItem key={event.messageId ?? `${event.receivedAt} ${index}`} event={event} />
                ))}
              </ul>
              {events.hasNextPage && (
                <LoadMore
                  label="Show older events"
                  loading={events.isFetchingNextPage}
                  onLoad={() => void events.fetchNextPage()}
                />
              )}
            </>
          )
        }}
      </Loaded>
    </Panel>
  )
}
