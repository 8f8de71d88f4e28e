import { Button } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { useEffect, useEffectEvent } from 'react'

interface LoadMoreProps {
  label: string
  loading: boolean
  onLoad: () => void
}

/** Fetches the next page as soon as it is scrolled to; it is a button as well, for the keyboard. */
export function LoadMore({ label, loading, onLoad }: LoadMoreProps) {
  const { ref, entry } = useIntersection({ rootMargin: '300px' })
  const load = useEffectEvent(onLoad)
  const isNear = entry?.isIntersecting === true

  useEffect(() => {
    if (isNear && !loading) load()
  }, [isNear, loading])

  return (
    <Button ref={ref} variant="subtle" color="gray" fullWidth mt="md" loading={loading} onClick={onLoad}>
      {label}
    </Button>
  )
}
