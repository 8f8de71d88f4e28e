import { NativeSelect, Skeleton } from '@mantine/core'
import { IconPlugOff } from '@tabler/icons-react'
import { useLocalStorage } from '@mantine/hooks'
import { Fragment, useEffect, type ReactNode } from 'react'
import { EmptyState } from '../../look/components/EmptyState'
import { Loaded } from '../../look/components/Loaded'
import { leaving } from '../../look/Router'
import { useUrlState } from '../../look/use-url-state'
import type { SourceSummary } from '../read-api/shapes'
import { useSources } from './api'
import { SourceContext } from './use-source'

const DEFAULTS = { source: '' }

/** Gives the views their source, and the choice where the pipeline serves several: by the address, else as it was last. */
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
  const [{ source: asked }, change] = useUrlState(DEFAULTS)
  const [kept, keep] = useLocalStorage({ key: 'tractionboard-source', getInitialValueInEffect: false })
  const known = (id: string | undefined) => sources.find((source) => source.id === id)
  const source = known(asked) ?? known(kept) ?? sources[0]
  // Links within the page do not name it again.
  useEffect(() => {
    if (asked === source.id) keep(asked)
  }, [asked, source.id, keep])

  const choose = (id: string) => {
    keep(id)
    change({ source: id })
  }
  return (
    <SourceContext value={source}>
      {sources.length > 1 && (
        <NativeSelect
          aria-label="Source"
          data={sources.map(({ id, name }) => ({ value: id, label: name }))}
          value={source.id}
          onChange={({ currentTarget: { value } }) => leaving(() => choose(value))}
          maw={280}
          mb="lg"
        />
      )}
      <Fragment key={source.id}>{children}</Fragment>
    </SourceContext>
  )
}
