import { IconSeeding } from '@tabler/icons-react'
import { EmptyState } from '../../../look/components/EmptyState'
import { Panel } from '../../../look/components/Panel'
import type { Period } from '../../read-api/shapes'
import { ConnectLink } from '../settings/ConnectLink'

/** What to do while nothing has happened in the range. */
export function FirstSteps({ total }: { total: Period }) {
  if (!isEmpty(total)) return null
  return (
    <Panel title="Getting started">
      <EmptyState icon={IconSeeding} title="Nothing happened in this range yet">
        Choose another range, connect Segment or the local pipeline, or fill a board with sample data by running{' '}
        <code>tractionboard demo</code>.
        <ConnectLink />
      </EmptyState>
    </Panel>
  )
}

function isEmpty({ visits, logins, events, signups, active_at_end, revenue }: Period): boolean {
  return visits + logins + events + signups + active_at_end + Object.keys(revenue).length === 0
}
