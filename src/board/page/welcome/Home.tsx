import { useQueryClient } from '@tanstack/react-query'
import { useLive } from '../../../look/api/use-live'
import { Loaded } from '../../../look/components/Loaded'
import { lazyView } from '../../../look/lazy-view'
import { useNewest, useSession } from '../api'
import { OverviewSkeleton } from '../overview/OverviewSkeleton'

const WaitingPage = lazyView(() => import('./WaitingPage'))
const OverviewPage = lazyView(() => import('../overview/OverviewPage'))

/** The Overview, or what to do before there is any. */
export function Home() {
  const newest = useNewest()
  const isEmpty = newest.data?.events.length === 0
  const session = useSession()
  const client = useQueryClient()
  const look = () => void client.invalidateQueries()
  const connected = useLive(isEmpty ? '/api/events/stream' : null, 'events', look, look)

  return (
    <Loaded query={newest} title="Overview" loading={<OverviewSkeleton />}>
      {() =>
        isEmpty ? <WaitingPage connected={connected} isOwner={session?.read_only === false} /> : <OverviewPage />
      }
    </Loaded>
  )
}
