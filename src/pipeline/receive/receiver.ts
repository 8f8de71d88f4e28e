import { GroupCommit, type Database, type Queryable } from '../../database'
import { LEASE_MS, type Scheduler } from '../deliver/scheduler'
import { routeEvent, type Routing } from '../match/route-event'
import { kindOf, OUTCOMES, userOf, type Outcome } from '../outcomes'
import type { LoadedSource } from '../sources'
import {
  insertAccepted,
  insertRefusals,
  meansRepeated,
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
    const { database, segments, numbers } = this.options
    const total = group.reduce((count, { accepted, refused }) => count + accepted.length + refused.length, 0)
    const { batches, repeated } = plan(group, await numbers.draw(total))
    const sources = new Map(group.map(({ source }) => [source.id, source]))
    const refused = group.flatMap(({ source, at, refused: each }) => each.map((one) => turnedAway(source.id, at, one)))
    for (;;) {
      try {
        const turned = [...refused, ...repeated.map(repeatedCall)]
        const routed = await this.write(batches, sources, turned)
        segments.wrote(total)
        this.handOver(routed, turned)
        return group.map(() => undefined)
      } catch (error) {
        const known = meansRepeated(error as Error) ? await takeOutKnown(database, batches) : []
        if (known.length === 0) throw error
        repeated.push(...known)
      }
    }
  }

  /** What is of one batch is one statement, and thus a transaction of its own. */
  private async write(
    batches: readonly NewBatch[],
    sources: ReadonlyMap<string, LoadedSource>,
    turned: readonly Turned[]
  ): Promise<Routed[]> {
    const { database, segments, numbers } = this.options
    const left = batches.filter(({ events }) => events.some((event) => event !== undefined))
    // A refusal, or a delivery to each mapping.
    const mappings = [...sources.values()].reduce((most, { mappings: { length } }) => Math.max(most, length), 1)
    const events = left.reduce((sum, batch) => sum + batch.events.length, 0)
    const takeNumber = await numbers.draw(turned.length + events * mappings)
    const routed = this.route(left, sources, takeNumber)
    const store = async (queryable: Queryable) => {
      for (const batch of left) {
        const deliveries = routed.filter(({ row }) => row.batchId === batch.batchId).map(({ row }) => row)
        await insertAccepted(queryable, { batch, deliveries }, segments)
      }
      await insertRefusals(queryable, turned, segments.record, takeNumber)
    }
    if (left.length === 1 && turned.length === 0) await store(database)
    else await database.transaction(store)
    return routed
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

/** Of events with the same message id in one commit, the first counts. */
function plan(group: readonly Received[], takeNumber: Take): { batches: NewBatch[]; repeated: Repeated[] } {
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
  const batches = [...bySource].flatMap(([id, events]) => planBatches(id, [...events.values()], takeNumber))
  return { batches, repeated }
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
    events: events.map(({ json }, index) => ({ json, position: positions[index] })),
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
