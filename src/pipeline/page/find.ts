import { IconActivity, IconArrowsShuffle } from '@tabler/icons-react'
import { request, withQuery } from '../../look/api/client'
import { fitting, type Entry, type Group } from '../../look/palette/entries'
import type { EventsPage, MappingEntry, SourceSummary } from '../read-api/shapes'
import { eventPagePath } from './deliveries/event-page-path'

const MOST_EVENTS = '6'

/** What the palette finds in a pipeline: events by message id, user or name, and mappings. */
export async function find(text: string): Promise<Group[]> {
  const { sources } = await request<{ sources: SourceSummary[] }>('GET', '/api/sources')
  const found = await Promise.all(sources.map(({ id }) => findOfSource(id, text)))
  return [
    { label: 'Events', entries: found.flatMap(({ events }) => events) },
    { label: 'Mappings', entries: found.flatMap(({ mappings }) => mappings) }
  ]
}

async function findOfSource(id: string, text: string): Promise<Record<'events' | 'mappings', Entry[]>> {
  const source = `/api/sources/${encodeURIComponent(id)}`
  const inSource = (path: string) => withQuery(path, { source: id })
  const [{ events }, { mappings }] = await Promise.all([
    request<EventsPage>('GET', withQuery(`${source}/events`, { query: text, limit: MOST_EVENTS })),
    request<{ mappings: MappingEntry[] }>('GET', `${source}/mappings`)
  ])
  return {
    events: events.flatMap(({ messageId, kind, user }): Entry[] => {
      if (messageId === null) return []
      const label = user === null ? kind : `${kind}, ${user}`
      return [{ label, detail: messageId, icon: IconActivity, go: inSource(eventPagePath(messageId)) }]
    }),
    mappings: fitting(
      mappings.map(({ id, name, subscribe }) => {
        const isOne = mappings.every((other) => other.id === id || other.name !== name)
        const detail = isOne ? undefined : subscribe
        return { label: name, detail, icon: IconArrowsShuffle, go: inSource(`/mappings/${id}`) }
      }),
      text
    )
  }
}
