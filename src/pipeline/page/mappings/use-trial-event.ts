import { parseFql, validate } from '@segment/destination-subscriptions'
import type { MappingEntry } from '../../read-api/shapes'
import { useAcceptedEvents, useSamples } from '../api'
import type { JsonObject } from '../json/json-object'
import { choiceOfEvent, useChosenEvent, type Choice } from '../shared/use-chosen-event'

/** The event that a mapping is tried on. */
export type Trial = { choice: Choice; event: JsonObject | undefined }

/** What was chosen; else the newest event that went to the mapping, or a sample that its trigger takes. */
export function useTrialEvent({ id, subscribe }: MappingEntry, chosen: Choice | null): Trial {
  const recent = useAcceptedEvents()
  const { data: samples } = useSamples()

  const taken = recent.find(({ deliveries }) => deliveries.some(({ mappingId }) => mappingId === id))
  const trigger = parseFql(subscribe)
  const fitting = samples?.samples.find(({ event }) => validate(trigger, event))
  const fallback = fitting ?? samples?.samples[0]
  const first = taken ? choiceOfEvent(taken.messageId) : fallback && `sample:${fallback.name}`
  const choice = chosen ?? first ?? ''
  return { choice, event: useChosenEvent(choice).event }
}
