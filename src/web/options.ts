import { isIP } from 'node:net'

/** From the gravest on. A level shows itself and those before it. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What `startBoard` and `startPipeline` have in common. */
export interface WebOptions {
  /** Default: 127.0.0.1 */
  host?: string
  /** 0 for any free port. */
  port: number
  /**
   * Whose `X-Forwarded-For`, `-Proto` and `-Host` are believed: everybody's (`true`), or those of some addresses
   * (`'127.0.0.1,10.0.0.0/8'`). Default: nobody's.
   */
  trustProxy?: boolean | string
  /** Where others reach the server, such as `https://events.example.com`. Default: where each request says that it went. */
  publicUrl?: string
  /** Lets everybody read `/metrics`. Default: only who has a key. */
  metricsOpen?: boolean
  /** The log is JSON lines on standard error: failures (`error`, `warn`), start and stop (`info`), requests (`debug`). Default: `warn` */
  logLevel?: LogLevel
  /** Logs failures alone. */
  quiet?: boolean
  /** Where the lines of the log go instead of standard error. */
  logTo?: { write(line: string): void }
  /** The longest that closing may take, whatever hangs. Default: 8 */
  drainSeconds?: number
}

/** What is shorter can be guessed. */
export const SHORTEST_ADMIN_KEY = 16
const DEFAULT_DRAIN_SECONDS = 8

/**
 * Checks what both servers are started with, before anything is opened.
 * @throws Error in one line that names the option and what is accepted
 */
export function checkWebOptions({ publicUrl, trustProxy, logLevel, drainSeconds }: Omit<WebOptions, 'port'>): void {
  if (typeof trustProxy === 'string') checkAddresses(trustProxy)
  if (publicUrl !== undefined) checkPublicUrl(publicUrl)
  if (logLevel !== undefined && !LOG_LEVELS.includes(logLevel)) {
    throw new Error(`The log level must be one of ${LOG_LEVELS.join(', ')}, not ${JSON.stringify(logLevel)}.`)
  }
  if (drainSeconds !== undefined && !(drainSeconds >= 0 && drainSeconds <= 3600)) {
    throw new Error(`The seconds for closing must be a number from 0 to 3600, not ${String(drainSeconds)}.`)
  }
}

function checkAddresses(text: string): void {
  for (const given of text.split(',').map((part) => part.trim())) {
    const [, address, bits] = /^([^/]*)(?:\/(\d+))?$/.exec(given) ?? []
    const version = isIP(address ?? '')
    const isNetwork = version !== 0 && Number(bits ?? 0) <= (version === 4 ? 32 : 128)
    if (isNetwork || /^(loopback|linklocal|uniquelocal)$/.test(given)) continue
    throw new Error(
      `The proxies to trust must be addresses or networks, such as 127.0.0.1,10.0.0.0/8, not ${JSON.stringify(given)}.`
    )
  }
}

export function checkPublicUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (isWeb && url.href === `${url.origin}/`) return
  throw new Error(
    `The public URL must be a scheme, a host and perhaps a port, such as https://events.example.com, not ${JSON.stringify(text)}.`
  )
}

/** A key that could be guessed is refused before it guards anything. The message does not repeat it. */
export function checkAdminKey(key: string): void {
  if (key.length >= SHORTEST_ADMIN_KEY && !/\s/.test(key)) return
  throw new Error(`The admin key must have at least ${SHORTEST_ADMIN_KEY} characters, and no space among them.`)
}

export function drainSecondsOf({ drainSeconds = DEFAULT_DRAIN_SECONDS }: Pick<WebOptions, 'drainSeconds'>): number {
  return drainSeconds
}
