import { ActionIcon } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useId } from 'react'
import { Link } from 'wouter'
import { Facts } from '../../../look/components/Facts'
import { Timestamp } from '../../../look/components/Timestamp'
import type { StoredEvent } from '../../read-api/shapes'
import { actorOf } from '../users/person'
import { userPagePath } from '../users/user-page-path'
import { describeEvent, detailsOf } from './event-text'
import { EventIcon } from './EventIcon'
import classes from './EventItem.module.css'

interface EventItemProps {
  event: StoredEvent
  /** Whether to say whose event it is. */
  withUser?: boolean
  /** Whether the day is said above. */
  timeOnly?: boolean
  opened: boolean
  onToggle: () => void
}

/** One event in a line, which opens to everything that came with it. */
export function EventItem({ event, withUser = false, timeOnly = false, opened, onToggle }: EventItemProps) {
  const details = useId()
  const { title, detail } = describeEvent(event)
  return (
    <div className={classes.item} data-type={event.type}>
      <div className={classes.line}>
        <EventIcon type={event.type} />
        <span className="chosen">
          <bdi className={classes.title}>{title}</bdi> <bdi className={classes.detail}>{detail}</bdi>
        </span>
        {withUser && (
          <Link to={userPagePath(actorOf(event))} className={`chosen ${classes.user}`}>
            {actorOf(event)}
          </Link>
        )}
        <span className={classes.time}>
          <Timestamp value={event.timestamp} timeOnly={timeOnly} />
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Details of ${title} ${detail}`.trim()}
          aria-expanded={opened}
          aria-controls={details}
          onClick={onToggle}
        >
          <IconChevronDown size={16} stroke={1.6} className={classes.chevron} data-opened={opened} />
        </ActionIcon>
      </div>
      <div id={details} hidden={!opened} className={classes.details}>
        {opened &&
          detailsOf(event).map(({ part, facts }) => (
            <section key={part} aria-label={part}>
              <p className={classes.part}>{part}</p>
              <Facts facts={facts} />
            </section>
          ))}
      </div>
    </div>
  )
}
