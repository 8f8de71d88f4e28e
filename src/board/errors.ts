import { CatalogueError, WEB_ERRORS, fill, type CatalogueEntry, type Details } from '../web'

/** Every error that the board answers with. `{placeholders}` are filled by `problem`. */
export const ERRORS = {
  ...WEB_ERRORS,
  invalid_event: { status: 400, message: '{detail}.' },
  spend_changed: {
    status: 409,
    message: 'The spend was changed since it was read, by someone else or in another window. Read it again.'
  },
  event_too_large: { status: 400, message: 'An event may have at most 32 KB (32,768 bytes) of JSON.' },
  invalid_token: {
    status: 401,
    message: 'The Token ID is missing or not known. Send it as the user name of HTTP Basic.'
  }
} as const satisfies Record<string, CatalogueEntry>

export type ErrorCode = keyof typeof ERRORS

/** An error of the catalogue. */
export class BoardError extends CatalogueError<ErrorCode> {
  constructor(code: ErrorCode, message: string = ERRORS[code].message, place?: string) {
    super(ERRORS[code], code, message, place)
  }
}

/** Makes the catalogue's error `code`; `details` fill the placeholders of its message. */
export function problem(code: ErrorCode, details: Details = {}, place?: string): BoardError {
  return new BoardError(code, fill(ERRORS[code].message, details), place)
}
