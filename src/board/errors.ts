import { catalogue } from '../web'

/** Every error that the board answers with. `problem` fills their `{placeholders}`. */
export const { ERRORS, problem } = catalogue({
  invalid_event: { status: 400, message: '{detail}.' },
  no_pipeline: {
    status: 409,
    message: 'No pipeline runs beside this board. Run "tractionboard start", or fill it with "tractionboard demo".'
  },
  spend_changed: {
    status: 409,
    message: 'The spend was changed since it was read, by someone else or in another window. Read it again.'
  },
  link_revoked: { status: 401, message: 'This link was revoked. Ask whoever gave it to you for another.' },
  too_many_links: { status: 409, message: 'A board has at most {most} links. Revoke one that nobody uses.' },
  upgrading: {
    status: 503,
    message:
      'The figures of this board are computed anew from its events, once for this version: {percent} % are done. Nothing was stored; try again soon.'
  },
  event_too_large: { status: 400, message: 'An event may have at most 32 KB (32,768 bytes) of JSON.' },
  invalid_token: {
    status: 401,
    message: 'The Token ID is missing or not known. Send it as the user name of HTTP Basic.'
  }
})

export type ErrorCode = keyof typeof ERRORS
