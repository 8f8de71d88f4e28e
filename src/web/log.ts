import type { FastifyBaseLogger, FastifyServerOptions } from 'fastify'
import type { WebOptions } from './options'

export type Log = FastifyBaseLogger

const LONGEST_MESSAGE = 200

/**
 * How Fastify logs: JSON lines, of which none holds a secret or anything of a person. Of a request they have the route, never
 * its address; of an error its kind, its code and where it was thrown, and of its message the part before anything is quoted.
 */
export function logging(part: string, options: Omit<WebOptions, 'port'>): FastifyServerOptions['logger'] {
  return {
    level: options.quiet ? 'error' : (options.logLevel ?? 'warn'),
    stream: options.logTo ?? process.stderr,
    base: { pid: process.pid, part },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: {
      req: ({ method, routeOptions }) => ({ method, route: routeOptions?.url }),
      res: ({ statusCode }) => ({ statusCode }),
      err: describeError as never
    },
    hooks: {
      // Pino would take the message of an error for the line's own.
      logMethod(args, log) {
        const [first, message] = args as unknown as [unknown, unknown]
        if (first instanceof Error) return log.apply(this, [{ err: first }, 'failed'])
        const error = (first as { err?: Error } | undefined)?.err
        if (error && (typeof message !== 'string' || message === error.message))
          return log.apply(this, [first as object, 'failed'])
        return log.apply(this, args)
      }
    }
  }
}

/**
 * What may be logged of an error. PostgreSQL puts the values that it was given into messages, details and parameters, V8 puts
 * the text that it was to parse into its message.
 */
export function describeError(
  error: Error & { code?: unknown; table?: unknown; constraint?: unknown },
  depth = 0
): object {
  const { name, code, table, constraint, cause } = error
  const isParser = error instanceof SyntaxError
  return {
    type: name,
    ...(typeof code === 'string' && { code }),
    ...(typeof table === 'string' && { table }),
    ...(typeof constraint === 'string' && { constraint }),
    message: isParser ? 'a text could not be parsed' : error.message.split(/["'`“(\n]/, 1)[0].slice(0, LONGEST_MESSAGE),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => line.startsWith('    at '))
      .join('\n'),
    ...(cause instanceof Error && depth < 3 && { cause: describeError(cause, depth + 1) })
  }
}
