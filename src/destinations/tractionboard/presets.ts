import { defaultValues } from '@segment/actions-core'
import type { DestinationDefinition, JSONObject } from '@segment/actions-core'
import alias from './alias'
import type { Settings } from './generated-types'
import group from './group'
import identify from './identify'
import page from './page'
import screen from './screen'
import track from './track'

type Presets = NonNullable<DestinationDefinition<Settings>['presets']>

const trackDefaults = defaultValues(track.fields)

/** A mapping carries only what its kind of event needs: each field costs time on every event. */
function withoutMoney(kind: 'event' | 'cancel' | 'signup'): JSONObject {
  const { amount: _amount, currency: _currency, ...mapping } = trackDefaults
  return { ...mapping, kind }
}

/** An event matches exactly one of these. */
const automatic: Presets = [
  {
    name: 'Page',
    subscribe: 'type = "page"',
    partnerAction: 'page',
    mapping: defaultValues(page.fields),
    type: 'automatic'
  },
  {
    name: 'Screen',
    subscribe: 'type = "screen"',
    partnerAction: 'screen',
    mapping: defaultValues(screen.fields),
    type: 'automatic'
  },
  {
    name: 'Identify',
    subscribe: 'type = "identify"',
    partnerAction: 'identify',
    mapping: defaultValues(identify.fields),
    type: 'automatic'
  },
  {
    name: 'Payment Made',
    subscribe: 'type = "track" and event = "Payment Made"',
    partnerAction: 'track',
    mapping: { ...trackDefaults, kind: 'payment' },
    type: 'automatic'
  },
  {
    name: 'Refund Received',
    subscribe: 'type = "track" and event = "Refund Received"',
    partnerAction: 'track',
    mapping: { ...trackDefaults, kind: 'refund' },
    type: 'automatic'
  },
  {
    name: 'Cancel',
    subscribe: 'type = "track" and event = "cancel"',
    partnerAction: 'track',
    mapping: withoutMoney('cancel'),
    type: 'automatic'
  },
  {
    name: 'Signup',
    subscribe: 'type = "track" and event = "signup"',
    partnerAction: 'track',
    mapping: withoutMoney('signup'),
    type: 'automatic'
  },
  {
    name: 'Track',
    subscribe:
      'type = "track" and event != "Payment Made" and event != "Refund Received" and event != "cancel" and event != "signup"',
    partnerAction: 'track',
    mapping: withoutMoney('event'),
    type: 'automatic'
  },
  {
    name: 'Group',
    subscribe: 'type = "group"',
    partnerAction: 'group',
    mapping: defaultValues(group.fields),
    type: 'automatic'
  },
  {
    name: 'Alias',
    subscribe: 'type = "alias"',
    partnerAction: 'alias',
    mapping: defaultValues(alias.fields),
    type: 'automatic'
  }
]

/** What linked audiences and journeys emit as a track call. */
const customEvents = [
  ['Associated Entity Added', 'warehouse_entity_added_track'],
  ['Associated Entity Removed', 'warehouse_entity_removed_track'],
  ['Entities Audience Entered', 'warehouse_audience_entered_track'],
  ['Entities Audience Exited', 'warehouse_audience_exited_track'],
  ['Journeys Step Entered', 'journeys_step_entered_track']
] as const

const specificEvents: Presets = [
  ...customEvents.map(([name, eventSlug]): Presets[number] => ({
    name,
    partnerAction: 'track',
    mapping: withoutMoney('event'),
    type: 'specificEvent',
    eventSlug
  })),
  {
    name: 'Entities Audience Membership Changed',
    partnerAction: 'identify',
    // An audience that changes is nobody logging in.
    mapping: { ...defaultValues(identify.fields), is_login: false },
    type: 'specificEvent',
    eventSlug: 'warehouse_audience_membership_changed_identify'
  }
]

export const presets: Presets = [...automatic, ...specificEvents]
