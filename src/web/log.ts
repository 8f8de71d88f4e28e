import type { FastifyBaseLogger, FastifyServerOptions } from 'fastify'
import { unavailability } from '../database'
import { CatalogueError } from './errors'
import type { WebOptions } from './options'
import type { Outage } from './outage'

export type Log = FastifyBaseLogger

const LONGEST_MESSAGE = 200
/** Of failures of one kind a line is written this often. */
const INTERVAL_MS = 1_000

/**
 * How Fastify logs: JSON lines, of which none holds a secret or anything of a person. Of a request they have the route, never
 * its address; of an error its kind, its code and where it was thrown, and of its message the part before anything is quoted.
 */
export function logging(
  part: string,
  options: Omit<WebOptions, 'port'>,
  outage: Pick<Outage, 'takes'>
): FastifyServerOptions['logger'] {
  const throttled = throttle()
  return {
    level: options.quiet ? 'error' : (options.logLevel ?? 'warn'),
    stream: options.logTo ?? process.stderr,
    base: { pid: process.pid, part },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: {
      req: ({ method, routeOptions }) => ({ method, route: routeOptions?.url }),
      res: ({ statusCode }) => ({ statusCode }),
      err: describeError as never,
      cause: describeError as never
    },
    hooks: {
      logMethod(args, log, level) {
        const [first, text] = args as unknown as [unknown, unknown]
        const fields = (first instanceof Error ? { err: first } : first) as { err?: Error; route?: string } | undefined
        const error = fields?.err
        if (!error) return log.apply(this, args)
        if (outage.takes(error)) return
        // Pino would take the message of an error for the line's own.
        const message = typeof text === 'string' && text !== error.message ? text : 'failed'
        const kind = [level, message, fields.route, (error as { code?: string }).code, messageOf(error)].join()
        throttled(kind, (leftOut) => log.apply(this, [{ ...fields, ...(leftOut > 0 && { leftOut }) }, message]))
      }
    }
  }
}

/**
 * Lets one line of each kind through at once, then one a second: the latest, with the number of those that it stands for
 * beside itself. A disk that is full fails thousands of requests a second, in the same way.
 */
function throttle(): (kind: string, write: (leftOut: number) => void) => void {
  const latest = new Map<string, { count: number; write(leftOut: number): void }>()
  const open = (kind: string, write: (leftOut: number) => void) => {
    latest.set(kind, { count: 0, write })
    setTimeout(endInterval, INTERVAL_MS, kind).unref()
  }
  const endInterval = (kind: string) => {
    const { count, write } = latest.get(kind)!
    latest.delete(kind)
    if (count === 0) return
    write(count - 1)
    open(kind, write)
  }
  return (kind, write) => {
    const known = latest.get(kind)
    if (known) {
      known.count++
      known.write = write
    } else {
      write(0)
      open(kind, write)
    }
  }
}

/**
 * What may be logged of an error. PostgreSQL puts the values that it was given into messages, details and parameters, V8 puts
 * the text that it was to parse into its message. What is known, such as a database that is away, needs no stack.
 */
function describeError(error: Error & { code?: unknown; table?: unknown; constraint?: unknown }, depth = 0): object {
  const { name, code, table, constraint, cause } = error
  return {
    type: name,
    ...(typeof code === 'string' && { code }),
    ...(typeof table === 'string' && { table }),
    ...(typeof constraint === 'string' && { constraint }),
    message: messageOf(error),
    ...(!isKnown(error) && { stack: stackOf(error) }),
    ...(cause instanceof Error && depth < 3 && { cause: describeError(cause, depth + 1) })
  }
}

function isKnown(error: Error): boolean {
  return error instanceof CatalogueError || unavailability(error) !== undefined
}

function messageOf(error: Error): string {
  if (error instanceof SyntaxError) return 'a text could not be parsed'
  return error.message.split(/["'`“(\n]/, 1)[0].slice(0, LONGEST_MESSAGE)
}

function stackOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n')
}
