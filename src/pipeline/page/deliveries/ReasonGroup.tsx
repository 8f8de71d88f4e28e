import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import { Timestamp } from '../../../look/components/Timestamp'
import { Message } from '../../../look/components/Message'
import { formatCount, formatMoment } from '../../../look/format'
import type { Reason } from '../../read-api/shapes'
import { StateBadge } from '../shared/StateBadge'
import classes from './Attention.module.css'
import { eventPagePath } from './event-page-path'
import { ReasonActions } from './ReasonActions'

/** Events that did not arrive for one reason: how many, since when, an example, and what can be done with all of them. */
export function ReasonGroup({ reason: group }: { reason: Reason }) {
  const { state, mappingId, mapping, code, reason, count, first, last, example } = group
  return (
    <li className={classes.reason}>
      <span className={classes.count}>{formatCount(count)}</span>
      <div className={classes.what}>
        <p className={classes.words}>
          <StateBadge state={state} />{' '}
          <bdi>
            <Message>{reason}</Message>
          </bdi>
        </p>
        <p className={classes.about}>
          {mapping !== null && (
            <Anchor component={Link} to={`/mappings/${mappingId}`} inherit>
              <bdi>{mapping}</bdi>
            </Anchor>
          )}
          <span>
            <Timestamp precise value={first} />
            {formatMoment(last) !== formatMoment(first) && (
              <>
                {' '}
                to <Timestamp precise value={last} />
              </>
            )}
          </span>
          <code>{code}</code>
          {example !== null && (
            <Anchor component={Link} to={eventPagePath(example)} inherit>
              An example
            </Anchor>
          )}
        </p>
      </div>
      <ReasonActions reason={group} />
    </li>
  )
}
