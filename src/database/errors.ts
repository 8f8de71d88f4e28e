/** An error of this module's own, with the SQLSTATE by which PostgreSQL tells such a one. */
export class DatabaseError extends Error {
  constructor(
    readonly code: string,
    message: string
  ) {
    super(message)
    this.name = 'DatabaseError'
  }
}

/**
 * Why a database cannot do now what it is asked to, so that it is to be asked again later: its disk has no room, others hold
 * what is needed for too long, or it is away.
 */
export type Unavailability = 'full' | 'busy' | 'away'

/** SQLSTATE: disk full. */
const FULL = '53100'
/** SQLSTATE: a lock that was not to be had in time, a statement that took too long. */
const BUSY = ['55P03', '57014']
/** SQLSTATE classes: connection exception, too few resources, operator intervention, system error, a transaction that was left idle. */
const AWAY_SQLSTATE = /^(08|53|57P|58|25P03)/
const AWAY_NETWORK = /^(ECONN|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/
/** The driver reports these without a code; the coordinator of a Citus, of a node that has gone, with that of an internal error. */
const AWAY_MESSAGE =
  /connection (error|terminated|marked as essential|not open|to the remote node)|server closed the connection|SSL SYSCALL error|timeout exceeded when trying to connect|not queryable/i

/** Whether, and why, an error means that the database is not to be had, rather than that the caller made a mistake. */
export function unavailability(error: Error & { code?: unknown }): Unavailability | undefined {
  const code = typeof error.code === 'string' ? error.code : ''
  if (code === FULL) return 'full'
  if (BUSY.includes(code)) return 'busy'
  const isAway = AWAY_SQLSTATE.test(code) || AWAY_NETWORK.test(code) || AWAY_MESSAGE.test(error.message)
  return isAway ? 'away' : undefined
}
