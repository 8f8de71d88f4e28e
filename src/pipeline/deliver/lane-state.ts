import type { LaneState } from '../store/lanes'
import { isSuccess, type EventResult } from './results'
import { backoff, isOfConnection, isRetryable, RETRY_WINDOW_MS } from './retry'

/** What the results of a whole batch say of the connection. */
export type Verdict =
  | { kind: 'passed' }
  /** The endpoint names a time, or says that it is too much (429). */
  | { kind: 'held'; until: Date | undefined; code: string; reason: string }
  /** The endpoint refuses whoever calls, or is elsewhere: the settings are wrong, not the events. */
  | { kind: 'refused'; code: string; reason: string }
  /** Nothing came through. */
  | { kind: 'failed'; code: string; reason: string }

export function verdictOf(results: readonly EventResult[]): Verdict {
  const [{ code, reason, retryAfter }] = results
  const all = (check: (status: number) => boolean) => results.every(({ status }) => check(status))
  if (results.some(({ status }) => isSuccess(status))) return { kind: 'passed' }
  if (all(isOfConnection)) return { kind: 'refused', code, reason }
  if (!all(isRetryable)) return { kind: 'passed' }
  if (retryAfter || all((status) => status === 429)) return { kind: 'held', until: retryAfter, code, reason }
  return { kind: 'failed', code, reason }
}

/** So many batches in a row that fail are an outage, whatever the endpoint's own test says. */
const FAILURES_OF_AN_OUTAGE = 3

/** While the endpoint's own test passes, the waits between probes grow no further than after so many failures: 8 to 16 s. */
const LONGEST_WHILE_WELL = 5

/** What a lane knows besides its state: whole batches that failed since one passed. */
export interface Trouble {
  failedInARow: number
  /** Whether the endpoint was well when the batch failed: another one passed meanwhile, or its own test did. */
  well: boolean
  /** Whether it failed before with these events alone, and says nothing of others. */
  isSuspect: boolean
}

/** Where a lane stands after a verdict. */
export function nextState(
  lane: LaneState,
  verdict: Verdict,
  { failedInARow, well, isSuspect }: Trouble,
  revision: number,
  now: Date,
  random: number
): LaneState {
  const { sourceId, mappingId } = lane
  const failures = lane.failures + 1
  if (verdict.kind === 'passed') return openLane(sourceId, mappingId, now)
  const { code, reason } = verdict
  const at = (state: LaneState['state'], wait: number): LaneState => ({
    ...lane,
    state,
    since: lane.state === state ? lane.since : now,
    until: new Date(now.getTime() + wait),
    failures,
    code,
    reason,
    revision
  })
  switch (verdict.kind) {
    case 'held': {
      const wanted = verdict.until ? verdict.until.getTime() - now.getTime() : backoff(failures, random)
      return at('held', Math.min(Math.max(wanted, 0), RETRY_WINDOW_MS))
    }
    case 'refused':
      return at('paused', backoff(failures, random))
    case 'failed':
      if (lane.state === 'open' && well && failedInARow < FAILURES_OF_AN_OUTAGE) return lane
      // What fails by itself says nothing of the endpoint: other events need not wait the longer for each of its tries.
      if (well && isSuspect) return { ...at('down', backoff(1, random)), failures: lane.failures }
      // After a long outage, a bad event may be what the probe is made with.
      return at('down', backoff(well ? Math.min(failures, LONGEST_WHILE_WELL) : failures, random))
  }
}

export function openLane(sourceId: string, mappingId: string, now: Date): LaneState {
  return { sourceId, mappingId, state: 'open', since: now, until: now, failures: 0, code: '', reason: '', revision: 0 }
}
