import { Static, TObject, TProperties, Type } from '@sinclair/typebox'
import { ErrorObject } from '../error-answers'
import { Amount } from '../validation'

/** The most events in one request. */
export const MOST_EVENTS = 1000
/** The largest body of a request, in bytes, unzipped. */
export const MOST_BYTES = 5_000_000
/** The largest event, in bytes of its JSON. */
export const MOST_EVENT_BYTES = 32 * 1024

/** The types of events, in the order in which they are told. */
export const EVENT_TYPES = [
  'visit',
  'login',
  'attributes',
  'event',
  'payment',
  'refund',
  'cancel',
  'signup',
  'group',
  'alias'
] as const
export type EventType = (typeof EVENT_TYPES)[number]

const text = () => Type.String({ description: 'a string' })
const boundedText = (longest: number) =>
  Type.String({ minLength: 1, maxLength: longest, description: `a string of 1 to ${longest} characters` })
const object = () => Type.Record(Type.String(), Type.Unknown(), { description: 'an object' })

const Id = boundedText(128)
const PersonId = boundedText(256)
const Name = boundedText(256)
const Timestamp = Type.String({
  format: 'date-time',
  description: 'an RFC 3339 time such as 2024-01-31T09:30:00.000Z'
})
const Currency = Type.String({
  format: 'iso-4217',
  description: 'an ISO 4217 currency code such as USD, in capitals'
})

const Context = Type.Object(
  {
    ip: Type.Optional(text()),
    user_agent: Type.Optional(text()),
    locale: Type.Optional(text()),
    timezone: Type.Optional(text()),
    campaign: Type.Optional(object()),
    app: Type.Optional(object()),
    device: Type.Optional(object()),
    os: Type.Optional(object())
  },
  { additionalProperties: false, description: 'an object' }
)

/** An event that may come from someone who is not known yet. `user_id` or `anonymous_id` is required; a schema cannot say it. */
function event<Name extends EventType, Fields extends TProperties>(type: Name, fields: Fields) {
  return Type.Object(
    {
      id: Id,
      type: Type.Literal(type, { description: `"${type}"` }),
      timestamp: Timestamp,
      user_id: Type.Optional(PersonId),
      anonymous_id: Type.Optional(PersonId),
      context: Type.Optional(Context),
      ...fields
    },
    { additionalProperties: false, title: type, description: 'an event, which is an object' }
  )
}

/** An event of a user: `user_id` is required. */
function userEvent<Name extends EventType, Fields extends TProperties>(type: Name, fields: Fields) {
  return event(type, { ...fields, user_id: PersonId })
}

const optionalName = { name: Type.Optional(Name), properties: Type.Optional(object()) }
const money = { ...optionalName, amount: Amount, currency: Currency }

/** The schema of each type of event. */
export const EVENT_SCHEMAS = {
  visit: event('visit', {
    channel: Type.Union([Type.Literal('web'), Type.Literal('mobile')], { description: '"web" or "mobile"' }),
    name: Type.Optional(text()),
    category: Type.Optional(text()),
    url: Type.Optional(text()),
    path: Type.Optional(text()),
    title: Type.Optional(text()),
    referrer: Type.Optional(text()),
    search: Type.Optional(text()),
    properties: Type.Optional(object())
  }),
  login: userEvent('login', { attributes: Type.Optional(object()) }),
  attributes: event('attributes', { attributes: Type.Optional(object()) }),
  event: event('event', { name: Name, properties: Type.Optional(object()) }),
  payment: event('payment', money),
  refund: event('refund', money),
  cancel: userEvent('cancel', optionalName),
  signup: userEvent('signup', optionalName),
  group: event('group', { group_id: PersonId, attributes: Type.Optional(object()) }),
  alias: userEvent('alias', { previous_id: PersonId })
} satisfies { [Type in EventType]: TObject }

/** An event that was accepted. */
export type BoardEvent = { [Type in EventType]: Static<(typeof EVENT_SCHEMAS)[Type]> }[EventType]

export const EventsBody = Type.Object({
  events: Type.Array(Type.Union(Object.values(EVENT_SCHEMAS)), { minItems: 1, maxItems: MOST_EVENTS })
})

export const DeleteBody = Type.Object(
  { user_id: Type.Optional(PersonId), anonymous_id: Type.Optional(PersonId) },
  { additionalProperties: false, minProperties: 1, description: 'an object with user_id, anonymous_id or both' }
)

/** `conflict` is said of an event that is known already, but with other content: the first one stays. */
export const Result = Type.Object({
  status: Type.Integer(),
  conflict: Type.Optional(Type.Literal(true)),
  error: Type.Optional(ErrorObject)
})
export type Result = Static<typeof Result>
export const EventsAnswer = Type.Object({ results: Type.Array(Result) })
