import { useState } from 'react'
import { useLive } from '../../../look/api/use-live'
import type { StoredEvent, StreamMessage } from '../../read-api/shapes'
import { type EventFilters } from './EventsFilters'

/** So many are kept: more can be had by reloading, and a busy board must not fill the browser. */
const KEPT = 200

export interface Arrivals {
  /** Newest first. */
  events: readonly StoredEvent[]
  /** Whether the filters allow a live view: that of a past period or of one person is asked for as a whole. */
  possible: boolean
  paused: boolean
  connected: boolean
  onPause: (paused: boolean) => void
}

/** The events of the chosen type that arrive while the page is open. */
export function useArrivals({ type, user, from, to, currency, cohort }: EventFilters, refetch: () => void): Arrivals {
  const [paused, setPaused] = useState(false)
  const [events, setEvents] = useState<readonly StoredEvent[]>([])
  const possible = user + from + to + currency + cohort === '' && type !== 'money'

  const connected = useLive<StreamMessage>(
    possible && !paused ? '/api/events/stream' : null,
    'events',
    (message) => setEvents((earlier) => [...message.events.toReversed(), ...earlier].slice(0, KEPT)),
    refetch
  )
  const onPause = (pause: boolean) => {
    setPaused(pause)
    if (!pause) refetch()
  }
  const shown = possible ? events.filter((event) => type === '' || event.type === type) : []
  return { events: shown, possible, paused, connected, onPause }
}
