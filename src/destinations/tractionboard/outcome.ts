import { APIError, InvalidAuthenticationError, PayloadValidationError } from '@segment/actions-core'
import type { ModifiedResponse } from '@segment/actions-core'
import { TOKEN_ID_REFUSED, withoutTokenId } from './connection'
import type { EventResult, EventsAnswer } from './events-api'
import type { Settings } from './generated-types'
import { textOf } from './text'

/** What became of an event or a call. Statuses below 300 mean that Tractionboard has it; Segment retries by the others. */
export interface Outcome {
  status: number
  message: string
}

/** The most that is told of what Tractionboard says, in characters: it may be a page of some proxy. */
const MOST_WORDS = 500

const UNREADABLE: Outcome = {
  status: 502,
  message:
    'Tractionboard answered in a form that cannot be read. The event is sent again; Tractionboard stores it once.'
}

/** What a readable or unreadable answer to `count` events means for each of them. */
export function outcomesOf(response: ModifiedResponse<EventsAnswer>, count: number, settings: Settings): Outcome[] {
  const { status, data } = response
  if (!response.ok) {
    return Array<Outcome>(count).fill(outcomeOf(status, data, settings))
  }
  const results = data?.results
  if (!Array.isArray(results) || results.length !== count) {
    return Array<Outcome>(count).fill(UNREADABLE)
  }
  return results.map((result) => (isStatus(result?.status) ? outcomeOf(result.status, result, settings) : UNREADABLE))
}

function isStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 200 && (status as number) < 600
}

/** What a status and Tractionboard's own words amount to. */
function outcomeOf(status: number, body: EventsAnswer | EventResult | undefined, settings: Settings): Outcome {
  if (status < 300) {
    return { status, message: 'Stored' }
  }
  if (status === 401 || status === 403) {
    return { status: 401, message: TOKEN_ID_REFUSED }
  }
  const words = textOf(body?.error?.message)
  const reason = words === undefined ? 'it gave no reason' : withoutTokenId(words, settings).slice(0, MOST_WORDS)
  return { status, message: `Tractionboard answered ${status}: ${reason}` }
}

/** What a request without an answer means: Tractionboard may have it or not, and it is sent again. */
export function noAnswer(error: Error, settings: Settings): Outcome {
  const isTimeout = /timed? ?out|abort/i.test(`${error.name} ${error.message}`)
  const reason = withoutTokenId(error.message, settings)
  return {
    status: isTimeout ? 408 : 503,
    message: `Tractionboard could not be reached${isTimeout ? ' in time' : ''}: ${reason}`
  }
}

/** The error of the engine that says what an outcome says. */
export function errorOf({ status, message }: Outcome): Error {
  switch (status) {
    case 400:
      return new PayloadValidationError(message)
    case 401:
      return new InvalidAuthenticationError(message)
    default:
      return new APIError(message, status)
  }
}

/**
 * Puts an error of our own in the place of the engine's, which holds the request's options and the Token ID with them.
 * @throws PayloadValidationError, InvalidAuthenticationError, or APIError with the status that decides on a retry
 */
export function explainFailure(error: unknown, settings: Settings): never {
  // Not by the error's class: a host may load the engine twice, as the monorepo's development server does.
  const { response } = error as { response?: ModifiedResponse<EventsAnswer> }
  throw errorOf(response ? outcomeOf(response.status, response.data, settings) : noAnswer(error as Error, settings))
}
