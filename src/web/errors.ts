/** An error that a server answers with: its HTTP status, and its message with `{placeholders}` that the details fill. */
interface CatalogueEntry {
  status: number
  message: string
}

export type Details = Record<string, string | number>

/** The errors that come with the house. */
export const WEB_ERRORS = {
  invalid_request: { status: 400, message: 'The request is not acceptable: {detail}.' },
  invalid_parameter: { status: 400, message: '{detail}.' },
  invalid_key: {
    status: 401,
    message: 'The admin key is missing or not known. Send it as a bearer token, or sign in.'
  },
  read_only: { status: 403, message: 'This link may only read. Sign in with the admin key for anything else.' },
  foreign_origin: { status: 403, message: 'A page of another origin may change nothing here.' },
  not_found: { status: 404, message: 'There is no {what}.' },
  too_large: { status: 413, message: 'The body may have at most {limit} bytes, unzipped.' },
  unsupported_media_type: { status: 415, message: 'The body must be application/json, plain or gzip-encoded.' },
  too_many_requests: { status: 429, message: 'There are too many requests in hand already. Try again soon.' },
  too_many_wrong_keys: { status: 429, message: 'There were too many wrong keys. Try again in a minute.' },
  internal_error: { status: 500, message: 'The server failed. Its log says why, under the id in X-Request-Id.' },
  unavailable: { status: 503, message: 'The database cannot be reached. Nothing was stored; try again soon.' },
  too_slow: {
    status: 503,
    message: 'The request did not come in whole in time. Nothing was stored; try again soon.'
  },
  busy: {
    status: 503,
    message: 'The database is busy with something that takes long. Nothing was stored; try again soon.'
  },
  no_room: { status: 503, message: 'The disk is full. Nothing was stored; make room, then try again.' }
} as const satisfies Record<string, CatalogueEntry>

/** What every error looks like on the wire. `place` is a JSON pointer to the part of the request at fault, where there is one. */
export interface ErrorBody<Code extends string = string> {
  error: { code: Code; message: string; place?: string }
}

/** An error of a catalogue. */
export class CatalogueError<Code extends string = string> extends Error {
  readonly status: number

  constructor(
    { status }: CatalogueEntry,
    readonly code: Code,
    message: string,
    readonly place?: string
  ) {
    super(message)
    this.name = new.target.name
    this.status = status
  }

  get body(): ErrorBody<Code> {
    const { code, message, place } = this
    return { error: { code, message, ...(place !== undefined && { place }) } }
  }
}

/** A catalogue's message with its placeholders filled. */
function fill(message: string, details: Details): string {
  return message.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name]))
}

/** The catalogue of a part, which begins with the errors of the house, and what makes an error of it. */
export function catalogue<const Own extends Record<string, CatalogueEntry>>(own: Own) {
  const ERRORS = { ...WEB_ERRORS, ...own }
  type Code = keyof typeof ERRORS & string
  /** `details` fill the placeholders of the message. */
  const problem = (code: Code, details: Details = {}, place?: string): CatalogueError<Code> =>
    new CatalogueError(ERRORS[code], code, fill(ERRORS[code].message, details), place)
  return { ERRORS, problem }
}

export const { problem: webError } = catalogue({})

/** Seconds after which a client may try again, sent as `Retry-After` with 429 and 503. */
export const RETRY_AFTER_SECONDS = 2
