import { Anchor, Group } from '@mantine/core'
import { Link } from 'wouter'
import { StateBadge } from '../shared/StateBadge'
import type { Delivery } from './DeliveryPanel'

/** How a delivery stands, and the way to the mapping that it went to. */
export function DeliveryAside({ delivery: { mapping, mappingId, state } }: { delivery: Delivery }) {
  return (
    <Group gap="md">
      {mapping !== null && (
        <Anchor component={Link} to={`/mappings/${mappingId}`} size="sm">
          Edit mapping
        </Anchor>
      )}
      <StateBadge state={state} />
    </Group>
  )
}
