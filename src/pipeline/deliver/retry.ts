import { outcomeReason } from '../outcomes'
import { isSuccess, type EventResult } from './results'

/** How long Segment retries. It is counted from the first failure that is the event's own, not the connection's. */
export const RETRY_WINDOW_MS = 4 * 60 * 60 * 1000

const FIRST_DELAY_MS = 1000
export const LONGEST_DELAY_MS = 15 * 60 * 1000

export type Decision =
  | { state: 'delivered' }
  | { state: 'retrying'; dueAt: Date; code: string; reason: string }
  | { state: 'discarded' | 'filtered'; code: string; reason: string }

/**
 * How a delivery stands when a result comes in. `attempts` includes the one that the result is of; `since` is when it
 * began to fail while the endpoint was well, if it did.
 */
export interface Progress {
  attempts: number
  since: Date | null
}

/** Decides what an attempt's result means. `random` in [0, 1) spreads the retries of many events over time. */
export function decide(result: EventResult, { attempts, since }: Progress, now: Date, random: number): Decision {
  const { status, code, reason, retryAfter } = result
  if (isSuccess(status)) return { state: 'delivered' }
  if (!isRetryable(status) && !isOfConnection(status)) return { state: 'discarded', code, reason }
  const deadline = (since ?? now).getTime() + RETRY_WINDOW_MS
  if (now.getTime() >= deadline) {
    return {
      state: 'discarded',
      code: 'RETRIES_EXHAUSTED',
      reason: outcomeReason('RETRIES_EXHAUSTED', { last: reason })
    }
  }
  const wanted = Math.max(now.getTime() + backoff(attempts, random), retryAfter?.getTime() ?? 0)
  // However long the wait, the end of the four hours gets its last attempt.
  return { state: 'retrying', dueAt: new Date(Math.min(wanted, deadline)), code, reason }
}

/** The statuses that Segment retries. */
export function isRetryable(status: number): boolean {
  return status === 408 || status === 423 || status === 429 || (status >= 500 && status !== 501)
}

/** What concerns the connection, not the event: who calls is refused, or the endpoint is elsewhere (redirects are not followed). */
export function isOfConnection(status: number): boolean {
  return status === 401 || status === 403 || (status >= 300 && status < 400)
}

/** Doubles from a second to a quarter of an hour; half of each wait is left to chance. Milliseconds. */
export function backoff(attempts: number, random: number): number {
  const full = Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), LONGEST_DELAY_MS)
  return Math.round(full / 2 + (full / 2) * random)
}
