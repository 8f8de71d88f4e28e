import { useAcceptedEvents, useEvent, useSamples } from '../api'
import type { JsonObject } from '../json/read-json'

/** What an event is chosen by: `sample:Page` or `event:<message id>`. */
export type Choice = string

export type ChoiceGroup = { group: string; items: { value: Choice; label: string }[] }

export const choiceOfEvent = (messageId: string): Choice => `event:${messageId}`

/** The samples and the newest events to choose from. */
export function useChoices(): ChoiceGroup[] {
  const samples = useSamples().data?.samples ?? []
  const events = useAcceptedEvents()
  return [
    { group: 'Samples', items: samples.map(({ name }) => ({ value: `sample:${name}`, label: name })) },
    {
      group: 'Recent events',
      items: events.map(({ messageId, kind, user, receivedAt }) => ({
        value: choiceOfEvent(messageId),
        label: `${kind}, ${user}, ${receivedAt.slice(11, 19)}`
      }))
    }
  ]
}

/** The event that was chosen, once it is there. */
export function useChosenEvent(choice: Choice): JsonObject | undefined {
  const [, kind, name] = /^(sample|event):(.*)$/s.exec(choice) ?? []
  const { data: samples } = useSamples()
  const { data: recent } = useEvent(kind === 'event' ? name : null)
  return kind === 'event' ? recent?.event : samples?.samples.find((sample) => sample.name === name)?.event
}
