import type { SegmentEvent } from '@segment/actions-core'
import { GroupCommit, type Database } from '../../database'
import { triggerMatches, type Mapping } from '../match/mapping'
import { kindOf, outcomeReason, userOf, type Outcome } from '../outcomes'
import type { LoadedSource } from '../sources'
import type { Delivery } from '../store/deliveries'
import type { Numbers, Take } from '../store/numbers'
import { writePositions } from '../store/positions'
import type { Segments } from '../store/segments'
import { settle, type AttemptRecord, type Settled, type Settlement } from '../store/settle'
import { halvesOf } from './batches'
import type { Attempt, Engine } from './engine'
import { verdictOf, type Verdict } from './lane-state'
import { recordOf } from './exchange'
import { isSuccess, type EventResult } from './results'
import { decide, isRetryable, type Decision } from './retry'

export interface CourierOptions {
  database: Database
  engine: Engine
  segments: Segments
  numbers: Numbers
  onOutcome: (outcome: Outcome) => void
  now: () => Date
  random: () => number
}

/** A batch that failed so often with all its events, while the endpoint was well, is halved. */
export const FAILURES_OF_A_SUSPECT = 2

/** So many requests may fail in the search for the events that fail a batch; the rest waits for the next time. */
const FAILED_REQUESTS = 40

export interface Batch {
  source: LoadedSource
  mapping: Mapping
  deliveries: readonly Delivery[]
  /** Events of one request. */
  limit: number
  /** Whether to search for the events that fail it; on a lane that is down, all do. */
  mayHalve: boolean
}

/** What a batch says of its lane. `isSuspect`: it failed before, and says nothing of other events. */
export type Finding = Verdict & { well: boolean; isSuspect: boolean }

/** An event of a batch, and what came of it. */
interface Item {
  delivery: Delivery
  position: number
  event: SegmentEvent
  result?: EventResult
  attemptId?: number
}

interface Search {
  /** Requests that may still fail in the search for the events that fail the batch. */
  failuresLeft: number
  attempts: AttemptRecord[]
  takeNumber: Take
}

interface Report {
  attempts: AttemptRecord[]
  settlements: Settlement[]
}

/** Takes batches to the destination and writes down what became of every event in them. */
export class Courier {
  private readonly reports: GroupCommit<Report, Set<number>>

  constructor(private readonly options: CourierOptions) {
    this.reports = new GroupCommit((reports) => this.write(reports))
  }

  /**
   * Resolves once the outcome of every event of the batch is on record.
   *
   * @param isWell finds out whether the endpoint is well although the whole batch failed
   */
  async deliver(batch: Batch, isWell: (verdict: Verdict) => Promise<boolean>): Promise<Finding> {
    const items: Item[] = batch.deliveries.flatMap((delivery) =>
      delivery.events.map(({ position, json, event = JSON.parse(json) as SegmentEvent }) => {
        return { delivery, position, event }
      })
    )
    // The mapping may have been changed after they were accepted.
    const matching = items.filter(({ event }) => triggerMatches(batch.mapping.subscribe, event))
    const attempts: AttemptRecord[] = []
    const isSuspect = batch.deliveries.every(({ failures }) => failures >= FAILURES_OF_A_SUSPECT)
    if (matching.length > 0) {
      const takeNumber = await this.options.numbers.draw(matching.length)
      const search = { failuresLeft: isSuspect && batch.mayHalve ? FAILED_REQUESTS : 0, attempts, takeNumber }
      for (let start = 0; start < matching.length; start += batch.limit) {
        await this.attempt(batch, matching.slice(start, start + batch.limit), search)
      }
    }
    const verdict: Verdict = matching.length > 0 ? verdictOf(matching.map(({ result }) => result!)) : { kind: 'passed' }
    const well = verdict.kind === 'passed' || (verdict.kind === 'failed' && (await isWell(verdict)))
    await this.report(batch, items, attempts, verdict, well)
    return { ...verdict, well, isSuspect }
  }

  private async attempt(batch: Batch, items: Item[], search: Search): Promise<void> {
    const halves = async () => {
      for (const half of halvesOf(items)) await this.attempt(batch, half, search)
    }
    const events = items.map(({ event }) => event)
    const attempt = await this.options.engine.deliver(batch.source.settings, batch.mapping, events)
    if ('split' in attempt.result) return halves()
    const { results } = attempt.result
    if (items.length > 1 && search.failuresLeft > 0 && verdictOf(results).kind === 'failed') {
      search.failuresLeft--
      return halves()
    }
    const attemptId = search.takeNumber()
    items.forEach((item, index) => Object.assign(item, { result: results[index], attemptId }))
    search.attempts.push(attemptRecord(batch, items, attempt, attemptId))
  }

