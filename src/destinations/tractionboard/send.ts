import { MultiStatusResponse, PayloadValidationError } from '@segment/actions-core'
import type { ActionDefinition, ErrorCodes, JSONLikeObject, RequestClient } from '@segment/actions-core'
import { addressOf } from './connection'
import { MAX_BATCH_SIZE } from './constants'
import type { Settings } from './generated-types'
import { errorOf, noAnswer, outcomesOf } from './outcome'
import type { Outcome } from './outcome'
import type { Event, EventsAnswer } from './types'

const ERROR_TYPES: Record<number, keyof typeof ErrorCodes> = {
  400: 'PAYLOAD_VALIDATION_FAILED',
  401: 'INVALID_AUTHENTICATION'
}

/**
 * How every action sends. A single event ends in the error that says why it was not stored; each event of a batch gets a
 * status of its own, and one that is not acceptable does not hinder the others.
 * @param toEvent turns the action's payload into an event; throws PayloadValidationError for what the sender must mend
 */
export function sendAs<Payload>(
  toEvent: (payload: Payload) => Event
): Required<Pick<ActionDefinition<Settings, Payload>, 'perform' | 'performBatch'>> {
  const attempt = (payload: Payload) => {
    try {
      return toEvent(payload)
    } catch (error) {
      if (error instanceof PayloadValidationError) return error
      throw error
    }
  }
  return {
    perform: async (request, { settings, payload }) => {
      const [outcome] = await post(request, settings, [toEvent(payload)])
      if (outcome.status >= 300) throw errorOf(outcome)
      return { status: outcome.status }
    },
    performBatch: async (request, { settings, payload }) => {
      const attempts = payload.map(attempt)
      const events = attempts.filter((result): result is Event => !(result instanceof PayloadValidationError))
      return reportOn(attempts, await post(request, settings, events))
    }
  }
}

/** Makes one request, or two with half of the events each where one is more than Tractionboard or a proxy takes. */
async function post(request: RequestClient, settings: Settings, events: Event[]): Promise<Outcome[]> {
  if (events.length === 0) return []
  if (events.length > MAX_BATCH_SIZE) return postHalves(request, settings, events)
  const call = request<EventsAnswer>(addressOf(settings, 'events'), { method: 'post', json: { events } })
  const response = await call.catch((error: Error) => error)
  if (response instanceof Error) return Array<Outcome>(events.length).fill(noAnswer(response, settings))
  if (response.status === 413 && events.length > 1) return postHalves(request, settings, events)
  return outcomesOf(response, events.length, settings)
}

async function postHalves(request: RequestClient, settings: Settings, events: Event[]): Promise<Outcome[]> {
  const middle = Math.ceil(events.length / 2)
  const first = await post(request, settings, events.slice(0, middle))
  return [...first, ...(await post(request, settings, events.slice(middle)))]
}

/** The statuses of a batch, in its order: of each attempt that gave an event, the next outcome. */
function reportOn(attempts: (Event | PayloadValidationError)[], outcomes: Outcome[]): MultiStatusResponse {
  const report = new MultiStatusResponse()
  const rest = outcomes.values()
  for (const attempt of attempts) {
    if (attempt instanceof PayloadValidationError) {
      report.pushErrorResponse({ status: 400, errortype: ERROR_TYPES[400], errormessage: attempt.message })
    } else {
      record(report, attempt, rest.next().value as Outcome)
    }
  }
  return report
}

function record(report: MultiStatusResponse, event: Event, { status, message }: Outcome): void {
  const sent = event as unknown as JSONLikeObject
  if (status < 300) {
    report.pushSuccessResponse({ status, sent, body: message })
  } else {
    report.pushErrorResponse({ status, errortype: ERROR_TYPES[status], errormessage: message, sent })
  }
}
