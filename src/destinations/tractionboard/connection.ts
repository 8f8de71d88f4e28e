import { IntegrationError, InvalidAuthenticationError } from '@segment/actions-core'
import type { RequestOptions } from '@segment/actions-core'
import { DEFAULT_ENDPOINT } from './events-api'
import type { Settings } from './generated-types'
import { textOf } from './text'
import { EVENTS_API_VERSION } from './versioning-info'

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/
/** What a user name of HTTP Basic authorization can hold: visible ASCII without a colon. */
const SENDABLE_TOKEN_ID = /^[\x21-\x39\x3b-\x7e]+$/

export const TOKEN_ID_REFUSED =
  'Tractionboard does not accept the Token ID. Copy it from Settings > Integrations in the Tractionboard Dashboard into the settings of this destination.'

/**
 * How every request authorizes itself and stays on one connection.
 *
 * An agent of our own would not do: the engine destroys a request's agent after each response, under the requests that
 * share it. The header alone keeps the connection open. The answer is read once, since a copy of a body beyond 16 KB,
 * which the results of a full batch reach, never ends under node-fetch. A redirect is not followed: it would carry the
 * Token ID to wherever it points.
 */
export function requestOptions(settings: Settings): RequestOptions {
  const tokenId = textOf(settings.tokenId) ?? ''
  if (!SENDABLE_TOKEN_ID.test(tokenId)) {
    throw new InvalidAuthenticationError(TOKEN_ID_REFUSED)
  }
  return {
    username: tokenId,
    password: '',
    headers: { Connection: 'keep-alive' },
    redirect: 'manual',
    skipResponseCloning: true
  }
}

/**
 * The address of a call of the Events API, at the Endpoint of the settings.
 * @param call its path below the version, such as `events`
 * @throws IntegrationError for an Endpoint that would send the Token ID in clear text or elsewhere. The message never
 * repeats the Endpoint, which may hold credentials.
 */
export function addressOf(settings: Settings, call: string): string {
  const base = textOf(settings.endpoint) ?? DEFAULT_ENDPOINT
  if (!isAcceptable(base)) {
    throw new IntegrationError(
      'Endpoint is not acceptable. Accepted is an https URL without credentials, query or fragment; http only for a loopback host, such as http://127.0.0.1:3001.',
      'INVALID_ENDPOINT',
      400
    )
  }
  return `${base.replace(/\/+$/, '')}/${EVENTS_API_VERSION}/${call}`
}

function isAcceptable(base: string): boolean {
  let url: URL
  try {
    url = new URL(base)
  } catch {
    return false
  }
  const isPrivate = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
  return isPrivate && !/[?#]/.test(base) && url.username === '' && url.password === ''
}

/** Words that came from outside, without the Token ID that they may repeat. */
export function withoutTokenId(words: string, settings: Settings): string {
  return words.split(settings.tokenId.trim()).join('[Token ID]')
}
