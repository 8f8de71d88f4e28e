import {
  APIError,
  InvalidAuthenticationError,
  MultiStatusResponse,
  PayloadValidationError
} from '@segment/actions-core'
import type { JSONLikeObject, ModifiedResponse, RequestClient } from '@segment/actions-core'
import { TOKEN_ID_REFUSED, addressOf } from './connection'
import { MOST_BYTES, MOST_EVENTS, MOST_EVENT_BYTES } from './events-api'
import type { Event, EventResult, EventsAnswer } from './events-api'
import type { Settings } from './generated-types'

/** How an action turns its payload into an event; throws PayloadValidationError for what the sender must mend. */
export type ToEvent<Payload> = (payload: Payload) => Event

/** An event and its JSON: written once, measured, and joined into the body of a request. */
interface Prepared {
  event: Event
  json: string
}

/** What became of one event. Statuses below 300 mean that Tractionboard has it. */
interface Outcome {
  status: number
  message: string
  body?: JSONLikeObject
}

const ERROR_TYPES: Record<number, 'PAYLOAD_VALIDATION_FAILED' | 'INVALID_AUTHENTICATION' | undefined> = {
  400: 'PAYLOAD_VALIDATION_FAILED',
  401: 'INVALID_AUTHENTICATION'
}

const UNREADABLE: Outcome = {
  status: 502,
  message:
    'Tractionboard answered in a form that cannot be read. The event is sent again; Tractionboard stores it once.'
}

/**
 * Sends one event.
 * @throws PayloadValidationError, InvalidAuthenticationError, or APIError with the status that decides on a retry
 */
export async function sendOne<Payload>(
  request: RequestClient,
  settings: Settings,
  payload: Payload,
  toEvent: ToEvent<Payload>
): Promise<JSONLikeObject> {
  const [outcome] = await post(request, addressOf(settings, 'events'), [prepare(payload, toEvent)])
  if (outcome.status >= 300) {
    throw errorOf(outcome)
  }
  return { status: outcome.status }
}

/** Sends the acceptable events of a batch and reports on each, in their order. The others do not hinder them. */
export async function sendBatch<Payload>(
  request: RequestClient,
  settings: Settings,
  payloads: Payload[],
  toEvent: ToEvent<Payload>
): Promise<MultiStatusResponse> {
  const address = addressOf(settings, 'events')
  const report = new MultiStatusResponse()
  const prepared: Prepared[] = []
  const indexes: number[] = []

  payloads.forEach((payload, index) => {
    try {
      prepared.push(prepare(payload, toEvent))
      indexes.push(index)
    } catch (error) {
      if (!(error instanceof PayloadValidationError)) {
        throw error
      }
      report.setErrorResponseAtIndex(index, {
        status: 400,
        errortype: 'PAYLOAD_VALIDATION_FAILED',
        errormessage: error.message
      })
    }
  })

  let next = 0
  for (const part of partsOf(prepared)) {
    for (const outcome of await post(request, address, part)) {
      recordOutcome(report, indexes[next], prepared[next].event, outcome)
      next++
    }
  }
  return report
}

function prepare<Payload>(payload: Payload, toEvent: ToEvent<Payload>): Prepared {
  const event = toEvent(payload)
  const json = JSON.stringify(event)
  if (Buffer.byteLength(json) > MOST_EVENT_BYTES) {
    throw new PayloadValidationError(
      `The event is too large: ${Buffer.byteLength(json)} bytes, where at most ${MOST_EVENT_BYTES} are accepted. Map fewer Properties or Traits.`
    )
  }
  return { event, json }
}

/** Splits what one request may not hold. */
function* partsOf(prepared: Prepared[]): Generator<Prepared[]> {
  let start = 0
  let bytes = 0
  for (let end = 0; end < prepared.length; end++) {
    const size = Buffer.byteLength(prepared[end].json) + 1
    if (end - start === MOST_EVENTS || bytes + size > MOST_BYTES - 100) {
      yield prepared.slice(start, end)
      start = end
      bytes = 0
    }
    bytes += size
  }
  if (start < prepared.length) {
    yield prepared.slice(start)
  }
}

/** Makes one request, or, where it is too large for whatever stands before Tractionboard, two of half its size. */
async function post(request: RequestClient, address: string, part: Prepared[]): Promise<Outcome[]> {
  let response: ModifiedResponse<EventsAnswer>
  try {
    response = await request<EventsAnswer>(address, {
      method: 'post',
      body: `{"events":[${part.map(({ json }) => json).join(',')}]}`,
      headers: { 'Content-Type': 'application/json' },
      throwHttpErrors: false
    })
  } catch (error) {
    return part.map(() => unreachable(error as Error))
  }
  if (response.status === 413 && part.length > 1) {
    const middle = Math.ceil(part.length / 2)
    return [
      ...(await post(request, address, part.slice(0, middle))),
      ...(await post(request, address, part.slice(middle)))
    ]
  }
  return outcomesOf(response, part.length)
}

function outcomesOf(response: ModifiedResponse<EventsAnswer>, count: number): Outcome[] {
  const { status, data } = response
  if (!response.ok) {
    return Array<Outcome>(count).fill(outcomeOf(status, data))
  }
  const results = data?.results
  if (!Array.isArray(results) || results.length !== count) {
    return Array<Outcome>(count).fill(UNREADABLE)
  }
  return results.map((result) => (isStatus(result?.status) ? outcomeOf(result.status, result) : UNREADABLE))
}

function isStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 200 && (status as number) < 600
}

/** What a status and Tractionboard's own words amount to. */
function outcomeOf(status: number, body: EventsAnswer | EventResult | undefined): Outcome {
  if (status < 300) {
    return { status, message: 'Stored' }
  }
  if (status === 401 || status === 403) {
    return { status: 401, message: TOKEN_ID_REFUSED }
  }
  const words = body?.error?.message ?? 'it gave no reason'
  return { status, message: `Tractionboard answered ${status}: ${words}`, body: body as JSONLikeObject | undefined }
}

/** A request without an answer: the events may be stored or not, and are sent again. */
function unreachable(error: Error): Outcome {
  const timedOut = /timed? ?out|abort/i.test(`${error.name} ${error.message}`)
  return {
    status: timedOut ? 408 : 503,
    message: `Tractionboard could not be reached${timedOut ? ' in time' : ''}: ${error.message}`
  }
}

function errorOf({ status, message }: Outcome): Error {
  switch (status) {
    case 400:
      return new PayloadValidationError(message)
    case 401:
      return new InvalidAuthenticationError(message)
    default:
      return new APIError(message, status)
  }
}

function recordOutcome(report: MultiStatusResponse, index: number, event: Event, outcome: Outcome): void {
  const { status, message, body } = outcome
  const sent = event as unknown as JSONLikeObject
  if (status < 300) {
    report.setSuccessResponseAtIndex(index, { status, sent, body: message })
  } else {
    report.setErrorResponseAtIndex(index, { status, errortype: ERROR_TYPES[status], errormessage: message, sent, body })
  }
}
