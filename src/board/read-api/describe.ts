import type { TSchema } from '@sinclair/typebox'
import { errorAnswers } from '../error-answers'

/** What the OpenAPI document says of a call, which also checks it. */

export const security = [{ adminKey: [] }]

/** @param more statuses of errors beside those that any call may be answered with */
export function describe(
  summary: string,
  accepts: { querystring?: TSchema; params?: TSchema; body?: TSchema },
  answer: TSchema,
  ...more: number[]
) {
  return {
    schema: { summary, security, ...accepts, response: { 200: answer, ...errorAnswers(400, 401, ...more, 429, 503) } }
  }
}
