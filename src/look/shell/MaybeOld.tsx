import { Alert } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

/** Says that what is shown could not be asked for again, as long as that is so: what was seen before stays while the server is away. */
export function MaybeOld() {
  const cache = useQueryClient().getQueryCache()
  const isOld = useSyncExternalStore(
    (onChange) => cache.subscribe(onChange),
    () => cache.getAll().some((query) => query.isActive() && query.state.error && query.state.data !== undefined)
  )
  return (
    isOld && (
      <Alert color="rust" mb="md" role="status">
        The server does not answer. What is shown may be old.
      </Alert>
    )
  )
}
