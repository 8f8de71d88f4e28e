import { sessionHeaders } from './session-token'

/** What the server answered instead of success; `code` and `message` are those of its error body. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** A JSON pointer to the part of the request at fault, where the server names one. */
    readonly place?: string
  ) {
    super(message)
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type QueryValue = string | number | null | undefined

/** Calls this page's own server with both halves of the session. Throws `ApiError`; of status 0 where no server answers. */
export async function request<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  return (await requestTagged<Answer>(method, path, body)).answer
}

/** The same with the tag of the answer. Given the `tag` of what was read, a change is refused where it is something else by now. */
export async function requestTagged<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  tag?: string | null
): Promise<{ answer: Answer; tag: string | null }> {
  const response = await answerOf(path, {
    method,
    headers: {
      ...sessionHeaders(),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(tag && { 'if-match': tag })
    },
    body: body === undefined ? undefined : JSON.stringify(body)
  })
  const text = await response.text()
  if (!response.ok) throw toError(response.status, text)
  return { answer: (text === '' ? undefined : JSON.parse(text)) as Answer, tag: response.headers.get('etag') }
}

/** What a browser says of a server that is away is no sentence for a person. */
function answerOf(path: string, options: RequestInit): Promise<Response> {
  return fetch(path, options).catch(() => {
    throw unreachable()
  })
}

export const unreachable = (): ApiError =>
  new ApiError(0, 'unreachable', 'The server does not answer. Nothing was changed; check that it is still running.')

/** A server that was upgraded has the page's files by other names. */
export const outdated = (): ApiError => new ApiError(0, 'outdated', 'The server has another version of this page.')

/** The path with those parameters that have a value: `withQuery('/api/users', { query: 'ada', cursor: null })`. */
export function withQuery(path: string, parameters: Record<string, QueryValue>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  }
  return query.size === 0 ? path : `${path}?${query}`
}

function toError(status: number, text: string): ApiError {
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string; place?: string } }
    return new ApiError(status, error.code, error.message, error.place)
  } catch {
    return new ApiError(status, 'unexpected_answer', `The server answered with status ${status}.`)
  }
}
