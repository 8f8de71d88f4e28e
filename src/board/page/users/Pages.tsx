import { Button, Group } from '@mantine/core'
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { usePlace } from '../../../look/Router'

interface PagesProps {
  isFirst: boolean
  /** The cursor of the next page; null on the last. */
  next: string | null
}

/** To the next page and back. A page is an address of its own, so that the browser's Back works as well. */
export function Pages({ isFirst, next }: PagesProps) {
  const [parameters] = useSearchParams()
  // The way back to a figure goes with every page.
  const { paged: cameFromHere = false, ...from } = (usePlace().state ?? {}) as { paged?: boolean }
  const [, navigate] = useLocation()
  const pageAt = (cursor: string) => `?${new URLSearchParams({ ...Object.fromEntries(parameters), cursor })}`
  const first = () => {
    const rest = new URLSearchParams(parameters)
    rest.delete('cursor')
    return `?${rest}`
  }
  if (isFirst && next === null) return null

  return (
    <>
      <p className="printed">A part of the list. CSV has all of it.</p>
      <Group component="nav" justify="space-between" mt="md" aria-label="Pages">
        <Button
          variant="default"
          size="xs"
          disabled={isFirst}
          leftSection={<IconArrowLeft size={14} />}
          onClick={() => (cameFromHere ? window.history.back() : navigate(first(), { state: from }))}
        >
          {cameFromHere ? 'Previous' : 'First page'}
        </Button>
        {next !== null && (
          <Button
            renderRoot={(props) => <Link {...props} to={pageAt(next)} state={{ ...from, paged: true }} />}
            variant="default"
            size="xs"
            rightSection={<IconArrowRight size={14} />}
          >
            Next
          </Button>
        )}
      </Group>
    </>
  )
}
