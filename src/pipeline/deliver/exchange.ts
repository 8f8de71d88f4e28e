import { AsyncLocalStorage } from 'node:async_hooks'
import type { DestinationDefinition, JSONObject, RequestClient } from '@segment/actions-core'
import { redacted, type Redact } from './redact'

/** A destination whose settings are known at run time only. */
export type Definition = DestinationDefinition<JSONObject>

/** One HTTP request of the destination and what came of it, free of secrets. */
export interface Exchange {
  request: { method: string; url: string; headers: Record<string, string>; body: string | null }
  /** Milliseconds until the answer, or until it failed. */
  milliseconds?: number
  response?: { status: number; headers: Record<string, string>; body: string }
  /** Why there is no answer. */
  error?: string
}

/** What is noted while a destination runs. `send: false` stops every request just before it leaves. */
interface Recording {
  exchanges: Exchange[]
  redact: Redact
  send: boolean
}

/** Thrown instead of sending, where nothing must be sent. */
export class NotSent extends Error {}

const recordings = new AsyncLocalStorage<Recording>()

/** Runs `work` and notes the requests that a destination made by `recordExchanges` makes meanwhile. */
export async function recording<Result>(redact: Redact, send: boolean, work: () => Promise<Result>) {
  const current: Recording = { exchanges: [], redact, send }
  const outcome = await recordings.run(current, () => settle(work))
  return { outcome, exchanges: current.exchanges }
}

async function settle<Result>(work: () => Promise<Result>): Promise<{ value: Result } | { error: Error }> {
  try {
    return { value: await work() }
  } catch (error) {
    return { error }
  }
}

/**
 * The same destination, with every request that its actions make noted. The engine keeps only answers, and all of an
 * instance's in one list; wrapped here, a request is known to its own delivery, also when no answer comes.
 */
export function recordExchanges(definition: Definition): Definition {
  const actions = Object.entries(definition.actions).map(([key, action]) => [key, recordAction(action)])
  return { ...definition, actions: Object.fromEntries(actions) as Definition['actions'] }
}

type Action = Definition['actions'][string]

/** The engine's request options with the hooks, which its published type leaves out. */
type Options = NonNullable<Parameters<RequestClient>[1]> & { beforeRequest?: ((options: Options) => void)[] }

function recordAction(action: Action): Action {
  const { perform, performBatch } = action
  return {
    ...action,
    perform: (request, data) => perform(tap(request), data),
    ...(performBatch && {
      performBatch: (request: RequestClient, data: Parameters<typeof performBatch>[1]) =>
        performBatch(tap(request), data)
    })
  }
}

function tap(client: RequestClient): RequestClient {
  const tapped = async (url: string, options: Options = {}) => {
    const recording = recordings.getStore()
    if (!recording) return client(url, options)
    const startedAt = performance.now()
    let exchange: Exchange | undefined
    // Runs last of all hooks, when the engine has put the request together.
    const note = (complete: Options) => {
      exchange = { request: describeRequest(url, complete, recording.redact) }
      recording.exchanges.push(exchange)
      if (!recording.send) throw new NotSent()
    }
    try {
      const hooked: Options = { ...options, beforeRequest: [...(options.beforeRequest ?? []), note] }
      const response = await client(url, hooked)
      if (exchange) exchange.response = describeResponse(response, recording.redact)
      return response
    } catch (error) {
      const { response } = error as { response?: ResponseLike }
      if (exchange && response) exchange.response = describeResponse(response, recording.redact)
      else if (exchange) exchange.error = recording.redact((error as Error).message)
      throw error
    } finally {
      if (exchange) exchange.milliseconds = Math.round(performance.now() - startedAt)
    }
  }
  return tapped as RequestClient
}

/** Larger bodies are cut in the record. */
const MOST_RECORDED_BODY = 1024 * 1024

function describeRequest(url: string, options: Options, redact: Redact): Exchange['request'] {
  const address = new URL(url)
  const parameters = new URLSearchParams(options.searchParams as Record<string, string> | undefined)
  for (const [name, value] of parameters) address.searchParams.set(name, value)
  const headers = plainHeaders(options.headers)
  if (options.json !== undefined) headers['content-type'] = 'application/json'
  if (headers.authorization) headers.authorization = redacted
  let text: string | null | undefined
  return {
    method: (options.method ?? 'get').toUpperCase(),
    url: redact(address.href),
    headers,
    // Written out for whoever looks at it: of what is delivered, nobody does.
    get body() {
      const body = options.json !== undefined ? JSON.stringify(options.json) : options.body
      return (text ??= typeof body === 'string' ? redact(body.slice(0, MOST_RECORDED_BODY)) : null)
    }
  }
}

interface ResponseLike {
  status: number
  headers: { forEach(visit: (value: string, name: string) => void): void }
  content?: string
}

function describeResponse(response: ResponseLike, redact: Redact): NonNullable<Exchange['response']> {
  return {
    status: response.status,
    headers: plainHeaders(response.headers),
    body: redact((response.content ?? '').slice(0, MOST_RECORDED_BODY))
  }
}

/** A body on record is cut to this length. */
const LONGEST_BODY = 64 * 1024

/** An exchange as it is kept: with the bodies that are asked for. What was sent to deliver an event can be made again. */
export function recordOf(
  { request, response, ...exchange }: Exchange,
  bodies: { request: boolean; response: boolean }
): Exchange {
  const { method, url, headers } = request
  return {
    ...exchange,
    request: { method, url, headers, body: bodies.request ? (request.body?.slice(0, LONGEST_BODY) ?? null) : null },
    ...(response && { response: { ...response, body: bodies.response ? response.body.slice(0, LONGEST_BODY) : '' } })
  }
}

function plainHeaders(headers: unknown): Record<string, string> {
  const plain: Record<string, string> = {}
  const visit = (value: string, name: string) => (plain[name.toLowerCase()] = value)
  if (isHeaders(headers)) headers.forEach(visit)
  else for (const [name, value] of Object.entries(headers ?? {})) visit(String(value), name)
  return plain
}

function isHeaders(headers: unknown): headers is ResponseLike['headers'] {
  return typeof (headers as ResponseLike['headers'] | undefined)?.forEach === 'function'
}
