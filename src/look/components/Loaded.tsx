import { type UseQueryResult } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { ErrorState } from './ErrorState'
import { Loading } from './Loading'
import { PageHeader } from './PageHeader'

interface LoadedProps<Data> {
  query: Pick<UseQueryResult<Data>, 'data' | 'error'> & { refetch: () => unknown }
  /** Stands in for the content until it is there; shaped like it, so that nothing jumps. */
  loading: ReactNode
  /** The heading of a view that is nothing without its data, where there are none. */
  title?: string
  children: (data: Data) => ReactNode
}

/** Shows a query's data, or that it is on its way, or why there is none. */
export function Loaded<Data>({ query, loading, title, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) {
    return (
      <>
        {title && <PageHeader title={title} />}
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </>
    )
  }
  return <Loading>{loading}</Loading>
}
