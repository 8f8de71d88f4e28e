import { IconActivity, IconArrowsShuffle } from '@tabler/icons-react'
import { request, withQuery } from '../../look/api/client'
import { fitting, type Entry, type Group } from '../../look/palette/entries'
import type { EventsPage, MappingEntry, SourceSummary } from '../read-api/shapes'
import { eventPagePath } from './deliveries/event-page-path'

const MOST_EVENTS = '6'

/** What the palette finds in a pipeline: events by message id, user or name, and mappings. */
export async function find(text: string): Promise<Group[]> {
  const { sources } = await request<{ sources: SourceSummary[] }>('GET', '/api/sources')
  const found = await Promise.all(sources.map(({ id }) => findOfSource(`/api/sources/${encodeURIComponent(id)}`, text)))
  return [
    { label: 'Events', entries: found.flatMap(({ events }) => events) },
    { label: 'Mappings', entries: found.flatMap(({ mappings }) => mappings) }
  ]
}

async function findOfSource(source: string, text: string): Promise<Record<'events' | 'mappings', Entry[]>> {
  const [{ events }, { mappings }] = await Promise.all([
    request<EventsPage>('GET', withQuery(`${source}/events`, { query: text, limit: MOST_EVENTS })),
    request<{ mappings: MappingEntry[] }>('GET', `${source}/mappings`)
  ])
  return {
    events: events.flatMap(({ messageId, kind, user }): Entry[] => {
      if (messageId === null) return []
      const label = user === null ? kind : `${kind}, ${user}`
      return [{ label, detail: messageId, icon: IconActivity, go: eventPagePath(messageId) }]
    }),
    mappings: fitting(
      mappings.map(({ id, name }) => ({ label: name, icon: IconArrowsShuffle, go: `/mappings/${id}` })),
      text
    )
  }
}
