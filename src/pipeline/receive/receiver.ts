import { GroupCommit, type Database, type Queryable } from '../../database'
import { LEASE_MS, type Scheduler } from '../deliver/scheduler'
import { routeEvent, type Routing } from '../match/route-event'
import { kindOf, OUTCOMES, userOf, type Outcome } from '../outcomes'
import type { LoadedSource } from '../sources'
import {
  BehindError,
  insertAccepted,
  insertRefusals,
  planBatches,
  receivedAtOf,
  saysTheSame,
  takeOutKnown,
  turnedAway,
  type NewBatch,
  type Repeated,
  type Turned
} from '../store/accept'
import { BATCH_EVENTS, textOf } from '../store/batches'
import type { Delivery, NewDelivery } from '../store/deliveries'
import type { Numbers, Take } from '../store/numbers'
import type { Segments } from '../store/segments'
import type { AcceptedEvent, RefusedEvent } from './accept'

/** Requests that are committed together, at most. */
const MOST_REQUESTS = 64

/** The calls of one request, judged. */
export interface Received {
  source: LoadedSource
  at: Date
  accepted: AcceptedEvent[]
  refused: RefusedEvent[]
}

export interface ReceiverOptions {
  database: Database
  segments: Segments
  numbers: Numbers
  scheduler: Scheduler
  /** As it is called in the integrations object. */
  destinationName: string
  onOutcome: (outcome: Outcome) => void
  now: () => Date
}

/** Commits what was received, and only then lets it be answered and delivered. */
export class Receiver {
  private readonly commits: GroupCommit<Received, void>

  constructor(private readonly options: ReceiverOptions) {
    const weigh = ({ accepted }: Received) => accepted.length / BATCH_EVENTS
    this.commits = new GroupCommit((group) => this.commit(group), MOST_REQUESTS, weigh)
  }

  /** Resolves once there is room for what a request brings, or a moment later: until then it need not be read. */
  untilRoom(): Promise<void> {
    return this.options.scheduler.untilRoom()
  }

  /** Resolves once every accepted event and every refusal is committed. */
  receive(received: Received): Promise<void> {
    return this.commits.add(received)
  }

  private async commit(group: readonly Received[]): Promise<void[]> {
    const { segments } = this.options
    const stored = await this.tryToStore(group).catch((error: Error) => {
      if (!(error instanceof BehindError)) throw error
      return this.storeLocked(group)
    })
    for (const { batch, change } of stored.noted) segments.ids.note(batch.sourceId, change, batch)
    segments.wrote(stored.events)
    this.handOver(stored.routed, stored.turned)
    return group.map(() => undefined)
  }

  /** Goes by what is known of the message ids in memory. What is of one batch is one statement, and thus a transaction of its own. */
  private async tryToStore(group: readonly Received[]): Promise<Stored> {
    const { database } = this.options
    const planned = await this.judge(database, await this.plan(group))
    if (planned.batches.length === 1 && planned.turned.length === 0) return this.store(database, planned)
    return database.transaction((transaction) => this.store(transaction, planned))
  }

  /** Where another process writes as well: with the sources locked, after what it has written. */
  private async storeLocked(group: readonly Received[]): Promise<Stored> {
    const { database, segments } = this.options
    const plan = await this.plan(group)
    await segments.refresh()
    return database.transaction(async (transaction) => {
      for (const sourceId of [...plan.sources.keys()].sort()) await segments.ids.lock(transaction, sourceId)
      return this.store(transaction, await this.judge(transaction, plan))
    })
  }

  /** Draws all numbers that may be needed: within a transaction, an embedded database would answer the draw only after it. */
  private async plan(group: readonly Received[]): Promise<Plan> {
    const sources = new Map(group.map(({ source }) => [source.id, source]))
    const mappings = [...sources.values()].reduce((most, { mappings: { length } }) => Math.max(most, length), 1)
    const events = group.reduce((count, { accepted, refused }) => count + accepted.length + refused.length, 0)
    // A batch at most, and a refusal or a delivery to each mapping.
    const takeNumber = await this.options.numbers.draw(events * (1 + mappings))
    const refused = group.flatMap(({ source, at, refused: each }) => each.map((one) => turnedAway(source.id, at, one)))
    return { sources, takeNumber, events, refused, ...batchesOf(group, takeNumber) }
  }

