import { randomUUID } from 'node:crypto'
import { GroupCommit, type Database } from '../../database'
import { triggerMatches, type Mapping } from '../match/mapping'
import { kindOf, outcomeReason, userOf, type Outcome } from '../outcomes'
import type { LoadedSource } from '../sources'
import { insertAttempt, settle, type AttemptRecord, type Delivery, type Settlement } from '../store/deliveries'
import type { Attempt, Engine } from './engine'
import type { EventResult } from './results'
import { decide, type Decision } from './retry'

export type CourierOptions = {
  database: Database
  engine: Engine
  onOutcome: (outcome: Outcome) => void
  now: () => Date
  random: () => number
}

type Report = { attempt?: AttemptRecord; settlements: Settlement[] }

/** Takes batches to the destination and writes down what became of every event in them. */
export class Courier {
  private readonly reports: GroupCommit<Report, void>

  constructor(private readonly options: CourierOptions) {
    this.reports = new GroupCommit((reports) => this.write(reports))
  }

  /** Resolves once the outcome of every delivery of the batch is on record. */
  async deliver(source: LoadedSource, mapping: Mapping, batch: readonly Delivery[]): Promise<void> {
    const matching: Delivery[] = []
    const others: Delivery[] = []
    for (const delivery of batch) (triggerMatches(mapping.subscribe, delivery.event) ? matching : others).push(delivery)
    if (others.length > 0) await this.filter(mapping, others)
    if (matching.length > 0) await this.attempt(source, mapping, matching)
  }

  /** The mapping was changed after these were accepted, and no longer takes them. */
  private async filter(mapping: Mapping, batch: readonly Delivery[]): Promise<void> {
    const code = 'NO_MATCHING_MAPPING'
    const decision: Decision = { state: 'filtered', code, reason: outcomeReason(code) }
    await this.report(
      mapping,
      batch,
      batch.map(() => decision)
    )
  }

  private async attempt(source: LoadedSource, mapping: Mapping, batch: readonly Delivery[]): Promise<void> {
    // The mapping may have been changed while the batch was put together.
    if (batch.length > 1 && !this.options.engine.takesBatches(mapping)) {
      for (const delivery of batch) await this.attempt(source, mapping, [delivery])
      return
    }
    const attempt = await this.options.engine.deliver(
      source.settings,
      mapping,
      batch.map(({ event }) => event)
    )
    if ('split' in attempt.result) {
      const middle = Math.ceil(batch.length / 2)
      await this.attempt(source, mapping, batch.slice(0, middle))
      return this.attempt(source, mapping, batch.slice(middle))
    }
    await this.report(mapping, batch, this.decideAll(batch, attempt.result.results), attempt)
  }

  /** One throw of the dice for a batch: its retries spread from other batches', and yet go out as a batch again. */
  private decideAll(batch: readonly Delivery[], results: readonly EventResult[]): Decision[] {
    const now = this.options.now()
    const random = this.options.random()
    return batch.map(({ attempts, since }, index) =>
      decide(results[index], { attempts: attempts + 1, since }, now, random)
    )
  }

  private async report(
    mapping: Mapping,
    batch: readonly Delivery[],
    decisions: readonly Decision[],
    attempt?: Attempt
  ): Promise<void> {
    const at = this.options.now()
    const attemptId = attempt && randomUUID()
    const { sourceId, mappingId } = batch[0]
    const settlements = [...groupByDecision(batch, decisions)].map(([decision, messageIds]) => ({
      sourceId,
      mappingId,
      messageIds,
      decision,
      attemptId,
      at
    }))
    const record =
      attempt && attemptId ? { ...attempt, sourceId, mappingId, attemptId, events: batch.length } : undefined
    await this.reports.add({ attempt: record, settlements })
    batch.forEach((delivery, index) => this.options.onOutcome(outcomeOf(delivery, mapping.name, decisions[index], at)))
  }

  private async write(reports: readonly Report[]): Promise<void[]> {
    await this.options.database.transaction(async (transaction) => {
      for (const { attempt, settlements } of reports) {
        if (attempt) await insertAttempt(transaction, attempt)
        for (const settlement of settlements) await settle(transaction, settlement)
      }
    })
    return reports.map(() => undefined)
  }
}

/** Alike decisions are written by one statement. */
function groupByDecision(batch: readonly Delivery[], decisions: readonly Decision[]): Map<Decision, string[]> {
  const groups = new Map<string, { decision: Decision; messageIds: string[] }>()
  batch.forEach(({ messageId }, index) => {
    const decision = decisions[index]
    const key = decision.state === 'delivered' ? decision.state : JSON.stringify(decision)
    const group = groups.get(key) ?? { decision, messageIds: [] }
    group.messageIds.push(messageId)
    groups.set(key, group)
  })
  return new Map([...groups.values()].map(({ decision, messageIds }) => [decision, messageIds]))
}

function outcomeOf({ sourceId, messageId, event }: Delivery, mapping: string, decision: Decision, at: Date): Outcome {
  const failure = decision.state === 'delivered' ? undefined : decision
  return {
    sourceId,
    at,
    messageId,
    kind: kindOf(event),
    user: userOf(event),
    mapping,
    outcome: decision.state,
    code: failure?.code ?? null,
    reason: failure?.reason ?? null
  }
}
