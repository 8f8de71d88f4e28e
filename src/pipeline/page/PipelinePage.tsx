import { IconArrowsShuffle, IconCode, IconFlask, IconPackageExport, IconRoute } from '@tabler/icons-react'
import { Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { ViewSkeleton } from '../../look/components/ViewSkeleton'
import { fetchedOnce } from '../../look/api/modules'
import { lazyView } from '../../look/lazy-view'
import { type Find } from '../../look/palette/entries'
import { Shell } from '../../look/shell/Shell'
import { NotFound } from './NotFound'
import { WithSource } from './WithSource'

const DeliveriesPage = lazyView(() => import('./deliveries/DeliveriesPage'))
const EventPage = lazyView(() => import('./deliveries/EventPage'))
const MappingsPage = lazyView(() => import('./mappings/MappingsPage'))
const MappingPage = lazyView(() => import('./mappings/MappingPage'))
const TesterPage = lazyView(() => import('./tester/TesterPage'))
const DestinationPage = lazyView(() => import('./destination/DestinationPage'))
const ConnectPage = lazyView(() => import('./connect/ConnectPage'))

const fetchFind = fetchedOnce(() => import('./find'))
const find: Find = async (text) => (await fetchFind()).find(text)

const VIEWS = [
  { label: 'Deliveries', path: '/deliveries', icon: IconRoute },
  { label: 'Mappings', path: '/mappings', icon: IconArrowsShuffle },
  { label: 'Event tester', path: '/tester', icon: IconFlask },
  { label: 'Destination', path: '/destination', icon: IconPackageExport },
  { label: 'Connect', path: '/connect', icon: IconCode }
]

/** The pipeline's page: what becomes of every event, and how it is mapped. */
export function PipelinePage() {
  return (
    <Shell name="Pipeline" views={VIEWS} find={find}>
      <WithSource>
        <Suspense fallback={<ViewSkeleton />}>
          <Switch>
            <Route path="/">
              <Redirect to="/deliveries" replace />
            </Route>
            <Route path="/deliveries" component={DeliveriesPage} />
            <Route path="/deliveries/:messageId" component={EventPage} />
            <Route path="/mappings" component={MappingsPage} />
            <Route path="/mappings/:id" component={MappingPage} />
            <Route path="/tester" component={TesterPage} />
            <Route path="/destination" component={DestinationPage} />
            <Route path="/connect" component={ConnectPage} />
            <Route component={NotFound} />
          </Switch>
        </Suspense>
      </WithSource>
    </Shell>
  )
}
