import { setTimeout as sleep } from 'node:timers/promises'
import type { SegmentEvent } from '@segment/actions-core'
import { halvesOf } from '../deliver/batches'
import type { Engine } from '../deliver/engine'
import { verdictOf } from '../deliver/lane-state'
import type { Settings } from '../deliver/redact'
import { isSuccess } from '../deliver/results'
import type { EventResult } from '../deliver/results'
import { backoff, isRetryable, RETRY_WINDOW_MS } from '../deliver/retry'
import type { Mapping } from '../match/mapping'

/** The end of an event: the endpoint has it (201 new, 200 known already), or it is refused for good. */
export type Settled = Pick<EventResult, 'status' | 'code' | 'reason'>

/** The endpoint takes no events at all now: the replay stops where it is, and loses none. */
export class ReplayStopped extends Error {}

/** What a replay waits for: the answer to so many events, since when that is so, and when they are tried again. */
export interface Wait {
  events: number
  reason: string
  since: Date
  until: Date
  /** One event that fails by itself: the others go on. */
  isAlone?: true
}

/** Of one event alone: it will not be taken by trying it again. */
const REFUSALS = [400, 413]

/** A batch that fails so often as a whole, while the endpoint is well, is searched for the events that fail it. */
const FAILURES_OF_A_SUSPECT = 2

/** So many requests may fail in a search; what it does not come to is tried again with the batch. */
const FAILED_REQUESTS = 40

/** So often is tried what fails by itself, within about three minutes, while the endpoint takes other events. */
const TRIES_ALONE = 8

/** More that fail by themselves at a time hold up the others. */
const MOST_ALONE = 1_000

/** Events on their way, and what each came to, by their places. */
interface Batch {
  mapping: Mapping
  events: readonly SegmentEvent[]
  ends: (Settled | Promise<Settled>)[]
  since: Date
}

/** What a request came to: the places that are still open, and why. */
interface Attempt {
  open: number[]
  hasFailed: boolean
  /** Milliseconds that the endpoint wants to be left alone. */
  wanted: number
  last: EventResult
}

/**
 * Gives the function that sends a batch until each event of it has its end: what fails for now is tried again for as long as
 * Segment does. An event that fails its batch is found by halving; its end is a promise, for which nothing else need wait.
 * The function throws ReplayStopped when the endpoint refuses not an event but the sender, or is away for too long.
 * @param onWait told before each wait
 * @param closing ends all waits
 */
