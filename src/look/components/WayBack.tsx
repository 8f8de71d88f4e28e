import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useLocation } from 'react-router'
import { type From } from '../use-here'

/** To the figure that led here, where one did. */
export function WayBack() {
  const { from, before } = (useLocation().state ?? {}) as Partial<From>
  if (typeof from !== 'string') return null
  return (
    <Button
      component={Link}
      to={from}
      state={before}
      variant="subtle"
      color="gray"
      size="xs"
      leftSection={<IconArrowLeft size={14} />}
    >
      Back to the figure
    </Button>
  )
}
