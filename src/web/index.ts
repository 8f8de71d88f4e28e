export { createEventStreams, type EventStream } from './event-stream'
export { CatalogueError, RETRY_AFTER_SECONDS, WEB_ERRORS, catalogue, type ErrorBody } from './errors'
export { limitRequests } from './limits'
export type { Log } from './log'
export { createMetrics, measureQueries, type Metrics } from './metrics'
export {
  LOG_LEVELS,
  checkAdminKey,
  checkPublicUrl,
  checkWebOptions,
  drainSecondsOf,
  type LogLevel,
  type WebOptions
} from './options'
export { page } from './page'
export { closeInTime, listen, urlOf, type Address } from './run'
export { createServer, notFound, originOf, prepareForPages, prepareAnswer } from './server'
export { SESSION_DAYS, createSignIn, type Door, type Session, type SignIn } from './sign-in'
export { found, validator, validatorCompiler } from './validation'
