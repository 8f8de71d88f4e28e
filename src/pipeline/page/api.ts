import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
  type UseQueryResult
} from '@tanstack/react-query'
import { ApiError, request, requestTagged, withQuery } from '../../look/api/client'
import type {
  Comparison,
  CompareInput,
  Counts,
  DestinationCard,
  DestinationInput,
  DiscardInput,
  EventPath,
  EventRow,
  EventsPage,
  Health,
  LaneStatus,
  MappingEntry,
  MappingInput,
  MappingVersion,
  Preview,
  PreviewInput,
  Reason,
  ResendInput,
  Sample,
  SettingsTest,
  SourceSummary,
  SubscriptionsFile,
  TestAnswer,
  TesterAnswer,
  TesterInput,
  Why
} from '../read-api/shapes'
import { useSource } from './use-source'

/** The API of the page as hooks, one for each call. All but the first are about the source that is shown. */

export const useSources = () =>
  useQuery({
    queryKey: ['sources'],
    queryFn: () => request<{ sources: SourceSummary[] }>('GET', '/api/sources').then(({ sources }) => sources)
  })

export const useDestination = () => useQuery(useGet<DestinationCard>('destination'))

/** Asked for anew whenever somebody comes to a view or a window of theirs: others may have changed them meanwhile. */
export const useMappings = () => useQuery({ ...useGet<{ mappings: MappingEntry[] }>('mappings'), staleTime: 0 })

export const useSamples = () => useQuery({ ...useGet<{ samples: Sample[] }>('samples'), staleTime: Infinity })

export const useCounts = (hours: string) =>
  useQuery({ ...useGet<Counts>('counts', { hours }), placeholderData: keepPreviousData })

export const useReasons = (hours: string) =>
  useQuery({ ...useGet<{ reasons: Reason[] }>('reasons', { hours }), placeholderData: keepPreviousData })

export const useLanes = () => useQuery(useGet<{ lanes: LaneStatus[] }>('lanes'))

export const useHealth = (hours: string) =>
  useQuery({ ...useGet<Health>('health', { hours }), placeholderData: keepPreviousData })

export const useMappingHistory = (id: string) =>
  useQuery(useGet<{ versions: MappingVersion[] }>(`mappings/${id}/history`))

/** The path of an event; none is asked for where there is no message id. */
export const useEvent = (messageId: string | null) =>
  useQuery({ ...useGet<EventPath>(`events/${encodeURIComponent(messageId ?? '')}`), enabled: messageId !== null })

export const useWhy = (query: string) =>
  useQuery({ ...useGet<{ answers: Why[] }>('why', { query }), enabled: query !== '', staleTime: 0 })

/** The newest events, for trying things on; calls that were refused are no events. */
export function useAcceptedEvents(): (EventRow & { messageId: string })[] {
  const { data } = useQuery(useGet<EventsPage>('events', { limit: '50' }))
  return (data?.events ?? []).flatMap(({ messageId, ...event }) =>
    messageId === null || event.deliveries.some(({ state }) => state === 'refused') ? [] : [{ ...event, messageId }]
  )
}

/** The newest events themselves, as they were received. */
export function useEventBodies(count: number): Record<string, unknown>[] {
  const { id } = useSource()
  const events = useAcceptedEvents().slice(0, count)
  return useQueries({
    queries: events.map(({ messageId }) => get<EventPath>(pathOf(id, `events/${encodeURIComponent(messageId)}`))),
    combine: bodiesOf
  })
}

const bodiesOf = (results: UseQueryResult<EventPath>[]) => results.flatMap(({ data }) => (data ? [data.event] : []))

