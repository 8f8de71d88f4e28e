import { IntegrationError, InvalidAuthenticationError } from '@segment/actions-core'
import type { RequestOptions } from '@segment/actions-core'
import { DEFAULT_ENDPOINT, TOKEN_ID_REFUSED } from './constants'
import type { Settings } from './generated-types'
import { textOf } from './utils'
import { EVENTS_API_VERSION } from './versioning-info'

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/
/** What a user name of HTTP Basic authorization can hold: visible ASCII without a colon. */
const SENDABLE_TOKEN_ID = /^[\x21-\x39\x3b-\x7e]+$/

/**
 * How every request authorizes itself and stays on one connection.
 *
 * The header of HTTP Basic is written here, since for a user name and a password the engine makes each request and its
 * body twice. An agent would not do: the engine destroys it after each response, under the requests that share it; the
 * header alone keeps a connection open, on Node 19 and later. The answer is read once, since a copy of one beyond 16 KB
 * never ends under node-fetch. A redirect is not followed: it would carry the Token ID to wherever it points.
 * @throws InvalidAuthenticationError for a Token ID that no header can bear
 */
export function requestOptions(settings: Settings): RequestOptions {
  const tokenId = textOf(settings.tokenId) ?? ''
  if (!SENDABLE_TOKEN_ID.test(tokenId)) throw new InvalidAuthenticationError(TOKEN_ID_REFUSED)
  return {
    headers: { Authorization: `Basic ${Buffer.from(`${tokenId}:`).toString('base64')}`, Connection: 'keep-alive' },
    redirect: 'manual',
    skipResponseCloning: true,
    throwHttpErrors: false
  }
}

/**
 * The address of a call of the Events API, such as `events`, at the Endpoint of the settings.
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
  try {
    const { protocol, hostname, username, password } = new URL(base)
    const isPrivate = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))
    return isPrivate && !/[?#]/.test(base) && username === '' && password === ''
  } catch {
    return false
  }
}
