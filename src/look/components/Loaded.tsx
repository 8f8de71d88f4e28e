import { type UseQueryResult } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { ErrorState } from './ErrorState'
import { Loading } from './Loading'

interface LoadedProps<Data> {
  query: UseQueryResult<Data>
  /** Stands in for the content until it is there; shaped like it, so that nothing jumps. */
  loading: ReactNode
  children: (data: Data) => ReactNode
}

/** Shows a query's data, or that it is on its way, or why there is none. */
export function Loaded<Data>({ query, loading, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return <Loading>{loading}</Loading>
}
