import { Button } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { Link } from 'wouter'
import { EmptyState } from '../../../look/components/EmptyState'

export function NoEvents({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState icon={IconRoute} title="No event is like this">
        Clear the filters to see the others.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={IconRoute} title="No event has come yet">
      Point a Segment SDK at this pipeline, or send a sample. It shows here as soon as it arrives.
      <div>
        <Button component={Link} to="/connect" variant="default" size="xs" mr="xs">
          Connect an SDK
        </Button>
        <Button component={Link} to="/tester" variant="default" size="xs">
          Send a sample
        </Button>
      </div>
    </EmptyState>
  )
}
