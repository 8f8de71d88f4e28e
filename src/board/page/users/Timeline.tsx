import { Skeleton } from '@mantine/core'
import { DownloadCsv } from '../../../look/components/DownloadCsv'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import { useTimesNote } from '../../../look/use-time-zone'
import { useTimeline } from '../api'
import { EventsList } from '../events/EventsList'

/** What a person did, newest first. */
export function Timeline({ id }: { id: string }) {
  const timeline = useTimeline(id)
  return (
    <Panel
      title="Timeline"
      description={useTimesNote()}
      aside={<DownloadCsv path={`/api/users/${encodeURIComponent(id)}/timeline`} name="timeline" />}
    >
      <Loaded query={timeline} loading={<Skeleton h={400} />}>
        {({ pages }) => <EventsList events={pages.flatMap(({ events }) => events)} older={timeline} />}
      </Loaded>
    </Panel>
  )
}
