import { GroupCommit, type Database } from '../../database'
import { leaseLength, type Deliverer } from '../deliver/deliverer'
import type { HeldDelivery } from '../deliver/fresh-lane'
import { routeEvent, type Routing } from '../match/route-event'
import { kindOf, userOf, type Outcome } from '../outcomes'
import type { LoadedSource } from '../sources'
import { insertEvents, insertRefusals, keyOf, type NewDelivery, type NewEvent } from '../store/accept'
import type { AcceptedEvent, RefusedEvent } from './accept'

/** The calls of one request, judged. */
export type Received = { source: LoadedSource; at: Date; accepted: AcceptedEvent[]; refused: RefusedEvent[] }

export type ReceiverOptions = {
  database: Database
  deliverer: Deliverer
  /** As it is called in the integrations object. */
  destinationName: string
  onOutcome: (outcome: Outcome) => void
  now: () => Date
}

type Routed = { event: NewEvent; routing: Routing }

/** Commits what was received, and only then lets it be answered and delivered. */
export class Receiver {
  private readonly commits: GroupCommit<Received, void>

  constructor(private readonly options: ReceiverOptions) {
    this.commits = new GroupCommit((group) => this.commit(group))
  }

  /** Resolves once every accepted event and every refusal is committed. */
  async receive(received: Received): Promise<void> {
    await this.commits.add(received)
    for (const refusal of received.refused) this.options.onOutcome(refusedOutcome(received, refusal))
  }

  private async commit(group: readonly Received[]): Promise<void[]> {
    const leasedUntil = new Date(this.options.now().getTime() + leaseLength)
    const total = group.reduce((count, { accepted }) => count + accepted.length, 0)
    const held = this.options.deliverer.hasRoom(total)
    const routed = this.routeAll(group, { held, dueAt: held ? leasedUntil : this.options.now() })
    const fresh = await this.options.database.transaction(async (transaction) => {
      for (const { source, at, refused } of group) {
        if (refused.length > 0) await insertRefusals(transaction, source.id, at, refused)
      }
      return routed.length > 0
        ? insertEvents(
            transaction,
            routed.map(({ event }) => event)
          )
        : new Set<string>()
    })
    this.handOver(
      routed.filter(({ event }) => fresh.has(keyOf(event.sourceId, event.messageId))),
      held,
      leasedUntil
    )
    return group.map(() => undefined)
  }

  /** Decides where each event goes. Of events with the same message id, the first counts. */
  private routeAll(group: readonly Received[], lease: Lease): Routed[] {
    const routed = new Map<string, Routed>()
    for (const { source, accepted } of group) {
      const destination = { name: this.options.destinationName, enabled: source.enabled, mappings: source.mappings }
      for (const event of accepted) {
        const key = keyOf(source.id, event.messageId)
        if (routed.has(key)) continue
        const routing = routeEvent(event.event, destination)
        routed.set(key, { event: { ...event, sourceId: source.id, deliveries: deliveriesOf(routing, lease) }, routing })
      }
    }
    return [...routed.values()]
  }

  private handOver(routed: readonly Routed[], held: boolean, leasedUntil: Date): void {
    const deliveries: HeldDelivery[] = []
    for (const { event, routing } of routed) {
      if ('code' in routing) this.options.onOutcome(filteredOutcome(event, routing))
      if (!held) continue
      for (const { id } of routing.mappings) deliveries.push(heldDelivery(event, id, leasedUntil))
    }
    if (deliveries.length > 0) this.options.deliverer.take(deliveries)
  }
}

type Lease = { held: boolean; dueAt: Date }

function deliveriesOf(routing: Routing, lease: Lease): NewDelivery[] {
  if ('code' in routing) return [{ mappingId: '', code: routing.code, reason: routing.reason }]
  return routing.mappings.map(({ id }) => ({ mappingId: id, ...lease }))
}

function heldDelivery(event: NewEvent, mappingId: string, leasedUntil: Date): HeldDelivery {
  const { sourceId, messageId, receivedAt, json } = event
  return {
    sourceId,
    messageId,
    mappingId,
    event: event.event,
    attempts: 0,
    since: receivedAt,
    leasedUntil,
    bytes: json.length
  }
}

function filteredOutcome(
  { sourceId, messageId, receivedAt, event }: NewEvent,
  routing: Extract<Routing, { code: string }>
): Outcome {
  return {
    sourceId,
    at: receivedAt,
    messageId,
    kind: kindOf(event),
    user: userOf(event),
    mapping: null,
    outcome: 'filtered',
    code: routing.code,
    reason: routing.reason
  }
}

function refusedOutcome({ source, at }: Received, { messageId, type, name, userId, error }: RefusedEvent): Outcome {
  return {
    sourceId: source.id,
    at,
    messageId: messageId ?? '',
    kind: kindOf({ type: type ?? 'unknown', event: name ?? type }),
    user: userId ?? '',
    mapping: null,
    outcome: 'refused',
    code: error.code,
    reason: error.message
  }
}
