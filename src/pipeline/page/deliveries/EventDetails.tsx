import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFlask, IconSend } from '@tabler/icons-react'
import { Link } from 'react-router'
import { Facts } from '../../../look/components/Facts'
import { PageHeader } from '../../../look/components/PageHeader'
import { Panel } from '../../../look/components/Panel'
import { Timestamp } from '../../../look/components/Timestamp'
import type { EventPath } from '../../read-api/shapes'
import { useResendEvent } from '../api'
import { JsonView } from '../json/JsonView'
import { leadingState } from '../shared/states'
import { DeliveryPanel } from './DeliveryPanel'
import classes from './EventPage.module.css'
import { resentMessage } from './resent-message'

export function EventDetails({ path }: { path: EventPath }) {
  const { messageId, kind, user, receivedAt, deliveries, why, event } = path
  const resend = useResendEvent(messageId ?? '')
  const isDiscarded = deliveries.some(({ state }) => state === 'discarded')
  const sendAgain = () =>
    resend.mutate(undefined, {
      onSuccess: ({ resent }) => notifications.show({ message: resentMessage(resent) }),
      onError: ({ message }) => notifications.show({ color: 'rust', message })
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
        {isDiscarded && (
          <Button leftSection={<IconSend size={16} stroke={1.6} />} loading={resend.isPending} onClick={sendAgain}>
            Send again
          </Button>
        )}
      </PageHeader>
      <p className={classes.why} data-state={leadingState(deliveries)} role="status">
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
            <JsonView name="Event as received" value={event} />
          </Panel>
        </div>
      </div>
    </>
  )
}
