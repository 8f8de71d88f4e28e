import { PayloadValidationError } from '@segment/actions-core'
import type { DestinationDefinition } from '@segment/actions-core'
import alias from './alias'
import { addressOf, requestOptions } from './connection'
import { DEFAULT_ENDPOINT } from './events-api'
import type { Settings } from './generated-types'
import group from './group'
import identify from './identify'
import { explainFailure } from './outcome'
import page from './page'
import { presets } from './presets'
import screen from './screen'
import { textOf } from './text'
import track from './track'

const destination: DestinationDefinition<Settings> = {
  name: 'Tractionboard',
  slug: 'actions-tractionboard',
  mode: 'cloud',
  description: 'Send visits, logins, earnings, refunds, churn and signups to your Tractionboard.',

  authentication: {
    scheme: 'custom',
    fields: {
      tokenId: {
        label: 'Token ID',
        description:
          'The Token ID of your Tractionboard. You find it in the Dashboard under **Settings > Integrations**.',
        type: 'password',
        required: true
      },
      endpoint: {
        label: 'Endpoint',
        description:
          'The base URL of the Events API, for a Tractionboard that you run yourself. Only https is accepted, and http for a host on the same machine.',
        type: 'string',
        format: 'uri',
        required: false,
        default: DEFAULT_ENDPOINT
      }
    },
    testAuthentication: (request, { settings }) =>
      request(addressOf(settings, 'account')).catch((error) => explainFailure(error, settings))
  },

  extendRequest: ({ settings }) => requestOptions(settings),

  onDelete: async (request, { settings, payload }) => {
    // The engine checks the fields of actions only: here a number may arrive as an id.
    const user_id = textOf(String(payload.userId ?? ''))
    const anonymous_id = textOf(String(payload.anonymousId ?? ''))
    if (user_id === undefined && anonymous_id === undefined) {
      throw new PayloadValidationError('User ID and Anonymous ID are missing: a deletion needs at least one.')
    }
    const address = addressOf(settings, 'users/delete')
    return request(address, { method: 'post', json: { user_id, anonymous_id } }).catch((error) =>
      explainFailure(error, settings)
    )
  },

  actions: {
    page,
    screen,
    identify,
    track,
    group,
    alias
  },

  presets
}

export default destination
