const KEY = 'tractionboard-session'

/**
 * Takes over the page's half of a new session, which the server's redirect left behind the `#` of the address. It is kept for this
 * origin, of which the port is a part: the cookie, which is the other half, is sent to every port of the host.
 */
export function takeSessionToken(): void {
  const [, token] = /^#session=([\w-]+)$/.exec(window.location.hash) ?? []
  if (token === undefined) return
  window.localStorage.setItem(KEY, token)
  window.history.replaceState(null, '', window.location.pathname + window.location.search)
}

export function forgetSessionToken(): void {
  window.localStorage.removeItem(KEY)
}

/** What every call bears, beside the cookie that the browser adds. */
export function sessionHeaders(): Record<string, string> {
  const token = window.localStorage.getItem(KEY)
  return token === null ? {} : { 'x-session-token': token }
}
