import { Button, Skeleton } from '@mantine/core'
import { IconArrowLeft, IconMapOff } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { EmptyState } from '../../../look/components/EmptyState'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { useParameter } from '../../../look/Router'
import type { ActionCard, MappingEntry } from '../../read-api/shapes'
import { useDestination, useMappings } from '../api'
import type { Choice } from '../shared/use-chosen-event'
import { MappingEditor } from './MappingEditor'

/** The editor of one mapping. */
export default function MappingPage() {
  const id = useParameter('id')
  const mappings = useMappings()
  const destination = useDestination()
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
              return <OfOne key={id} saved={saved} actions={actions} />
            }}
          </Loaded>
        )}
      </Loaded>
    </>
  )
}

interface OfOneProps {
  /** Undefined where there is none, or none any more. */
  saved: MappingEntry | undefined
  actions: readonly ActionCard[]
}

/** A mapping that is deleted elsewhere stays as long as there are edits of it. */
function OfOne({ saved, actions }: OfOneProps) {
  const [chosen, setChosen] = useState<Choice | null>(null)
  const [hasEdits, setHasEdits] = useState(false)
  const [last, setLast] = useState(saved)
  if (saved && saved !== last) setLast(saved)
  const shown = saved ?? (hasEdits ? last : undefined)
  const action = actions.find(({ key }) => key === shown?.partnerAction)
  if (!shown || !action) {
    return (
      <>
        <PageHeader title="Mapping" />
        <EmptyState icon={IconMapOff} title="There is no such mapping">
          It may have been deleted since.
        </EmptyState>
      </>
    )
  }
  return (
    <MappingEditor
      saved={shown}
      isDeleted={saved === undefined}
      action={action}
      chosen={chosen}
      onChoose={setChosen}
      onEdits={setHasEdits}
    />
  )
}
