import { IconArrowsShuffle, IconCode, IconFlask, IconPackageExport, IconRoute } from '@tabler/icons-react'
import { Navigate, Route, Routes } from 'react-router'
import { Shell } from '../../look/shell/Shell'
import { ConnectPage } from './connect/ConnectPage'
import { DeliveriesPage } from './deliveries/DeliveriesPage'
import { EventPage } from './deliveries/EventPage'
import { DestinationPage } from './destination/DestinationPage'
import { find } from './find'
import { MappingPage } from './mappings/MappingPage'
import { MappingsPage } from './mappings/MappingsPage'
import { NotFound } from './NotFound'
import { TesterPage } from './tester/TesterPage'
import { WithSource } from './WithSource'

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
        <Routes>
          <Route index element={<Navigate to="/deliveries" replace />} />
          <Route path="deliveries" element={<DeliveriesPage />} />
          <Route path="deliveries/:messageId" element={<EventPage />} />
          <Route path="mappings" element={<MappingsPage />} />
          <Route path="mappings/:id" element={<MappingPage />} />
          <Route path="tester" element={<TesterPage />} />
          <Route path="destination" element={<DestinationPage />} />
          <Route path="connect" element={<ConnectPage />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </WithSource>
    </Shell>
  )
}