  private async report(
    { mapping, deliveries }: Batch,
    items: readonly Item[],
    attempts: AttemptRecord[],
    verdict: Verdict,
    well: boolean
  ): Promise<void> {
    const at = this.options.now()
    // One throw of the dice for a batch: its retries spread from other batches', and yet go out as a batch again.
    const random = this.options.random()
    const outcomes = new Map(items.map((item) => [item, settledOf(item, verdict, well, at, random)]))
    const own = new Map(deliveries.map((delivery) => [delivery, [] as Item[]]))
    for (const item of items) own.get(item.delivery)!.push(item)
    const settlements = [...own].map(([delivery, each]) => ({ delivery, outcomes: grouped(each, outcomes), at }))
    const settled = await this.reports.add({ attempts, settlements })
    for (const [{ delivery, event }, { decision }] of outcomes) {
      if (settled.has(delivery.deliveryId))
        this.options.onOutcome(outcomeOf(delivery, event, mapping.name, decision, at))
    }
  }

  private async write(reports: readonly Report[]): Promise<Set<number>[]> {
    const { database, numbers, segments } = this.options
    const settlements = reports.flatMap((report) => report.settlements)
    const takeNumber = await numbers.draw(settlements.reduce((sum, { outcomes }) => sum + outcomes.length, 0))
    const attempts = reports.flatMap((report) => report.attempts)
    const settled = await settle(database, attempts, settlements, segments.current, takeNumber)
    return reports.map(() => settled)
  }
}

function attemptRecord(
  { source, mapping }: Batch,
  items: readonly Item[],
  { startedAt, milliseconds, exchanges }: Attempt,
  attemptId: number
): AttemptRecord {
  const failed = items.filter(({ result }) => !isSuccess(result!.status))
  const byBatch = new Map<number, number[]>()
  for (const { delivery, position } of failed) {
    const positions = byBatch.get(delivery.batchId)
    if (positions) positions.push(position)
    else byBatch.set(delivery.batchId, [position])
  }
  const isFirst = failed.some(({ delivery }) => delivery.attempts === 0)
  return {
    sourceId: source.id,
    attemptId,
    mappingId: mapping.id,
    startedAt,
    milliseconds,
    events: items.length,
    exchanges: exchanges.map((exchange) =>
      recordOf(exchange, { request: isFirst, response: failed.length > 0 || items.length === 1 })
    ),
    failed: failed.length > 0 ? [...byBatch].map(([batchId, each]) => [batchId, writePositions(each)]) : null
  }
}

type Outcomes = Omit<Settled, 'positions'>

const DELIVERED: Decision = { state: 'delivered' }

/** What a result means for an event; where its whole batch failed, what that says of the endpoint counts too. */
function settledOf(
  { delivery, result, attemptId }: Item,
  verdict: Verdict,
  well: boolean,
  now: Date,
  random: number
): Outcomes {
  const { attempts, failures, failingSince } = delivery
  if (!result) {
    const code = 'NO_MATCHING_MAPPING'
    const decision: Decision = { state: 'filtered', code, reason: outcomeReason(code) }
    return { decision, attemptId: null, tries: 0, failures, failingSince }
  }
  const kept = { attemptId: attemptId!, tries: 1, failures, failingSince }
  if (isSuccess(result.status)) return Object.assign(kept, { decision: DELIVERED })
  const { code, reason } = result
  // It is not the event's fault: it goes as soon as the lane does.
  if (verdict.kind === 'refused' || (verdict.kind === 'failed' && !well)) {
    return { ...kept, decision: { state: 'retrying', dueAt: now, code, reason } }
  }
  const isOwn = verdict.kind !== 'held' && isRetryable(result.status)
  const since = isOwn ? (failingSince ?? now) : failingSince
  const decision = decide(result, { attempts: attempts + 1, since }, now, random)
  return { ...kept, decision, failures: verdict.kind === 'failed' ? failures + 1 : failures, failingSince: since }
}

/** Alike outcomes of a delivery are one row. */
function grouped(items: readonly Item[], outcomes: ReadonlyMap<Item, Outcomes>): Settled[] {
  const groups = new Map<string, Settled & { positions: number[] }>()
  for (const item of items) {
    const outcome = outcomes.get(item)!
    const { decision, attemptId } = outcome
    const key = decision.state === 'delivered' ? String(attemptId) : `${attemptId} ${JSON.stringify(decision)}`
    const group = groups.get(key)
    if (group) group.positions.push(item.position)
    else groups.set(key, { ...outcome, positions: [item.position] })
  }
  return [...groups.values()]
}

function outcomeOf(
  { sourceId, receivedAt }: Delivery,
  event: SegmentEvent,
  mapping: string,
  decision: Decision,
  at: Date
): Outcome {
  const failure = decision.state === 'delivered' ? undefined : decision
  return {
    sourceId,
    receivedAt,
    at,
    messageId: String(event.messageId),
    kind: kindOf(event),
    user: userOf(event),
    mapping,
    outcome: decision.state,
    code: failure?.code ?? null,
    reason: failure?.reason ?? null
  }
}
