import { ApiError } from '../../../look/api/client'

/** What the server has against a mapping, by the place in the form. */
export type Problems = {
  name?: string
  trigger?: string
  field?: { key: string; message: string }
  other?: string
}

export function problemsOf(error: Error | null): Problems {
  if (!error) return {}
  const { message } = error
  const place = error instanceof ApiError ? (error.place ?? '') : ''
  if (place.startsWith('/subscribe')) return { trigger: message, other: message }
  if (place.startsWith('/name')) return { name: message, other: message }
  const [, key] = /^\/mapping\/([^/]+)/.exec(place) ?? []
  return key === undefined ? { other: message } : { field: { key, message }, other: message }
}
