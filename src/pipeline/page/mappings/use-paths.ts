import { useMemo } from 'react'
import { useEventBodies, useSamples } from '../api'
import { pathsOf, type Path } from '../fields/paths'
import type { JsonObject } from '../json/json-object'

/** The fields to suggest: of the event in hand, of the newest ones, and of the samples. */
export function usePaths(event: JsonObject | undefined): readonly Path[] {
  const recent = useEventBodies(8)
  const samples = useSamples().data?.samples
  return useMemo(
    () => pathsOf([event, ...recent, ...(samples ?? []).map((sample) => sample.event)]),
    [event, recent, samples]
  )
}
