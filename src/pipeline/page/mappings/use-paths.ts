import { useMemo } from 'react'
import { useEventBodies, useSamples } from '../api'
import { pathsOf, type Path } from '../fields/paths'
import type { JsonObject } from '../json/json-object'

/** The fields to suggest: of the event in hand, of the newest ones where somebody writes, and of the samples. */
export function usePaths(event: JsonObject | undefined, isWriting: boolean): readonly Path[] {
  const recent = useEventBodies(isWriting ? 8 : 0)
  const samples = useSamples().data?.samples
  return useMemo(
    () => pathsOf([event, ...recent, ...(samples ?? []).map((sample) => sample.event)]),
    [event, recent, samples]
  )
}
