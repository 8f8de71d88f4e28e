import { Button } from '@mantine/core'
import { IconFlask, IconSend } from '@tabler/icons-react'
import { Link } from 'wouter'
import { withQuery } from '../../../look/api/client'
import { Facts } from '../../../look/components/Facts'
import { PageHeader } from '../../../look/components/PageHeader'
import { Panel } from '../../../look/components/Panel'
import { Timestamp } from '../../../look/components/Timestamp'
import { showNotice } from '../../../look/on-demand/on-demand'
import type { EventPath } from '../../read-api/shapes'
import { useResendEvent } from '../api'
import { JsonView } from '../json/JsonView'
import { BoardLink } from '../shared/BoardLink'
import { leadingState } from '../shared/states'
import { DeliveryPanel } from './DeliveryPanel'
import classes from './EventPage.module.css'
import { resentMessage } from './resent-message'
import { SentPanel } from './SentPanel'

/** What can be sent again: discarded, through the mappings of today what was filtered, at once what is retrying. */
const RESENT: readonly EventPath['deliveries'][number]['state'][] = ['discarded', 'filtered', 'retrying']

export function EventDetails({ path }: { path: EventPath }) {
  const { messageId, kind, user, receivedAt, deliveries, why, event } = path
  const resend = useResendEvent(messageId ?? '')
  const isOpen = deliveries.some(({ state }) => RESENT.includes(state))
  const isRetrying = deliveries.every(({ state }) => state !== 'discarded' && state !== 'filtered')
  const sent = deliveries.flatMap(({ mapping, history }) => {
    const payload = history.at(-1)?.sent
    return payload ? [{ mapping: mapping ?? 'a deleted mapping', payload }] : []
  })
  const sendAgain = () =>
    resend.mutate(undefined, {
      onSuccess: ({ resent }) => showNotice({ message: resentMessage(resent) }),
      onError: ({ message }) => showNotice({ color: 'rust', message })
    })
  return (
    <>
      <PageHeader title={kind}>
        {messageId !== null && (
          <Button
            component={Link}
            to={`/tester?event=${encodeURIComponent(messageId)}`}
            variant="default"
            leftSection={<IconFlask size={16} stroke={1.6} />}
          >
            Try in the tester
          </Button>
        )}
        {user !== null && deliveries.some(({ state }) => state === 'delivered') && (
          <BoardLink path={withQuery('/users/person', { id: user })}>This user on the board</BoardLink>
        )}
        {isOpen && (
          <Button leftSection={<IconSend size={16} stroke={1.6} />} loading={resend.isPending} onClick={sendAgain}>
            {isRetrying ? 'Try now' : 'Send again'}
          </Button>
        )}
      </PageHeader>
      <p dir="auto" className={classes.why} data-state={leadingState(deliveries)} role="status">
        {why}
      </p>
      <div className={classes.columns}>
        <div className={classes.column}>
          {deliveries.map((delivery, index) => (
            <DeliveryPanel key={index} delivery={delivery} />
          ))}
        </div>
        <div className={classes.column}>
          <Panel title="The event">
            <Facts
              facts={[
                ['Message ID', messageId],
                ['User', user || 'none'],
                ['Received', <Timestamp precise key="received" value={receivedAt} />]
              ]}
              render={(value) => (typeof value === 'string' ? <code>{value}</code> : <>{value}</>)}
            />
            {sent.length === 0 && <JsonView name="Event as received" value={event} />}
          </Panel>
        </div>
      </div>
      {sent.map(({ mapping, payload }, index) => (
        <SentPanel key={index} mapping={mapping} event={event} payload={payload} />
      ))}
    </>
  )
}
