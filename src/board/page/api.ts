import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request, requestTagged, withQuery } from '../../look/api/client'
import type {
  Audiences,
  Campaigns,
  CampaignSpend,
  Deleted,
  Events,
  EventsTotal,
  Funnel,
  Integrations,
  Link,
  Links,
  MadeLink,
  Metrics,
  Retention,
  Sample,
  Session,
  Spend,
  User,
  Users,
  UsersTotal
} from '../read-api/shapes'

/** The read API as hooks, one for each call. */

const get = <Answer>(path: string, parameters: Record<string, string | undefined> = {}) =>
  ({
    queryKey: [path, parameters],
    queryFn: () => request<Answer>('GET', withQuery(path, parameters))
  }) as const

/** How often a link asks whether it still opens the board, so that the page says so where it does not. */
const LINK_CHECK_MS = 30_000

/** Undefined until it is known. */
export function useSession(): Session | undefined {
  const session = useQuery({
    ...get<Session>('/api/session'),
    staleTime: Infinity,
    refetchInterval: ({ state: { data, error } }) => (data?.read_only || error ? LINK_CHECK_MS : false)
  })
  return session.data
}

/** Whether this browser may change something, once that is known: who came by a link may only read. */
export const useIsOwner = (): boolean => useSession()?.read_only === false

export const useMetrics = (range: { from: string; to: string; interval: string }, enabled = true) =>
  useQuery({ ...get<Metrics>('/api/metrics', range), placeholderData: keepPreviousData, enabled })

export const useRetention = (range: { from: string; to: string }) =>
  useQuery({ ...get<Retention>('/api/retention', range), placeholderData: keepPreviousData })

export const useUsers = (filters: Record<string, string | undefined>) =>
  useQuery({ ...get<Users>('/api/users', filters), placeholderData: keepPreviousData })

export const useUsersTotal = (filters: Record<string, string>) =>
  useQuery(get<UsersTotal>('/api/totals/users', filters))

/** Of all events nobody asks how many they are, which takes long to count: only of those of a type, a person or a period. */
export const useEventsTotal = (filters: Record<string, string>) =>
  useQuery({
    ...get<EventsTotal>('/api/totals/events', filters),
    enabled: Object.values(filters).some((value) => value !== '')
  })

export const useAudiences = () => useQuery(get<Audiences>('/api/audiences'))

export const useFunnel = (range: { from: string; to: string }) =>
  useQuery({ ...get<Funnel>('/api/funnel', range), placeholderData: keepPreviousData })

export const useCampaigns = (range: { from: string; to: string }) =>
  useQuery({ ...get<Campaigns>('/api/campaigns', range), placeholderData: keepPreviousData })

/** The newest event of the board, looked for again and again while there is none. */
export const useNewest = () =>
  useQuery({
    ...get<Events>('/api/events', { limit: '1' }),
    staleTime: 60_000,
    refetchInterval: ({ state: { data, error } }) => (data?.events.length === 0 || error ? 3_000 : false)
  })

export const useHasSample = () => useQuery(get<Sample>('/api/sample'))

export const useLoadSample = () => useSampleChange('POST')
export const useRemoveSample = () => useSampleChange('DELETE')

function useSampleChange(method: 'POST' | 'DELETE') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => request<Sample>(method, '/api/sample'),
    onSuccess: () => client.invalidateQueries()
  })
}

export const useUser = (id: string) => useQuery(get<User>(userPath(id)))

export const useTimeline = (id: string) => useEventPages(`${userPath(id)}/timeline`, {})

export const useEvents = (filters: Record<string, string>) => useEventPages('/api/events', filters)

export const useSpend = (enabled = true) => useTagged<Spend>('/api/spend', enabled)
export const useSaveSpend = () => useSaveTagged<Spend>('/api/spend')

export const useCampaignSpend = (enabled = true) => useTagged<CampaignSpend>('/api/spend/campaigns', enabled)
export const useSaveCampaignSpend = () => useSaveTagged<CampaignSpend>('/api/spend/campaigns')

export const useIntegrations = () => useQuery(get<Integrations>('/api/settings/integrations'))

/** Everything shown may follow from a person's events, so that everything is fetched anew. */
export function useDeleteUser(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => request<Deleted>('DELETE', userPath(id)),
    onSuccess: () => {
      client.removeQueries({ queryKey: [userPath(id)] })
      client.removeQueries({ queryKey: [`${userPath(id)}/timeline`] })
      return client.invalidateQueries()
    }
  })
}

function useTagged<Answer>(path: string, enabled: boolean) {
  return useQuery({
    queryKey: [path],
    queryFn: () => requestTagged<Answer>('GET', path),
    select: ({ answer }) => answer,
    enabled
  })
}

function useSaveTagged<Answer>(path: string) {
  const client = useQueryClient()
  return useMutation({
    // Only what was read is replaced: what somebody else has entered meanwhile is not lost without a word.
    mutationFn: (body: Answer) => {
      const { tag } = client.getQueryData<{ tag: string | null }>([path]) ?? {}
      return requestTagged<Answer>('PUT', path, body, tag)
    },
    onSuccess: () => client.invalidateQueries()
  })
}

export const useLinks = () => useQuery(get<Links>('/api/settings/links'))

export function useMakeLink() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => request<MadeLink>('POST', '/api/settings/links', { name }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['/api/settings/links'] })
  })
}

export function useRevokeLink() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Link) => request<Links>('DELETE', `/api/settings/links/${encodeURIComponent(id)}`),
    onSuccess: (links) => client.setQueryData(get('/api/settings/links').queryKey, links)
  })
}

export function useRotateToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => request<Integrations>('POST', '/api/settings/integrations/rotate'),
    onSuccess: (integrations) => client.setQueryData(get('/api/settings/integrations').queryKey, integrations)
  })
}

function useEventPages(path: string, parameters: Record<string, string>) {
  return useInfiniteQuery({
    queryKey: [path, parameters],
    queryFn: ({ pageParam }) => request<Events>('GET', withQuery(path, { ...parameters, cursor: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor
  })
}

const userPath = (id: string) => `/api/users/${encodeURIComponent(id)}`
