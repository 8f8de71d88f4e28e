import { NativeSelect, Skeleton } from '@mantine/core'
import { IconPlugOff } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { EmptyState } from '../../look/components/EmptyState'
import { Loaded } from '../../look/components/Loaded'
import type { SourceSummary } from '../read-api/shapes'
import { useSources } from './api'
import { SourceContext } from './use-source'

/** Gives the views their source, and the choice where the pipeline serves several. */
export function WithSource({ children }: { children: ReactNode }) {
  const sources = useSources()
  return (
    <Loaded query={sources} loading={<Skeleton h={480} radius="lg" />}>
      {(known) =>
        known.length === 0 ? (
          <EmptyState icon={IconPlugOff} title="This pipeline has no source">
            Start it with a write key: set SEGMENT_WRITE_KEY and start it again.
          </EmptyState>
        ) : (
          <OfOne sources={known}>{children}</OfOne>
        )
      }
    </Loaded>
  )
}

function OfOne({ sources, children }: { sources: readonly SourceSummary[]; children: ReactNode }) {
  const [chosen, setChosen] = useState(sources[0].id)
  const source = sources.find(({ id }) => id === chosen) ?? sources[0]
  return (
    <SourceContext value={source}>
      {sources.length > 1 && (
        <NativeSelect
          aria-label="Source"
          data={sources.map(({ id, name }) => ({ value: id, label: name }))}
          value={source.id}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          maw={280}
          mb="lg"
        />
      )}
      {children}
    </SourceContext>
  )
}
