import type { UseQueryResult } from '@tanstack/react-query'
import { isolated } from '../../../look/in-sentence'
import { useAcceptedEvents, useEvent, useSamples } from '../api'
import type { JsonObject } from '../json/json-object'

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
        label: `${isolated(kind)}, ${isolated(user)}, ${receivedAt.slice(11, 19)}`
      }))
    }
  ]
}

/** The event that was chosen, undefined where it is not there, and the query that brings it. */
export function useChosenEvent(choice: Choice): { event: JsonObject | undefined; query: UseQueryResult } {
  const [, kind, name] = /^(sample|event):(.*)$/s.exec(choice) ?? []
  const samples = useSamples()
  const recent = useEvent(kind === 'event' ? name : null)
  if (kind === 'event') return { event: recent.data?.event, query: recent }
  return { event: samples.data?.samples.find((sample) => sample.name === name)?.event, query: samples }
}
