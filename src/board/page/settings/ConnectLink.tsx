import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { useIsOwner } from '../api'

/** Leads from where nothing is to where a source is connected, for who may do that. */
export function ConnectLink() {
  if (!useIsOwner()) return null
  return (
    <div>
      <Button component={Link} to="/settings/integrations" size="xs">
        Connect a source
      </Button>
    </div>
  )
}
