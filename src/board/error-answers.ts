import { Type, type TSchema } from '@sinclair/typebox'
import { ERRORS, type ErrorCode } from './errors'

/** What is wrong: `place` is a JSON pointer to what is at fault in the request. */
export const ErrorObject = Type.Object({
  code: Type.Unsafe<ErrorCode>({ type: 'string', enum: Object.keys(ERRORS) }),
  message: Type.String(),
  place: Type.Optional(Type.String())
})

/** What every call may be answered with; in the OpenAPI document it stands once, under its name. */
export const ErrorAnswer = Type.Object({ error: ErrorObject }, { $id: 'Error' })

/** The schemas of the answers of these statuses. */
export function errorAnswers(...statuses: number[]): Record<number, TSchema> {
  return Object.fromEntries(statuses.map((status) => [status, Type.Unsafe({ $ref: 'Error#' })]))
}
