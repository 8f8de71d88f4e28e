import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useLocation } from 'react-router'

/** To the figure that led here, where one did. */
export function WayBack() {
  const from = (useLocation().state as { from?: unknown } | null)?.from
  if (typeof from !== 'string') return null
  return (
    <Button
      component={Link}
      to={from}
      variant="subtle"
      color="gray"
      size="xs"
      leftSection={<IconArrowLeft size={14} />}
    >
      Back to the figure
    </Button>
  )
}
