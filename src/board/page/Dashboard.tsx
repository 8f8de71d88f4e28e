import { IconActivity, IconChartLine, IconUsers } from '@tabler/icons-react'
import { Route, Routes } from 'react-router'
import { Shell } from '../../look/shell/Shell'

const VIEWS = [
  { label: 'Overview', path: '/', icon: IconChartLine, exact: true },
  { label: 'Users', path: '/users', icon: IconUsers },
  { label: 'Events', path: '/events', icon: IconActivity }
]

export function Dashboard() {
  return (
    <Shell name="Tractionboard" views={VIEWS}>
      <Routes>
        <Route index element={<h1>Overview</h1>} />
      </Routes>
    </Shell>
  )
}
