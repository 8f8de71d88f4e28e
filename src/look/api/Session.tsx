import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useCallback, useState, type ReactNode } from 'react'
import { ApiError } from './client'
import { LOOK_AGAIN_MS } from './modules'
import { SignedOut, type SessionEnd } from './SignedOut'
import { SignOutContext } from './use-sign-out'

/** Holds what was fetched, and gives way to a sign-in notice once the server no longer knows this browser. */
export function Session({ children }: { children: ReactNode }) {
  const [ended, setEnded] = useState<SessionEnd>()
  const onSignedOut = useCallback(() => setEnded((known) => known ?? 'over'), [])
  const [client] = useState(() => createQueryClient((error) => setEnded(isRevoked(error) ? 'revoked' : 'over')))

  if (ended) return <SignedOut end={ended} />
  return (
    <SignOutContext value={onSignedOut}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </SignOutContext>
  )
}

const isRevoked = ({ code }: ApiError) => code === 'link_revoked'

function createQueryClient(onSignedOut: (error: ApiError) => void): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut(error)
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // The server may be on this very machine: whether there is a network says nothing.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && isPassing(error),
        // What could not be fetched comes by itself once the server is back.
        refetchInterval: ({ state: { error } }) => (error && isPassing(error) ? LOOK_AGAIN_MS : false),
        staleTime: 10_000
      }
    }
  })
}

/** Whether asking again may help: the server is away or busy, rather than refusing this very request. */
function isPassing(error: Error): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500 || error.status === 429
}
