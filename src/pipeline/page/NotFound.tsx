import { Button } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { Link } from 'wouter'
import { EmptyState } from '../../look/components/EmptyState'
import { PageHeader } from '../../look/components/PageHeader'

/** For an address that leads to no view. */
export function NotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState icon={IconMapOff} title="There is no view at this address">
        <Button component={Link} to="/deliveries" variant="default" size="xs">
          To the deliveries
        </Button>
      </EmptyState>
    </>
  )
}
