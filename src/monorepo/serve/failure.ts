import { HTTPError } from '@segment/actions-core'
import type { ModifiedResponse } from '@segment/actions-core'

/** Why a call failed, as Segment's Actions Tester shows it. */
export interface Failure {
  statusCode: number
  message: unknown
  stack?: string[]
  /** What is wrong, by field. */
  fields?: Record<string, string>
  requestError: true
}

export function failureOf(error: Error & { status?: number }): Failure {
  const failure = { stack: error.stack?.split('\n'), fields: fieldErrorsOf(error), requestError: true } as const
  if (error instanceof HTTPError) {
    const response = error.response as ModifiedResponse
    return { statusCode: response.status, message: response.data ?? response.content, ...failure }
  }
  return { statusCode: error.status ?? 500, message: error.message, ...failure }
}

/** The engine's validation error lists one error per field. */
export function fieldErrorsOf(error: Error): Record<string, string> | undefined {
  if (error.name !== 'AggregateAjvError') {
    return undefined
  }
  const errors = [...(error as unknown as Iterable<{ path: string; message: string }>)]
  return Object.fromEntries(errors.map(({ path, message }) => [path.replace('$.', ''), message]))
}
