/**
 * The shapes of the read API, under `/api`: what the dashboard and scripts get. All times are RFC 3339 in UTC with milliseconds, all
 * dates YYYY-MM-DD, all money decimal strings with two decimals, or three or four where needed. Errors are `ErrorAnswer`, with 400
 * `invalid_parameter`, 401 `invalid_key`, 403 `foreign_origin`, 404 `not_found`, 429 `too_many_wrong_keys`, 503 `unavailable`.
 */

export { ErrorAnswer } from '../../error-answers'
export { PageQuery, RangeQuery } from './common'
export * from './metrics'
export * from './reports'
export * from './users'
export * from './events'
export * from './spend'
export * from './settings'
