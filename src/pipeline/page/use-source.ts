import { createContext, useContext } from 'react'
import type { SourceSummary } from '../read-api/shapes'

export const SourceContext = createContext<SourceSummary | null>(null)

/** The source that the page is about: what one write key identifies. */
export function useSource(): SourceSummary {
  const source = useContext(SourceContext)
  if (!source) throw new Error('There is no source outside of <WithSource>.')
  return source
}
