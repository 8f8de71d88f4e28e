import { formatDay } from '../../../look/format'
import type { StoredEvent } from '../../read-api/shapes'
import { EventItem } from './EventItem'
import classes from './EventsByDay.module.css'

/** Events under the day of each, in the order in which they are given. */
export function EventsByDay({ events }: { events: readonly StoredEvent[] }) {
  return (
    <div>
      {groupByDay(events).map(({ day, events: ofDay }) => (
        <section key={day} aria-label={formatDay(day)}>
          <h3 className={classes.day}>{formatDay(day)}</h3>
          <ul className={classes.events}>
            {ofDay.map((event) => (
              <EventItem key={event.id} event={event} timeOnly />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function groupByDay(events: readonly StoredEvent[]): { day: string; events: StoredEvent[] }[] {
  const groups: { day: string; events: StoredEvent[] }[] = []
  for (const event of events) {
    const day = event.timestamp.slice(0, 10)
    const last = groups.at(-1)
    if (last?.day === day) last.events.push(event)
    else groups.push({ day, events: [event] })
  }
  return groups
}
