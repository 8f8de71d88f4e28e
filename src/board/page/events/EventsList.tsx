import { useState } from 'react'
import { LoadMore, type Pages } from '../../../look/components/LoadMore'
import { WindowedList } from '../../../look/components/WindowedList'
import { formatDay } from '../../../look/format'
import { useTimeZone } from '../../../look/use-time-zone'
import type { StoredEvent } from '../../read-api/shapes'
import { EventItem } from './EventItem'
import classes from './EventItem.module.css'

interface EventsListProps {
  events: readonly StoredEvent[]
  /** Whether to say whose events they are; else each is under its day. */
  withUser?: boolean
  /** How to fetch older ones. */
  older: Pages
}

const keyOf = ({ id }: StoredEvent) => id

/** Events in the order in which they are given; older ones come as they are scrolled to. */
export function EventsList({ events, withUser = false, older }: EventsListProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [zone] = useTimeZone()
  const toggle = (id: string) =>
    setOpened((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]))
  const dayOf = (event: StoredEvent | undefined) => event && formatDay(event.timestamp, zone)
  return (
    <>
      <WindowedList items={events} keyOf={keyOf} height={48} more={older.hasNextPage}>
        {(event, index) => (
          <>
            {!withUser && dayOf(event) !== dayOf(events[index - 1]) && <h3 className={classes.day}>{dayOf(event)}</h3>}
            <EventItem
              event={event}
              withUser={withUser}
              timeOnly={!withUser}
              opened={opened.has(event.id)}
              onToggle={() => toggle(event.id)}
            />
          </>
        )}
      </WindowedList>
      <LoadMore label="Show older events" pages={older} whole="CSV has all of it." />
    </>
  )
}
