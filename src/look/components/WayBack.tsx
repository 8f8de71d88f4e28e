import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from 'wouter'
import { usePlace } from '../Router'
import { type From } from '../use-here'

/** To the figure that led here, where one did. */
export function WayBack() {
  const { from, before } = (usePlace().state ?? {}) as Partial<From>
  if (typeof from !== 'string') return null
  return (
    <Button
      renderRoot={(props) => <Link {...props} to={from} state={before} />}
      variant="subtle"
      color="gray"
      size="xs"
      leftSection={<IconArrowLeft size={14} />}
    >
      Back to the figure
    </Button>
  )
}