export function useEvents(filters: Record<string, string>) {
  const { queryKey, path } = useGet<EventsPage>('events', filters)
  return useInfiniteQuery({
    queryKey: ['pages', ...queryKey],
    queryFn: ({ pageParam }) => request<EventsPage>('GET', withQuery(path, { ...filters, cursor: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData
  })
}

/** What the mapping would make of the event. Asked again whenever one of them changes. */
export function usePreview(input: PreviewInput | null) {
  const path = usePath('preview')
  return useQuery({
    queryKey: [path, input],
    queryFn: () => request<Preview>('POST', path, input),
    enabled: input !== null,
    placeholderData: keepPreviousData,
    retry: false
  })
}

export const useCompare = () => useCall<CompareInput, Comparison>('POST', 'compare', [])

export const useTester = () => useCall<TesterInput, TesterAnswer>('POST', 'tester', [])

export const useTestConnection = () => useCall<SettingsTest, TestAnswer>('POST', 'destination/test', [])

export const useSaveDestination = () =>
  useCall<DestinationInput, DestinationCard>('PUT', 'destination', ['destination'])

export const useCreateMapping = () => useCall<MappingInput, MappingEntry>('POST', 'mappings', ['mappings'])

/** Saves a mapping where it is still what `tag` names; where it is not, it is fetched anew. */
export function useSaveMapping(id: string) {
  const path = usePath(`mappings/${id}`)
  const { queryKey } = useGet<{ mappings: MappingEntry[] }>('mappings')
  const client = useQueryClient()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: async ({ input, tag }: { input: MappingInput; tag: string }) =>
      (await requestTagged<MappingEntry>('PUT', path, input, tag)).answer,
    onSuccess: (saved) => {
      client.setQueryData<{ mappings: MappingEntry[] }>(
        queryKey,
        (known) => known && { mappings: known.mappings.map((entry) => (entry.id === id ? saved : entry)) }
      )
      void refresh('mappings')
    },
    onError: (error) => isOutrun(error) && refresh('mappings')
  })
}

/** Whether a change was refused because somebody else has changed or deleted the same meanwhile. */
export const isOutrun = (error: Error | null): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 409)

export const useDeleteMapping = (id: string) => useCall<void, void>('DELETE', `mappings/${id}`, ['mappings', 'events'])

export const useDuplicateMapping = (id: string) =>
  useCall<void, MappingEntry>('POST', `mappings/${id}/duplicate`, ['mappings'])

export const useResetMapping = (id: string) => useCall<void, MappingEntry>('POST', `mappings/${id}/reset`, ['mappings'])

export const useImportMappings = () => useCall<SubscriptionsFile, unknown>('POST', 'mappings/import', ['mappings'])

export function useExportMappings() {
  const path = usePath('mappings/export')
  return useMutation({ mutationFn: () => request<SubscriptionsFile>('GET', path) })
}

type Resent = { resent: number }

/** What changes with the state of deliveries. */
const STANDING = ['events', 'counts', 'mappings', 'reasons', 'lanes', 'health']

export const useResend = () => useCall<ResendInput, Resent>('POST', 'resend', STANDING)

export const useDiscard = () => useCall<DiscardInput, { discarded: number }>('POST', 'discard', STANDING)

export const useResendEvent = (messageId: string) =>
  useCall<void, Resent>('POST', `events/${encodeURIComponent(messageId)}/resend`, STANDING)

/** Fetches anew what the server has at these paths, and below them; resolves when what is shown is there. */
export function useRefresh(): (...names: string[]) => Promise<void> {
  const client = useQueryClient()
  const { id } = useSource()
  return (...names) => {
    const paths = names.map((name) => pathOf(id, name))
    return client.invalidateQueries({
      predicate: ({ queryKey }) =>
        queryKey.some((key) => typeof key === 'string' && paths.some((path) => isBelow(key, path)))
    })
  }
}

export const useStreamPath = () => usePath('stream')

/** A call that changes something; what the server has at the paths `changes` is fetched anew then. */
function useCall<Body, Answer>(method: 'POST' | 'PUT' | 'DELETE', name: string, changes: readonly string[]) {
  const path = usePath(name)
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (body: Body) => request<Answer>(method, path, body),
    onSuccess: () => refresh(...changes)
  })
}

function useGet<Answer>(name: string, parameters: Record<string, string> = {}) {
  return get<Answer>(usePath(name), parameters)
}

function get<Answer>(path: string, parameters: Record<string, string> = {}) {
  return {
    path,
    queryKey: [path, parameters] as const,
    queryFn: () => request<Answer>('GET', withQuery(path, parameters))
  }
}

function usePath(name: string): string {
  return pathOf(useSource().id, name)
}

const pathOf = (source: string, name: string) => `/api/sources/${encodeURIComponent(source)}/${name}`

const isBelow = (key: string, path: string) => key === path || key.startsWith(`${path}/`)
