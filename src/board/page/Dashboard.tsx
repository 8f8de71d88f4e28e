import {
  IconActivity,
  IconChartLine,
  IconCoins,
  IconFilter2,
  IconLink,
  IconPlug,
  IconSpeakerphone,
  IconTable,
  IconUsers,
  IconUsersGroup
} from '@tabler/icons-react'
import { Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { fetchedOnce } from '../../look/api/modules'
import { Loading } from '../../look/components/Loading'
import { lazyView } from '../../look/lazy-view'
import { type Find } from '../../look/palette/entries'
import { Shell } from '../../look/shell/Shell'
import { NotFound } from './NotFound'
import { OverviewSkeleton } from './overview/OverviewSkeleton'
import { useSession } from './api'
import { Home } from './welcome/Home'

const UsersPage = lazyView(() => import('./users/UsersPage'))
const UserPage = lazyView(() => import('./users/UserPage'))
const EventsPage = lazyView(() => import('./events/EventsPage'))
const IntegrationsPage = lazyView(() => import('./settings/IntegrationsPage'))
const LinksPage = lazyView(() => import('./settings/LinksPage'))
const SpendPage = lazyView(() => import('./settings/SpendPage'))
const AudiencesPage = lazyView(() => import('./audiences/AudiencesPage'))
const FunnelPage = lazyView(() => import('./funnel/FunnelPage'))
const CohortsPage = lazyView(() => import('./cohorts/CohortsPage'))
const SpendEntriesPage = lazyView(() => import('./spend/SpendEntriesPage'))
const CampaignsPage = lazyView(() => import('./campaigns/CampaignsPage'))

const fetchFind = fetchedOnce(() => import('./find'))
const find: Find = async (text) => (await fetchFind()).find(text)

const VIEWS = [
  { label: 'Overview', path: '/', icon: IconChartLine, exact: true },
  { label: 'Users', path: '/users', icon: IconUsers },
  { label: 'Audiences', path: '/audiences', icon: IconUsersGroup },
  { label: 'Events', path: '/events', icon: IconActivity },
  { label: 'Funnel', path: '/funnel', icon: IconFilter2, group: 'Growth' },
  { label: 'Cohorts', path: '/cohorts', icon: IconTable, group: 'Growth' },
  { label: 'Campaigns', path: '/campaigns', icon: IconSpeakerphone, group: 'Growth' },
  { label: 'Integrations', path: '/settings/integrations', icon: IconPlug, group: 'Settings' },
  { label: 'Spend', path: '/settings/spend', icon: IconCoins, group: 'Settings' },
  { label: 'Links', path: '/settings/links', icon: IconLink, group: 'Settings' }
]
const READING_VIEWS = VIEWS.filter(({ group }) => group !== 'Settings')

/** The Tractionboard Dashboard; to who came by a link it shows nothing that could be changed. */
export function Dashboard() {
  const session = useSession()
  const readOnly = session?.read_only === true
  return (
    <Shell
      name="Tractionboard"
      views={session?.read_only === false ? VIEWS : READING_VIEWS}
      find={find}
      note={readOnly ? `${session.name}, read only` : undefined}
    >
      <Suspense
        fallback={
          <Loading>
            <OverviewSkeleton />
          </Loading>
        }
      >
        <Switch>
          <Route path="/" component={Home} />
          <Route path="/audiences" component={AudiencesPage} />
          <Route path="/funnel" component={FunnelPage} />
          <Route path="/cohorts" component={CohortsPage} />
          <Route path="/campaigns" component={CampaignsPage} />
          <Route path="/spend" component={SpendEntriesPage} />
          <Route path="/users" component={UsersPage} />
          <Route path="/users/person" component={UserPage} />
          <Route path="/events" component={EventsPage} />
          {!readOnly && (
            <>
              <Route path="/settings/integrations" component={IntegrationsPage} />
              <Route path="/settings/spend" component={SpendPage} />
              <Route path="/settings/links" component={LinksPage} />
            </>
          )}
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </Shell>
  )
}
