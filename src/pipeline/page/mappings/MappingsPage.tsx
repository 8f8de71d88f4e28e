import { Skeleton } from '@mantine/core'
import { IconArrowsShuffle } from '@tabler/icons-react'
import { EmptyState } from '../../../look/components/EmptyState'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { useMappings } from '../api'
import { useLiveRefresh } from '../shared/use-live-refresh'
import { MappingsMenu } from './MappingsMenu'
import { MappingsTable } from './MappingsTable'
import { NewMapping } from './NewMapping'

/** The mappings in their order. An event goes to every enabled one whose trigger it meets. */
export default function MappingsPage() {
  const mappings = useMappings()
  useLiveRefresh('mappings')
  return (
    <>
      <PageHeader
        title="Mappings"
        description="Which events go to which action, and with which fields. An event goes to every enabled mapping whose trigger it meets."
      >
        <MappingsMenu />
        <NewMapping />
      </PageHeader>
      <Loaded query={mappings} loading={<Skeleton h={480} radius="lg" />}>
        {({ mappings: known }) =>
          known.length === 0 ? (
            <EmptyState icon={IconArrowsShuffle} title="There is no mapping">
              Every event is filtered until there is one. Add one, or import a file.
            </EmptyState>
          ) : (
            <MappingsTable mappings={known} />
          )
        }
      </Loaded>
    </>
  )
}
