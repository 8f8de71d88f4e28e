import { Anchor, Button } from '@mantine/core'
import { Link } from 'wouter'
import { Message } from '../../../look/components/Message'
import { Timestamp } from '../../../look/components/Timestamp'
import { showNotice } from '../../../look/on-demand/on-demand'
import type { LaneStatus } from '../../read-api/shapes'
import { useMappings, useResend } from '../api'
import classes from './Attention.module.css'

function titleOf({ state, code }: LaneStatus): string {
  if (state === 'down') return 'waits: the endpoint is not well'
  if (state === 'held') return 'waits: the endpoint asked for a pause'
  // What else pauses a mapping is a redirect, which is not followed.
  return isTokenRefused(code) ? 'is paused: the endpoint refuses the settings' : 'is paused: the endpoint is elsewhere'
}

const isTokenRefused = (code: string) => code === 'INVALID_AUTHENTICATION'

/** A mapping that does not deliver: why, since when, and how it goes on. Nothing is lost meanwhile. */
export function LaneNotice({ lane }: { lane: LaneStatus }) {
  const { mappingId, state, since, until, code, reason } = lane
  const mapping = useMappings().data?.mappings.find(({ id }) => id === mappingId)
  const resend = useResend()
  const tryNow = () =>
    void resend.mutateAsync({ state: 'retrying', mapping: mappingId }).then(
      () => showNotice({ message: 'It is tried now.' }),
      ({ message }: Error) => showNotice({ color: 'rust', message })
    )
  return (
    <div className={classes.notice} data-tone={state === 'paused' ? 'bad' : 'open'} role="status">
      <div>
        <strong>
          <Anchor component={Link} to={`/mappings/${mappingId}`} inherit>
            <bdi>{mapping?.name ?? 'A mapping'}</bdi>
          </Anchor>{' '}
          {titleOf(lane)}.
        </strong>{' '}
        <bdi>
          <Message>{reason.replace(/[^.]$/, '$&.')}</Message>
        </bdi>{' '}
        Since <Timestamp precise value={since} />, the next try is at <Timestamp precise value={until} />.{' '}
        {state === 'paused' ? (
          <>
            Nothing is lost. Mend the {isTokenRefused(code) ? 'Token ID' : 'Endpoint'} on{' '}
            <Link to="/destination">Destination</Link>: what waits goes then.
          </>
        ) : (
          'Nothing is lost: what waits goes by itself.'
        )}
      </div>
      <Button size="compact-sm" variant="default" loading={resend.isPending} onClick={tryNow}>
        Try now
      </Button>
    </div>
  )
}
