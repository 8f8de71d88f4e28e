import type { MappingEntry } from '../../page-api'
import { useAcceptedEvents, useSamples } from '../api'
import type { JsonObject } from '../json/read-json'
import { choiceOfEvent, useChosenEvent, type Choice } from '../shared/use-chosen-event'

/** The event that a mapping is tried on. */
export type Trial = { choice: Choice; event: JsonObject | undefined }

/** What was chosen; else the newest event that went to the mapping, or the sample that is called like its preset. */
export function useTrialEvent({ name, preset, partnerAction }: MappingEntry, chosen: Choice | null): Trial {
  const recent = useAcceptedEvents()
  const { data: samples } = useSamples()

  const taken = recent.find(({ deliveries }) => deliveries.some(({ mapping }) => mapping === name))
  const alike = samples?.samples.find((sample) => sample.name.endsWith(preset ?? name))
  const ofType = samples?.samples.find(({ event }) => event.type === partnerAction)
  const fallback = alike ?? ofType ?? samples?.samples[0]
  const first = taken ? choiceOfEvent(taken.messageId) : fallback && `sample:${fallback.name}`
  const choice = chosen ?? first ?? ''
  return { choice, event: useChosenEvent(choice) }
}
