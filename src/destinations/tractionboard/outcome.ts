import { APIError, InvalidAuthenticationError, PayloadValidationError } from '@segment/actions-core'
import type { ModifiedResponse } from '@segment/actions-core'
import { TOKEN_ID_REFUSED } from './constants'
import type { Settings } from './generated-types'
import { withoutTokenId } from './redact'
import type { EventsAnswer, Refusal } from './types'
import { textOf } from './utils'

/** What became of an event or a call. Statuses below 300 mean that Tractionboard has it; Segment retries by the others. */
export interface Outcome {
  status: number
  message: string
}

/** The most that is told of what Tractionboard says, in characters: it may be a page of some proxy. */
const MAX_REASON_LENGTH = 500

/** What an answer means that is not the contract's: the call may have been carried out or not. */
export const UNREADABLE: Outcome = {
  status: 502,
  message: 'Tractionboard answered in a form that cannot be read. Check the Endpoint in the settings.'
}

/** What the answer to `count` events means for each of them. */
export function outcomesOf(response: ModifiedResponse<EventsAnswer>, count: number, settings: Settings): Outcome[] {
  if (!response.ok) return Array<Outcome>(count).fill(outcomeOf(response.status, response.data, settings))
  const results = response.data?.results
  return Array.isArray(results) && results.length === count
    ? results.map((result) => (isStatus(result?.status) ? outcomeOf(result.status, result, settings) : UNREADABLE))
    : Array<Outcome>(count).fill(UNREADABLE)
}

const isStatus = (status: unknown) => Number.isInteger(status) && Number(status) >= 200 && Number(status) < 600

/** What a status and Tractionboard's own words amount to. */
export function outcomeOf(status: number, body: unknown, settings: Settings): Outcome {
  if (status < 300) return { status, message: 'Stored' }
  if (status === 401 || status === 403) return { status: 401, message: TOKEN_ID_REFUSED }
  const reason = textOf((body as Refusal | undefined)?.error?.message) ?? 'it gave no reason'
  return { status, message: `Tractionboard answered ${status}: ${shown(reason, settings)}` }
}

/** What a request without an answer means: Tractionboard may have it or not, and it is sent again. */
export function noAnswer(error: Error, settings: Settings): Outcome {
  const reason = shown(error.message, settings)
  return /timed? ?out|abort/i.test(`${error.name} ${error.message}`)
    ? { status: 408, message: `Tractionboard could not be reached in time: ${reason}` }
    : { status: 503, message: `Tractionboard could not be reached: ${reason}` }
}

function shown(words: string, settings: Settings): string {
  return withoutTokenId(words, settings.tokenId).slice(0, MAX_REASON_LENGTH)
}

/** The error of the engine that says what an outcome says. */
export function errorOf({ status, message }: Outcome): Error {
  if (status === 400) return new PayloadValidationError(message)
  return status === 401 ? new InvalidAuthenticationError(message) : new APIError(message, status)
}
