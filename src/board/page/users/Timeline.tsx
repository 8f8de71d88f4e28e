import { Skeleton } from '@mantine/core'
import { LoadMore } from '../../../look/components/LoadMore'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import { useTimeline } from '../api'
import { EventsByDay } from '../events/EventsByDay'

/** What a person did, newest first; older pages come as they are scrolled to. */
export function Timeline({ id }: { id: string }) {
  const timeline = useTimeline(id)
  return (
    <Panel title="Timeline">
      <Loaded query={timeline} loading={<Skeleton h={400} />}>
        {({ pages }) => (
          <>
            <EventsByDay events={pages.flatMap(({ events }) => events)} />
            {timeline.hasNextPage && (
              <LoadMore
                label="Show older events"
                loading={timeline.isFetchingNextPage}
                onLoad={() => void timeline.fetchNextPage()}
              />
            )}
          </>
        )}
      </Loaded>
    </Panel>
  )
}
