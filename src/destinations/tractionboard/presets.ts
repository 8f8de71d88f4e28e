import { defaultValues } from '@segment/actions-core'
import type { DestinationDefinition, JSONObject } from '@segment/actions-core'
import alias from './alias'
import type { Settings } from './generated-types'
import group from './group'
import identify from './identify'
import page from './page'
import screen from './screen'
import track from './track'

type Preset = NonNullable<DestinationDefinition<Settings>['presets']>[number]
type SpecificEvent = Extract<Preset, { type: 'specificEvent' }>['eventSlug']

const login = defaultValues(identify.fields)
const money = defaultValues(track.fields)
/** A mapping carries only what its kind of event needs: each field costs time on every event. */
const { amount: _amount, currency: _currency, ...event } = money

function automatic(name: string, partnerAction: string, subscribe: string, mapping: JSONObject): Preset {
  return { name, subscribe, partnerAction, mapping, type: 'automatic' }
}

function specific(
  name: string,
  eventSlug: SpecificEvent,
  partnerAction = 'track',
  mapping: JSONObject = event
): Preset {
  return { name, partnerAction, mapping, type: 'specificEvent', eventSlug }
}

/** Both names that Segment's pages have given to each of the two money events. */
const PAYMENT = 'type = "track" and (event = "Payment Made" or event = "Made Payment")'
const REFUND = 'type = "track" and (event = "Refund Received" or event = "Received Refund")'
const OTHERS =
  'type = "track" and event != "Payment Made" and event != "Made Payment" and event != "Refund Received" and event != "Received Refund" and event != "cancel" and event != "signup"'

/** An event matches exactly one automatic preset. The others are what linked audiences and journeys emit. */
export const presets: Preset[] = [
  automatic('Page', 'page', 'type = "page"', defaultValues(page.fields)),
  automatic('Screen', 'screen', 'type = "screen"', defaultValues(screen.fields)),
  automatic('Identify', 'identify', 'type = "identify"', login),
  automatic('Payment Made', 'track', PAYMENT, { ...money, kind: 'payment' }),
  automatic('Refund Received', 'track', REFUND, { ...money, kind: 'refund' }),
  automatic('Cancel', 'track', 'type = "track" and event = "cancel"', { ...event, kind: 'cancel' }),
  automatic('Signup', 'track', 'type = "track" and event = "signup"', { ...event, kind: 'signup' }),
  automatic('Track', 'track', OTHERS, event),
  automatic('Group', 'group', 'type = "group"', defaultValues(group.fields)),
  automatic('Alias', 'alias', 'type = "alias"', defaultValues(alias.fields)),
  specific('Associated Entity Added', 'warehouse_entity_added_track'),
  specific('Associated Entity Removed', 'warehouse_entity_removed_track'),
  specific('Entities Audience Entered', 'warehouse_audience_entered_track'),
  specific('Entities Audience Exited', 'warehouse_audience_exited_track'),
  specific('Journeys Step Entered', 'journeys_step_entered_track'),
  // An audience that changes is nobody logging in.
  specific('Entities Audience Membership Changed', 'warehouse_audience_membership_changed_identify', 'identify', {
    ...login,
    is_login: false
  })
]