  /** Takes out what the sources have had before, and routes what is left. */
  private async judge(queryable: Queryable, plan: Plan): Promise<Judged> {
    const { ids } = this.options.segments
    const changes = new Map([...plan.sources.keys()].map((sourceId) => [sourceId, ids.changesOf(sourceId)]))
    const known = await takeOutKnown(queryable, ids, plan.batches)
    const batches = plan.batches.filter(({ events }) => events.some((event) => event !== undefined))
    const turned = [...plan.refused, ...[...plan.repeated, ...known].map(repeatedCall)]
    return { ...plan, batches, turned, changes, routed: this.route(batches, plan.sources, plan.takeNumber) }
  }

  private async store(queryable: Queryable, judged: Judged): Promise<Stored> {
    const { segments } = this.options
    const { batches, turned, routed, takeNumber, events } = judged
    const changes = new Map(judged.changes)
    const noted: Stored['noted'] = []
    for (const batch of batches) {
      const deliveries = routed.filter(({ row }) => row.batchId === batch.batchId).map(({ row }) => row)
      const after = changes.get(batch.sourceId)!
      const change = await insertAccepted(queryable, { batch, deliveries }, segments.current, after)
      changes.set(batch.sourceId, change)
      noted.push({ batch, change })
    }
    await insertRefusals(queryable, turned, takeNumber)
    return { noted, routed, turned, events }
  }

  /** Decides where each event goes. */
  private route(batches: readonly NewBatch[], sources: ReadonlyMap<string, LoadedSource>, takeNumber: Take): Routed[] {
    const { scheduler, destinationName, now } = this.options
    const at = now()
    const leasedUntil = new Date(at.getTime() + LEASE_MS)
    const hasRoom = scheduler.hasRoom(batches.reduce((sum, { events }) => sum + events.length, 0))
    const routed: Routed[] = []
    for (const { sourceId, batchId, events } of batches) {
      const source = sources.get(sourceId)!
      const destination = { name: destinationName, enabled: source.enabled, mappings: source.mappings }
      const open = new Map<string, Routed>()
      const receivedAt = receivedAtOf(events) ?? at
      events.forEach((event, position) => {
        if (!event) return
        const routing = routeEvent(event.event, destination)
        for (const { key, limit, mappingId } of targets(routing, (mapping) => scheduler.limitOf(mapping))) {
          let group = open.get(key)
          if (!group || group.positions.length >= limit) {
            const held = hasRoom && scheduler.isOpen(sourceId, mappingId)
            const state =
              'code' in routing
                ? { code: routing.code, reason: routing.reason }
                : { dueAt: held ? leasedUntil : at, held }
            const positions: number[] = []
            const row = { sourceId, batchId, deliveryId: takeNumber(), mappingId, positions, receivedAt, state }
            group = { row, positions, events: [] }
            open.set(key, group)
            routed.push(group)
          }
          group.positions.push(position)
          group.events.push(event)
        }
      })
    }
    return routed
  }

  private handOver(routed: readonly Routed[], turned: readonly Turned[]): void {
    const deliveries: Delivery[] = []
    for (const { row, events } of routed) {
      if ('code' in row.state) for (const event of events) this.options.onOutcome(filteredOutcome(row, event))
      else if (row.state.held) deliveries.push(heldDelivery(row, events, row.state.dueAt))
    }
    for (const call of turned) this.options.onOutcome(turnedOutcome(call))
    if (deliveries.length > 0) this.options.scheduler.take(deliveries)
  }
}

/** A row of deliveries that is being written, with its events. */
interface Routed {
  row: NewDelivery
  positions: number[]
  events: AcceptedEvent[]
}

