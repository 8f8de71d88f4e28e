import { PayloadValidationError } from '@segment/actions-core'
import type { ModifiedResponse, RequestClient, RequestOptions } from '@segment/actions-core'
import { addressOf } from './connection'
import type { Settings } from './generated-types'
import { UNREADABLE, errorOf, noAnswer, outcomeOf } from './outcome'
import type { Attributes } from './types'
import { objectOf, textOf } from './utils'

/** Whether the Token ID opens a Tractionboard: nothing else can tell the name of its account. */
export function testAuthentication(request: RequestClient, settings: Settings): Promise<ModifiedResponse> {
  return call(request, settings, 'account', {}, ({ name }) => typeof name === 'string')
}

/** Has a person and every event of theirs deleted. */
export function deleteUser(
  request: RequestClient,
  settings: Settings,
  ids: { userId?: string | null; anonymousId?: string | null }
): Promise<ModifiedResponse> {
  // The engine checks the fields of actions only: here a number may arrive as an id.
  const user_id = textOf(String(ids.userId ?? ''))
  const anonymous_id = textOf(String(ids.anonymousId ?? ''))
  if (user_id === undefined && anonymous_id === undefined) {
    throw new PayloadValidationError('User ID and Anonymous ID are missing: a deletion needs at least one.')
  }
  const options: RequestOptions = { method: 'post', json: { user_id, anonymous_id } }
  return call(request, settings, 'users/delete', options, (answer) => Number.isInteger(answer.deleted_events))
}

/** @throws what an outcome says for every answer but an object as `isExpected` wants it, and for none */
async function call(
  request: RequestClient,
  settings: Settings,
  path: string,
  options: RequestOptions,
  isExpected: (answer: Attributes) => boolean
): Promise<ModifiedResponse> {
  const response = await request(addressOf(settings, path), options).catch((error: Error) => {
    throw errorOf(noAnswer(error, settings))
  })
  if (!response.ok) throw errorOf(outcomeOf(response.status, response.data, settings))
  if (!isExpected(objectOf(response.data) ?? {})) throw errorOf(UNREADABLE)
  return response
}
