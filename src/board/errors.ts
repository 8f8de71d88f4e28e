/** Every error that the board answers with: its code, its status and what it says where nothing more is known. */
export const ERRORS = {
  invalid_request: { status: 400, message: 'The body must be {"events": [...]} with 1 to 1,000 events, as JSON.' },
  invalid_parameter: { status: 400, message: 'A parameter is not acceptable.' },
  invalid_event: { status: 400, message: 'The event is not acceptable.' },
  event_too_large: { status: 400, message: 'An event may have at most 32 KB (32,768 bytes) of JSON.' },
  invalid_token: {
    status: 401,
    message: 'The Token ID is missing or not known. Send it as the user name of HTTP Basic.'
  },
  invalid_key: {
    status: 401,
    message: 'The admin key is missing or not known. Send it as a bearer token, or sign in.'
  },
  not_found: { status: 404, message: 'There is nothing at this address.' },
  too_large: { status: 413, message: 'The body may have at most 5 MB (5,000,000 bytes), unzipped.' },
  unsupported_media_type: { status: 415, message: 'The body must be application/json, plain or gzip-encoded.' },
  too_many_requests: { status: 429, message: 'The board has too many requests to store already. Try again soon.' },
  internal_error: { status: 500, message: 'The board failed. Its log says why.' },
  unavailable: { status: 503, message: 'The database cannot be reached. Nothing was stored; try again soon.' }
} as const

export type ErrorCode = keyof typeof ERRORS

/** Seconds after which a client may try again, sent as `Retry-After` with 429 and 503. */
export const RETRY_AFTER_SECONDS = 2

/** What every error looks like on the wire. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string }
}

export class BoardError extends Error {
  readonly status: number

  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code].message
  ) {
    super(message)
    this.name = 'BoardError'
    this.status = ERRORS[code].status
  }

  get body(): ErrorBody {
    return { error: { code: this.code, message: this.message } }
  }
}

/** SQLSTATE classes: connection exception, insufficient resources (too many connections), operator intervention (shutdown). */
const UNAVAILABLE_SQLSTATE = /^(08|53|57P)/
const UNAVAILABLE_NETWORK = /^(ECONN|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/
/** pg reports these without a code. */
const UNAVAILABLE_MESSAGE = /connection terminated|timeout exceeded when trying to connect|not queryable/i

/** Whether an error means that the database went away, rather than that the board made a mistake. */
export function isUnavailable(error: Error & { code?: unknown }): boolean {
  const code = typeof error.code === 'string' ? error.code : ''
  return UNAVAILABLE_SQLSTATE.test(code) || UNAVAILABLE_NETWORK.test(code) || UNAVAILABLE_MESSAGE.test(error.message)
}
