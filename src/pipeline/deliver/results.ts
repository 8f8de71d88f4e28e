import { getErrorCodeFromHttpStatus, type Destination } from '@segment/actions-core'
import { outcomeReason } from '../outcomes'
import { parseRetryAfter } from './retry-after'

/** What became of one event in one attempt. `retryAfter` is when the endpoint wants to be asked again, if it said so. */
export interface EventResult {
  status: number
  code: string
  reason: string
  retryAfter?: Date
}

/** What the engine made of a whole batch: a result for each event, or a reason to try the batch in smaller parts. */
export type BatchResult = { results: EventResult[] } | { split: EventResult }

type EngineResults = Awaited<ReturnType<Destination['onBatch']>>
interface Node {
  status: number
  errormessage?: string
  errortype?: string
  body?: unknown
}
type HeadersLike = { get(name: string): string | null }
type EngineError = Error & {
  status?: number
  code?: string
  type?: string
  response?: { status: number; headers: HeadersLike; content?: string }
}

/** Reads what `Destination.onBatch` returned: one node for each event, at the event's own index. */
export function readResults(results: EngineResults, size: number, retryAfter?: Date): BatchResult {
  const nodes = (results[0]?.multistatus ?? []) as (Node | undefined)[]
  const read = Array.from({ length: size }, (_, index) => readNode(nodes[index], retryAfter))
  const tooLarge = read.filter(({ status }) => status === 413)
  return size > 1 && tooLarge.length === size ? { split: tooLarge[0] } : { results: read }
}

function readNode(node: Node | undefined, retryAfter?: Date): EventResult {
  if (!node) return { status: 500, code: 'UNKNOWN_ERROR', reason: 'The destination gave no result for this event' }
  const { status } = node
  if (isSuccess(status)) return { status, code: '', reason: '' }
  const reason = node.errormessage ?? (typeof node.body === 'string' ? node.body : '')
  return { status, code: node.errortype ?? codeOf(status), reason: tidy(reason || `Status ${status}`), retryAfter }
}

/** Reads an error that the engine threw. It concerns every event of the batch alike. */
export function readError(error: EngineError, size: number, now: Date): BatchResult {
  const result = classify(error, now)
  // A batch that is too large goes in halves. So does one that breaks the mapping: halving finds the events that do.
  const divisible = result.status === 413 || result.code === 'MAPPING_FAILED'
  return size > 1 && divisible ? { split: result } : { results: Array.from({ length: size }, () => result) }
}

function classify(error: EngineError, now: Date): EventResult {
  if (error.response) {
    const { status, headers, content } = error.response
    const reason = tidy(readReason(content) ?? `${status} ${error.message}`)
    return { status, code: codeOf(status), reason, retryAfter: parseRetryAfter(headers.get('retry-after'), now) }
  }
  // The engine's own checks of a single event; in a batch they give the event's node this code.
  if (/^(AggregateAjvError|ValidationError)$/.test(error.name)) {
    return { status: 400, code: 'PAYLOAD_VALIDATION_FAILED', reason: tidy(error.message) }
  }
  if (typeof error.status === 'number') {
    return { status: error.status, code: error.code ?? codeOf(error.status), reason: tidy(error.message) }
  }
  if (isNetworkError(error)) return { status: 503, code: error.code ?? 'NETWORK_ERROR', reason: tidy(error.message) }
  return {
    status: 400,
    code: 'MAPPING_FAILED',
    reason: outcomeReason('MAPPING_FAILED', { detail: tidy(error.message) })
  }
}

/** `type: 'system'` is how node-fetch marks every failure below HTTP; time-outs and aborts have names of their own. */
function isNetworkError(error: EngineError): boolean {
  return (
    error.type === 'system' ||
    /^(FetchError|TimeoutError|AbortError)$/.test(error.name) ||
    /^(E[A-Z]+|UND_ERR_\w+|ERR_STREAM_PREMATURE_CLOSE)$/.test(error.code ?? '')
  )
}

/** The same result with other words for what went wrong. */
export function mapReasons(result: BatchResult, words: (reason: string) => string): BatchResult {
  const mapped = (each: EventResult) => (each.reason ? { ...each, reason: words(each.reason) } : each)
  return 'split' in result ? { split: mapped(result.split) } : { results: result.results.map(mapped) }
}

/** The message of an error body in the usual shapes, so that the record says more than a status. */
function readReason(content: string | undefined): string | undefined {
  try {
    const body = JSON.parse(content ?? '') as { error?: { message?: unknown } | string; message?: unknown }
    const message = (typeof body.error === 'object' ? body.error?.message : body.error) ?? body.message
    return typeof message === 'string' ? message : undefined
  } catch {
    return undefined
  }
}

const codeOf = (status: number): string => getErrorCodeFromHttpStatus(status)

/** A reason is one line that fits a page and a database, whatever an endpoint sends. */
function tidy(reason: string): string {
  return reason
    .replace(/[\s\0]+/g, ' ')
    .trim()
    .slice(0, 1000)
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}
