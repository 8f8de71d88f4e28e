import type { ActionDefinition, InputField, JSONObject } from '@segment/actions-core'
import type { AnyDefinition } from '../../destination'

const name: InputField = {
  label: 'Event Name',
  description: 'The name of the event.',
  type: 'string',
  required: true,
  default: { '@path': '$.event' }
}

/** An action that no rule objects to, unless these parts break one. */
export function anAction(parts: Partial<ActionDefinition<JSONObject>> = {}): ActionDefinition<JSONObject> {
  return {
    title: 'Track Event',
    description: 'Record an event.',
    defaultSubscription: 'type = "track"',
    fields: { name },
    perform: () => undefined,
    ...parts
  }
}

export function withFields(fields: Record<string, Partial<InputField>>): Partial<AnyDefinition> {
  return { actions: { track: anAction({ fields: { name, ...(fields as Record<string, InputField>) } }) } }
}

export function withSettings(fields: object): Partial<AnyDefinition> {
  return {
    authentication: {
      scheme: 'custom',
      fields: fields as NonNullable<AnyDefinition['authentication']>['fields'],
      testAuthentication: () => undefined
    }
  }
}

/** A definition that no rule objects to, unless these parts break one. */
export function aDefinition(parts: Partial<AnyDefinition> = {}): AnyDefinition {
  return {
    name: 'Example',
    slug: 'actions-example',
    mode: 'cloud',
    description: 'Send events to Example.',
    ...withSettings({
      apiKey: { label: 'API Key', description: 'The key of your account.', type: 'password', required: true }
    }),
    actions: { track: anAction() },
    presets: [
      {
        name: 'Track',
        type: 'automatic',
        subscribe: 'type = "track"',
        partnerAction: 'track',
        mapping: { name: { '@path': '$.event' } }
      }
    ],
    ...parts
  }
}
