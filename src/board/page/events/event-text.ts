import { formatMoney } from '../../../look/format'
import type { StoredEvent } from '../../read-api/shapes'

/** An event in a line. All of it is text that somebody sent. */
export interface EventText {
  /** What happened. */
  title: string
  /** With what: a page, an amount, the names of attributes. */
  detail: string
}

/** Says what an event is. Events of a type that is not known yet are shown by their type. */
export function describeEvent(event: StoredEvent): EventText {
  const [title, detail = ''] = Object.hasOwn(DESCRIPTIONS, event.type)
    ? DESCRIPTIONS[event.type](event)
    : [event.type, event.name]
  return { title, detail }
}

type Description = readonly [title: string, detail?: string]

const DESCRIPTIONS: Record<string, (event: StoredEvent) => Description> = {
  visit: (event) => [
    event.channel === 'mobile' ? 'Viewed a screen' : 'Visited',
    event.path ?? event.name ?? event.title ?? event.url
  ],
  login: () => ['Logged in'],
  attributes: ({ attributes = {} }) => ['Attributes changed', Object.keys(attributes).join(', ')],
  event: ({ name }) => [name ?? 'Event'],
  payment: (event) => ['Payment', amountOf(event)],
  refund: (event) => ['Refund', amountOf(event)],
  cancel: () => ['Canceled'],
  signup: () => ['Signed up'],
  group: ({ group_id }) => ['In group', group_id],
  alias: ({ previous_id }) => ['New id, before', previous_id]
}

function amountOf({ amount = 0, currency = 'USD' }: StoredEvent): string {
  return formatMoney(String(amount), currency)
}

/** The fields that the line above an event's details says already, or that say nothing to a reader. */
const SAID = ['type', 'properties', 'attributes', 'context']

/** Everything that came with an event, by part; parts without content are left out. */
export function detailsOf(event: StoredEvent): { part: string; facts: [name: string, value: unknown][] }[] {
  const fields = Object.fromEntries(Object.entries(event).filter(([name]) => !SAID.includes(name)))
  const parts = { Event: fields, Properties: event.properties, Attributes: event.attributes, Context: event.context }
  return Object.entries(parts)
    .map(([part, values]) => ({ part, facts: Object.entries(values ?? {}) }))
    .filter(({ facts }) => facts.length > 0)
}
