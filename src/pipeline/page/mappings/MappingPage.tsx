import { Button, Skeleton } from '@mantine/core'
import { IconArrowLeft, IconMapOff } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { EmptyState } from '../../../look/components/EmptyState'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { useDestination, useMappings } from '../api'
import type { Choice } from '../shared/use-chosen-event'
import { MappingEditor } from './MappingEditor'

/** The editor of one mapping. */
export default function MappingPage() {
  const { id } = useParams()
  const mappings = useMappings()
  const destination = useDestination()
  const [chosen, setChosen] = useState<Choice | null>(null)
  return (
    <>
      <Button
        component={Link}
        to="/mappings"
        variant="subtle"
        color="gray"
        size="compact-sm"
        mb="sm"
        leftSection={<IconArrowLeft size={15} stroke={1.6} />}
      >
        Mappings
      </Button>
      <Loaded query={destination} title="Mapping" loading={<Skeleton h={600} radius="lg" />}>
        {({ actions }) => (
          <Loaded query={mappings} title="Mapping" loading={<Skeleton h={600} radius="lg" />}>
            {({ mappings: known }) => {
              const saved = known.find((mapping) => mapping.id === id)
              const action = actions.find(({ key }) => key === saved?.partnerAction)
              if (!saved || !action) {
                return (
                  <>
                    <PageHeader title="Mapping" />
                    <EmptyState icon={IconMapOff} title="There is no such mapping">
                      It may have been deleted since.
                    </EmptyState>
                  </>
                )
              }
              // What was saved in the meantime, here or elsewhere, starts the editor anew.
              return (
                <MappingEditor
                  key={`${saved.id} ${saved.updatedAt}`}
                  saved={saved}
                  action={action}
                  chosen={chosen}
                  onChoose={setChosen}
                />
              )
            }}
          </Loaded>
        )}
      </Loaded>
    </>
  )
}
