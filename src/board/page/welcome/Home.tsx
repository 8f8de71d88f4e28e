import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useLive } from '../../../look/api/use-live'
import { Loaded } from '../../../look/components/Loaded'
import { Loading } from '../../../look/components/Loading'
import { useNewest, useSession } from '../api'
import { OverviewSkeleton } from '../overview/OverviewSkeleton'
import { WaitingPage } from './WaitingPage'

/** Apart, for the charts' library is as large as all the rest. */
const OverviewPage = lazy(() => import('../overview/OverviewPage'))

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
        isEmpty ? (
          <WaitingPage connected={connected} isOwner={session?.read_only === false} />
        ) : (
          <Suspense
            fallback={
              <Loading>
                <OverviewSkeleton />
              </Loading>
            }
          >
            <OverviewPage />
          </Suspense>
        )
      }
    </Loaded>
  )
}
