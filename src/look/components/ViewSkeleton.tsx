import { Skeleton, Stack } from '@mantine/core'
import { Loading } from './Loading'

/** Stands in for a view that is on its way. */
export function ViewSkeleton() {
  return (
    <Loading>
      <Stack gap="lg">
        <Skeleton h={44} w="40%" radius="lg" />
        <Skeleton h={430} radius="lg" />
      </Stack>
    </Loading>
  )
}
