import { Button, Skeleton } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from 'wouter'
import { Loaded } from '../../../look/components/Loaded'
import { useParameter } from '../../../look/Router'
import { useEvent } from '../api'
import { useLiveRefresh } from '../shared/use-live-refresh'
import { EventDetails } from './EventDetails'

/** One event's whole path, from its arrival to the answers of the endpoint. */
export default function EventPage() {
  const messageId = useParameter('messageId')
  const event = useEvent(messageId)
  useLiveRefresh('events')
  return (
    <>
      <Button
        component={Link}
        to="/deliveries"
        variant="subtle"
        color="gray"
        size="compact-sm"
        mb="sm"
        leftSection={<IconArrowLeft size={15} stroke={1.6} />}
      >
        Deliveries
      </Button>
      <Loaded query={event} title="Event" loading={<Skeleton h={480} radius="lg" />}>
        {(path) => <EventDetails path={path} />}
      </Loaded>
    </>
  )
}
