import { IconActivity, IconChartLine, IconCoins, IconPlug, IconUsers } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { Route, Routes } from 'react-router'
import { Shell } from '../../look/shell/Shell'
import { EventsPage } from './events/EventsPage'
import { NotFound } from './NotFound'
import { OverviewSkeleton } from './overview/OverviewSkeleton'
import { IntegrationsPage } from './settings/IntegrationsPage'
import { SpendPage } from './settings/SpendPage'
import { UserPage } from './users/UserPage'
import { UsersPage } from './users/UsersPage'

/** Apart, for the charts' library is as large as all the rest. */
const OverviewPage = lazy(() => import('./overview/OverviewPage'))

const VIEWS = [
  { label: 'Overview', path: '/', icon: IconChartLine, exact: true },
  { label: 'Users', path: '/users', icon: IconUsers },
  { label: 'Events', path: '/events', icon: IconActivity },
  { label: 'Integrations', path: '/settings/integrations', icon: IconPlug, group: 'Settings' },
  { label: 'Acquisition spend', path: '/settings/spend', icon: IconCoins, group: 'Settings' }
]

/** The Tractionboard Dashboard. */
export function Dashboard() {
  return (
    <Shell name="Tractionboard" views={VIEWS}>
      <Routes>
        <Route
          index
          element={
            <Suspense fallback={<OverviewSkeleton />}>
              <OverviewPage />
            </Suspense>
          }
        />
        <Route path="users" element={<UsersPage />} />
        <Route path="users/person" element={<UserPage />} />
        <Route path="events" element={<EventsPage />} />
        <Route path="settings/integrations" element={<IntegrationsPage />} />
        <Route path="settings/spend" element={<SpendPage />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Shell>
  )
}
