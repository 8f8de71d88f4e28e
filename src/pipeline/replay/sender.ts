import { setTimeout as sleep } from 'node:timers/promises'
import type { SegmentEvent } from '@segment/actions-core'
import type { Engine } from '../deliver/engine'
import { verdictOf } from '../deliver/lane-state'
import type { Settings } from '../deliver/redact'
import { isSuccess } from '../deliver/results'
import type { EventResult } from '../deliver/results'
import { backoff, isRetryable, RETRY_WINDOW_MS } from '../deliver/retry'
import type { Mapping } from '../match/mapping'

/** The end of an event: the endpoint has it (201 new, 200 known already), or refuses it for good (400). */
export type Settled = Pick<EventResult, 'status' | 'code' | 'reason'>

/** The endpoint takes no events at all now: the replay stops where it is, and loses none. */
export class ReplayStopped extends Error {}

/** What a replay waits for: the answer to so many events, since when that is so, and when they are tried again. */
export interface Wait {
  events: number
  reason: string
  since: Date
  until: Date
}

/** Of one event alone: it will not be taken by trying it again. */
const REFUSALS = [400, 413]

/** A batch that fails so often as a whole, while the endpoint is well, goes in halves. */
const FAILURES_OF_A_SUSPECT = 2

/**
 * Sends a batch until each event of it has its end: what fails for now is tried again for as long as Segment does. An event
 * that fails its batch is found by halving, and the others of the batch do not wait for it.
 * @param onWait told before each wait
 * @throws ReplayStopped when the endpoint refuses not an event but the sender, or is away for too long
 */
export async function sendToTheEnd(
  engine: Engine,
  settings: Settings,
  mapping: Mapping,
  events: readonly SegmentEvent[],
  onWait: (wait: Wait) => void = () => undefined,
  failures = FAILURES_OF_A_SUSPECT
): Promise<Settled[]> {
  const settled: Settled[] = []
  const since = new Date()
  const deadline = since.getTime() + RETRY_WINDOW_MS
  let open = events.map((_, index) => index)
  for (let attempts = 1; open.length > 0; attempts++) {
    const results = await sendOnce(
      engine,
      settings,
      mapping,
      open.map((index) => events[index])
    )
    const wait = Math.max(backoff(attempts, Math.random()), ...results.map(waitOf))
    open = open.filter((index, position) => {
      const result = results[position]
      if (isSuccess(result.status) || REFUSALS.includes(result.status)) settled[index] = result
      else if (!isRetryable(result.status) || Date.now() + wait > deadline) throw stopped(result)
      return settled[index] === undefined
    })
    if (open.length === 0) break
    const isSuspect = attempts >= failures && open.length > 1 && verdictOf(results).kind === 'failed'
    if (isSuspect && (await engine.testAuthentication(settings)) === undefined) {
      const middle = Math.ceil(open.length / 2)
      const halves = [open.slice(0, middle), open.slice(middle)].map(async (half) => {
        const part = half.map((index) => events[index])
        const ends = await sendToTheEnd(engine, settings, mapping, part, onWait, 1)
        half.forEach((index, position) => (settled[index] = ends[position]))
      })
      await Promise.all(halves)
      break
    }
    const { reason } = results.find(({ status }) => !isSuccess(status) && !REFUSALS.includes(status))!
    onWait({ events: open.length, reason, since, until: new Date(Date.now() + wait) })
    await sleep(wait)
  }
  return settled
}

async function sendOnce(
  engine: Engine,
  settings: Settings,
  mapping: Mapping,
  events: SegmentEvent[]
): Promise<EventResult[]> {
  const { result } = await engine.deliver(settings, mapping, events)
  if ('results' in result) return result.results
  const middle = Math.ceil(events.length / 2)
  return [
    ...(await sendOnce(engine, settings, mapping, events.slice(0, middle))),
    ...(await sendOnce(engine, settings, mapping, events.slice(middle)))
  ]
}

const waitOf = ({ retryAfter }: EventResult): number => (retryAfter ? retryAfter.getTime() - Date.now() : 0)

function stopped({ reason }: EventResult): ReplayStopped {
  return new ReplayStopped(`${reason} Nothing is lost: mend the cause and run the same command again to go on.`)
}
