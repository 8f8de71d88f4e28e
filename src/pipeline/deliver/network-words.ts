/** How node-fetch tells that no answer came: the system's code, then where to. */
const FAILED =
  /request to \S+ failed, reason: (?:(?:connect|getaddrinfo|read|write) )?(E[A-Z_]+|socket hang up)(?: (\S+))?/
/** The codes of https://nodejs.org/api/errors.html#common-system-errors and of `dns`. */
const WORDS: Record<string, (host: string) => string> = {
  ECONNREFUSED: (host) => `nothing takes connections at ${host}`,
  ECONNRESET: () => 'the connection was broken off',
  EPIPE: () => 'the connection was broken off',
  'socket hang up': () => 'the connection was broken off',
  ENOTFOUND: (host) => `no host is known by the name ${host}`,
  EAI_AGAIN: (host) => `the name ${host} cannot be looked up at the moment`,
  EHOSTUNREACH: (host) => `no network leads to ${host}`,
  ENETUNREACH: (host) => `no network leads to ${host}`,
  ETIMEDOUT: (host) => `${host} does not answer`
}

/** A reason in which it is said in words why no answer came. The exchange of the attempt keeps the code. */
export function explainNetworkWords(reason: string): string {
  return reason.replace(
    FAILED,
    (failed: string, code: string, host?: string) => WORDS[code]?.(host ?? 'the endpoint') ?? failed
  )
}
