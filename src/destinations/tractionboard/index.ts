import type { DestinationDefinition } from '@segment/actions-core'
import { deleteUser, testAuthentication } from './account'
import alias from './alias'
import { requestOptions } from './connection'
import { DEFAULT_ENDPOINT } from './constants'
import type { Settings } from './generated-types'
import group from './group'
import identify from './identify'
import page from './page'
import { presets } from './presets'
import screen from './screen'
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
    testAuthentication: (request, { settings }) => testAuthentication(request, settings)
  },
  extendRequest: ({ settings }) => requestOptions(settings),
  onDelete: (request, { settings, payload }) => deleteUser(request, settings, payload),
  actions: { page, screen, identify, track, group, alias },
  presets
}

export default destination