/** What a group asks for, before anything is known of its message ids. */
interface Plan {
  sources: ReadonlyMap<string, LoadedSource>
  takeNumber: Take
  /** How many there are, with the refused ones. */
  events: number
  batches: NewBatch[]
  repeated: Repeated[]
  refused: Turned[]
}

/** As of `changes` of the sources, what is new and where it goes, and what is turned away. */
interface Judged extends Plan {
  changes: ReadonlyMap<string, number>
  routed: Routed[]
  turned: Turned[]
}

interface Stored extends Pick<Judged, 'routed' | 'turned' | 'events'> {
  noted: { batch: NewBatch; change: number }[]
}

/** Of events with the same message id in one commit, the first counts. */
function batchesOf(group: readonly Received[], takeNumber: Take): Pick<Plan, 'batches' | 'repeated'> {
  const bySource = new Map<string, Map<string, AcceptedEvent>>()
  const repeated: Repeated[] = []
  for (const { source, accepted } of group) {
    const events = bySource.get(source.id) ?? new Map<string, AcceptedEvent>()
    bySource.set(source.id, events)
    for (const event of accepted) {
      const first = events.get(event.messageId)
      if (!first) events.set(event.messageId, event)
      else repeated.push({ sourceId: source.id, event, state: compare(first, event) })
    }
  }
  const inOrder = [...bySource].sort(([one], [other]) => (one < other ? -1 : 1))
  return { batches: inOrder.flatMap(([id, events]) => planBatches(id, [...events.values()], takeNumber)), repeated }
}

function compare(first: AcceptedEvent, second: AcceptedEvent): Repeated['state'] {
  return saysTheSame(first.event, second.event) ? 'duplicate' : 'conflict'
}

interface Target {
  key: string
  mappingId: string
  limit: number
}

function targets(routing: Routing, limitOf: Scheduler['limitOf']): Target[] {
  if ('code' in routing) return [{ key: `${routing.code} ${routing.reason}`, mappingId: '', limit: Infinity }]
  return routing.mappings.map((mapping) => ({ key: mapping.id, mappingId: mapping.id, limit: limitOf(mapping) }))
}

function heldDelivery(row: NewDelivery, events: readonly AcceptedEvent[], leasedUntil: Date): Delivery {
  const { sourceId, batchId, deliveryId, mappingId, positions, receivedAt } = row
  return {
    sourceId,
    batchId,
    deliveryId,
    mappingId,
    events: events.map(({ json, event }, index) => ({ json, event, position: positions[index] })),
    bytes: events.reduce((sum, { json }) => sum + json.length, 0),
    receivedAt,
    attempts: 0,
    failures: 0,
    failingSince: null,
    leasedUntil
  }
}

/** The content of a conflict is kept: it is in no batch. */
function repeatedCall({ sourceId, event: { event, messageId, receivedAt, json }, state }: Repeated): Turned {
  return {
    sourceId,
    receivedAt,
    state,
    messageId,
    type: event.type,
    name: textOf(event.event ?? event.name),
    userId: textOf(event.userId ?? event.anonymousId),
    code: state === 'duplicate' ? 'DUPLICATE' : 'CONFLICT',
    reason: OUTCOMES[state === 'duplicate' ? 'DUPLICATE' : 'CONFLICT'],
    event: state === 'duplicate' ? null : json
  }
}

function filteredOutcome({ sourceId, receivedAt, state }: NewDelivery, { messageId, event }: AcceptedEvent): Outcome {
  const { code, reason } = state as { code: string; reason: string }
  return {
    sourceId,
    receivedAt,
    at: receivedAt,
    messageId,
    kind: kindOf(event),
    user: userOf(event),
    mapping: null,
    outcome: 'filtered',
    code,
    reason
  }
}

function turnedOutcome({ sourceId, receivedAt, messageId, type, name, userId, state, code, reason }: Turned): Outcome {
  return {
    sourceId,
    receivedAt,
    at: receivedAt,
    messageId: messageId ?? '',
    kind: kindOf({ type: type ?? 'unknown', event: name ?? type }),
    user: userId ?? '',
    mapping: null,
    outcome: state,
    code,
    reason
  }
}
