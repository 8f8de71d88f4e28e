import { MultiStatusResponse, PayloadValidationError } from '@segment/actions-core'
import type { JSONLikeObject, ModifiedResponse, RequestClient } from '@segment/actions-core'
import { addressOf } from './connection'
import { MOST_BYTES, MOST_EVENTS, MOST_EVENT_BYTES } from './events-api'
import type { Event, EventsAnswer } from './events-api'
import type { Settings } from './generated-types'
import { errorOf, noAnswer, outcomesOf } from './outcome'
import type { Outcome } from './outcome'

/** How an action turns its payload into an event; throws PayloadValidationError for what the sender must mend. */
export type ToEvent<Payload> = (payload: Payload) => Event

/** An event and its JSON: written once, measured, and joined into the body of a request. */
interface Prepared {
  event: Event
  json: string
  bytes: number
}

/** What a body holds around its events. */
const BODY_START = '{"events":['
const BODY_END = ']}'
const ERROR_TYPES: Record<number, 'PAYLOAD_VALIDATION_FAILED' | 'INVALID_AUTHENTICATION' | undefined> = {
  400: 'PAYLOAD_VALIDATION_FAILED',
  401: 'INVALID_AUTHENTICATION'
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
  const [outcome] = await post(request, settings, [prepare(payload, toEvent)])
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
    for (const outcome of await post(request, settings, part)) {
      recordOutcome(report, indexes[next], prepared[next].event, outcome)
      next++
    }
  }
  return report
}

function prepare<Payload>(payload: Payload, toEvent: ToEvent<Payload>): Prepared {
  const event = toEvent(payload)
  const json = JSON.stringify(event)
  const bytes = Buffer.byteLength(json)
  if (bytes > MOST_EVENT_BYTES) {
    throw new PayloadValidationError(
      `The event is too large: ${bytes} bytes, where at most ${MOST_EVENT_BYTES} are accepted. Map fewer Properties or Traits.`
    )
  }
  return { event, json, bytes }
}

/** Splits what one request may not hold. */
function* partsOf(prepared: Prepared[]): Generator<Prepared[]> {
  const empty = BODY_START.length + BODY_END.length
  let start = 0
  let bytes = empty
  for (let end = 0; end < prepared.length; end++) {
    const added = prepared[end].bytes + ','.length
    if (end - start === MOST_EVENTS || bytes + added > MOST_BYTES) {
      yield prepared.slice(start, end)
      start = end
      bytes = empty
    }
    bytes += added
  }
  if (start < prepared.length) {
    yield prepared.slice(start)
  }
}

/** Makes one request, or, where it is too large for whatever stands before Tractionboard, two of half its size. */
async function post(request: RequestClient, settings: Settings, part: Prepared[]): Promise<Outcome[]> {
  const address = addressOf(settings, 'events')
  let response: ModifiedResponse<EventsAnswer>
  try {
    response = await request<EventsAnswer>(address, {
      method: 'post',
      body: BODY_START + part.map(({ json }) => json).join(',') + BODY_END,
      headers: { 'Content-Type': 'application/json' },
      throwHttpErrors: false
    })
  } catch (error) {
    return Array<Outcome>(part.length).fill(noAnswer(error as Error, settings))
  }
  if (response.status === 413 && part.length > 1) {
    const middle = Math.ceil(part.length / 2)
    return [
      ...(await post(request, settings, part.slice(0, middle))),
      ...(await post(request, settings, part.slice(middle)))
    ]
  }
  return outcomesOf(response, part.length, settings)
}

function recordOutcome(report: MultiStatusResponse, index: number, event: Event, outcome: Outcome): void {
  const { status, message } = outcome
  const sent = event as unknown as JSONLikeObject
  if (status < 300) {
    report.setSuccessResponseAtIndex(index, { status, sent, body: message })
  } else {
    report.setErrorResponseAtIndex(index, { status, errortype: ERROR_TYPES[status], errormessage: message, sent })
  }
}
