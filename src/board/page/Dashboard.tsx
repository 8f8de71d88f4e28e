import { IconActivity, IconChartLine, IconCoins, IconPlug, IconUsers } from '@tabler/icons-react'
import { Route, Routes } from 'react-router'
import { Shell } from '../../look/shell/Shell'
import { EventsPage } from './events/EventsPage'
import { NotFound } from './NotFound'
import { OverviewPage } from './overview/OverviewPage'
import { IntegrationsPage } from './settings/IntegrationsPage'
import { SpendPage } from './settings/SpendPage'
import { UserPage } from './users/UserPage'
import { UsersPage } from './users/UsersPage'

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
        <Route index element={<OverviewPage />} />
        <Route path="users" element={<UsersPage />} />
        <Route path="users/:id" element={<UserPage />} />
        <Route path="events" element={<EventsPage />} />
        <Route path="settings/integrations" element={<IntegrationsPage />} />
        <Route path="settings/spend" element={<SpendPage />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Shell>
  )
}
