import type { Moment } from './moment'

/** What brought a person here, as the first event said that bears `context.campaign`; what it did not say is null. */
export type Campaign = readonly [...Moment, source: string | null, medium: string | null, name: string | null]

/** The campaign of an event; nothing where it names none by text. https://segment.com/docs/connections/spec/common/#context */
export function campaignOf(campaign: unknown, moment: Moment): Campaign | undefined {
  if (typeof campaign !== 'object' || campaign === null) return undefined
  const { source, medium, name } = campaign as Record<string, unknown>
  const [from, by, named] = [source, medium, name].map(textOf)
  return (from ?? by ?? named) === null ? undefined : [...moment, from, by, named]
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}
