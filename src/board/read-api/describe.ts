import { Type, type TSchema } from '@sinclair/typebox'
import { errorAnswers } from '../error-answers'

/** What the OpenAPI document says of a call, which also checks it. */

export const security = [{ adminKey: [] }]

/** What a call that is asked nothing accepts in its address: a misspelled filter must not look as if it filtered. */
const NOTHING = Type.Object({}, { additionalProperties: false, description: 'nothing' })

/** @param more statuses of errors beside those that any call may be answered with */
export function describe(
  summary: string,
  accepts: { querystring?: TSchema; params?: TSchema; body?: TSchema },
  answer: TSchema,
  ...more: number[]
) {
  return {
    schema: {
      summary,
      security,
      querystring: NOTHING,
      ...accepts,
      response: { 200: answer, ...errorAnswers(400, 401, ...more, 429, 503) }
    }
  }
}
