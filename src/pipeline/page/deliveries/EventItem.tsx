import { Link } from 'wouter'
import { Timestamp } from '../../../look/components/Timestamp'
import { Message } from '../../../look/components/Message'
import type { EventRow } from '../../read-api/shapes'
import { StateBadge } from '../shared/StateBadge'
import { leadingState } from '../shared/states'
import { eventPagePath } from './event-page-path'
import classes from './EventItem.module.css'

/** One event: what it was, whose, and how it stands. The row leads to its whole path. */
export function EventItem({ event: { messageId, receivedAt, kind, user, deliveries } }: { event: EventRow }) {
  const state = leadingState(deliveries)
  const mappings = deliveries.map(({ mapping }) => mapping).filter((mapping) => mapping !== null)
  const reason = deliveries.find((delivery) => delivery.state === state)?.reason
  return (
    <div className={classes.item} data-state={state}>
      <span className={classes.title}>
        <bdi>{messageId === null ? kind : <Link to={eventPagePath(messageId)}>{kind}</Link>}</bdi>{' '}
        {mappings.length > 0 && (
          <span className={classes.mappings}>
            → <bdi>{mappings.join(', ')}</bdi>
          </span>
        )}
      </span>
      <span className={classes.state}>
        <StateBadge state={state} />
      </span>
      <span className={classes.user}>
        <bdi>{user}</bdi>
      </span>
      <span className={classes.time}>
        <Timestamp precise value={receivedAt} />
      </span>
      {reason && (
        <bdi className={classes.reason}>
          <Message>{reason}</Message>
        </bdi>
      )}
    </div>
  )
}