export function createSender(
  engine: Engine,
  settings: Settings,
  onWait: (wait: Wait) => void = () => undefined,
  closing?: AbortSignal
) {
  /** What the endpoint took last, and when. */
  let taken: { mapping: Mapping; event: SegmentEvent; at: number } | undefined
  let alone = 0
  /** One at a time: what one of them gets through tells the next that the endpoint is well. */
  let searching: Promise<unknown> = Promise.resolve()

  return async function send(mapping: Mapping, events: readonly SegmentEvent[]): Promise<Batch['ends']> {
    const batch: Batch = { mapping, events, ends: [], since: new Date() }
    let open = events.map((_, index) => index)
    for (let attempts = 1; open.length > 0; attempts++) {
      const attempt = await tryOnce(batch, open)
      open = attempt.open
      if (attempts >= FAILURES_OF_A_SUSPECT && attempt.hasFailed) open = await search(batch, open)
      if (open.length > 0) await pause(batch, open.length, attempts, attempt)
    }
    return batch.ends
  }

  async function tryOnce(batch: Batch, indices: readonly number[]): Promise<Attempt> {
    const { mapping, events, ends } = batch
    const results = await deliver(
      mapping,
      indices.map((index) => events[index])
    )
    const open = indices.filter((index, position) => {
      const result = results[position]
      const { status } = result
      if (isSuccess(status)) taken = { mapping, event: events[index], at: Date.now() }
      else if (!REFUSALS.includes(status)) {
        if (!isRetryable(status)) throw stopped(result)
        return true
      }
      ends[index] = result
      return false
    })
    const isOpen = ({ status }: EventResult) => !isSuccess(status) && !REFUSALS.includes(status)
    const wanted = Math.max(...results.map(({ retryAfter }) => (retryAfter ? retryAfter.getTime() - Date.now() : 0)))
    const last = results.find(isOpen) ?? results[0]
    return { open, hasFailed: open.length > 0 && verdictOf(results).kind === 'failed', wanted, last }
  }

  /** What is too large goes in halves. */
  async function deliver(mapping: Mapping, events: SegmentEvent[]): Promise<EventResult[]> {
    const { result } = await engine.deliver(settings, mapping, events)
    if ('results' in result) return result.results
    const [first, second] = halvesOf(events)
    return [...(await deliver(mapping, first)), ...(await deliver(mapping, second))]
  }

  /** Resolves with what is still open. */
  function search(batch: Batch, open: number[]): Promise<number[]> {
    const left = { requests: FAILED_REQUESTS }
    const found = searching.then(async () => ((await isWell()) ? halve(batch, open, left) : open))
    searching = found.catch(() => undefined)
    return found
  }

  /** Whether the endpoint takes events: it is sent once more what it took last, and knows that by its id. */
  async function isWell(): Promise<boolean> {
    if (!taken) return (await engine.testAuthentication(settings)) === undefined
    const { mapping, event } = taken
    const [{ status }] = await deliver(mapping, [event])
    if (isSuccess(status)) taken.at = Date.now()
    return isSuccess(status)
  }

  async function halve(batch: Batch, open: number[], left: { requests: number }): Promise<number[]> {
    if (open.length === 1) return standAlone(batch, open[0])
    const rest: number[] = []
    for (const half of halvesOf(open)) {
      if (left.requests === 0) {
        rest.push(...half)
        continue
      }
      const attempt = await tryOnce(batch, half)
      if (attempt.hasFailed) left.requests--
      rest.push(...(attempt.hasFailed ? await halve(batch, attempt.open, left) : attempt.open))
    }
    return rest
  }

  /** Where nothing else has passed since, it is not the event that fails. */
  async function standAlone(batch: Batch, index: number): Promise<number[]> {
    if (!taken || taken.at < batch.since.getTime()) return [index]
    const end = tryAlone(batch, index)
    end.catch(() => undefined)
    batch.ends[index] = end
    if (alone > MOST_ALONE) await end
    return []
  }

  async function tryAlone({ mapping, events }: Batch, index: number): Promise<Settled> {
    const batch: Batch = { mapping, events: [events[index]], ends: [], since: new Date() }
    alone++
    try {
      let attempt = await tryOnce(batch, [0])
      for (let tries = 1; attempt.open.length > 0; tries++) {
        if (tries >= TRIES_ALONE && (await isWell())) return givenUp(tries, attempt.last)
        await pause(batch, 1, tries, attempt, true)
        attempt = await tryOnce(batch, [0])
      }
      return await batch.ends[0]
    } finally {
      alone--
    }
  }

  async function pause({ since }: Batch, events: number, attempts: number, attempt: Attempt, isAlone?: true) {
    const { wanted, last } = attempt
    const until = new Date(Date.now() + Math.max(backoff(attempts, Math.random()), wanted))
    if (until.getTime() > since.getTime() + RETRY_WINDOW_MS) throw stopped(last)
    onWait({ events, reason: last.reason, since, until, ...(isAlone && { isAlone }) })
    await sleep(until.getTime() - Date.now(), undefined, { signal: closing })
  }
}

function givenUp(tries: number, { status, reason }: EventResult): Settled {
  const what = `The endpoint failed ${tries} times on this event, while it took others; its last answer: ${reason}`
  return { status, code: 'FAILS_ALONE', reason: what }
}

function stopped({ reason }: EventResult): ReplayStopped {
  return new ReplayStopped(`${reason} Nothing is lost: mend the cause and run the same command again to go on.`)
}
