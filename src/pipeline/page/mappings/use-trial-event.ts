import type { MappingEntry } from '../../read-api/shapes'
import { useAcceptedEvents, useSamples } from '../api'
import type { JsonObject } from '../json/json-object'
import { choiceOfEvent, useChosenEvent, type Choice } from '../shared/use-chosen-event'

/** The event that a mapping is tried on. */
export type Trial = { choice: Choice; event: JsonObject | undefined }

/** What was chosen; else the newest event that went to the mapping, or a sample that its trigger takes. */
export function useTrialEvent({ id, sample }: MappingEntry, chosen: Choice | null): Trial {
  const recent = useAcceptedEvents()
  const { data: samples } = useSamples()

  const taken = recent.find(({ deliveries }) => deliveries.some(({ mappingId }) => mappingId === id))
  const fitting = sample ?? samples?.samples[0].name
  const first = taken ? choiceOfEvent(taken.messageId) : fitting && `sample:${fitting}`
  const choice = chosen ?? first ?? ''
  return { choice, event: useChosenEvent(choice).event }
}
