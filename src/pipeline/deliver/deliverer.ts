import type { Database } from '../../database'
import type { Mapping } from '../match/mapping'
import type { LoadedSource, Sources } from '../sources'
import { claim, dueLanes, giveBack, type Delivery, type DueLane } from '../store/deliveries'
import { batchLimits, cut, type BatchLimits } from './batches'
import type { Courier } from './courier'
import type { Engine } from './engine'
import { FreshLane, type HeldDelivery } from './fresh-lane'

/** How long a process may keep deliveries to itself. One that dies delays them by no more. Milliseconds. */
export const leaseLength = 60_000

/** A batch may take this long (the engine gives a request ten seconds); a lease with less left is let go. */
const leaseReserve = 20_000

const pollInterval = 250

export type DelivererOptions = {
  database: Database
  sources: Sources
  engine: Engine
  courier: Courier
  now: () => Date
  /** Told of failures that are the pipeline's own. */
  onError: (error: Error) => void
  /** New deliveries kept in memory at most; the others wait in the database. */
  maxHeld: number
}

/**
 * Delivers what is open. New deliveries come straight from the receiver, in memory. What is left over (retries, overflow,
 * what another process left behind) is claimed from the database, lane by lane: retries never stand before new ones,
 * nor one mapping before another.
 */
export class Deliverer {
  private readonly fresh = new Map<string, FreshLane>()
  private readonly draining = new Map<string, Promise<void>>()
  private readonly inFlight = new Set<Promise<void>>()
  private held = 0
  private timer: NodeJS.Timeout | undefined
  private closing = false

  constructor(private readonly options: DelivererOptions) {}

  start(): void {
    const poll = async () => {
      // A database that is away for a while is asked again; the deliveries are in it.
      await this.startDue().catch(() => undefined)
      if (!this.closing) this.timer = setTimeout(() => void poll(), pollInterval)
    }
    this.timer = setTimeout(() => void poll(), 0)
  }

  /** Whether `count` new deliveries fit into memory. */
  hasRoom(count: number): boolean {
    return !this.closing && this.held + count <= this.options.maxHeld
  }

  /** Takes over new deliveries, which this process has leased. */
  take(deliveries: readonly HeldDelivery[]): void {
    this.held += deliveries.length
    const byLane = new Map<string, HeldDelivery[]>()
    for (const delivery of deliveries) {
      const key = `${delivery.sourceId} ${delivery.mappingId}`
      const group = byLane.get(key)
      if (group) group.push(delivery)
      else byLane.set(key, [delivery])
    }
    for (const [key, group] of byLane) this.laneOf(key, group[0]).add(group)
  }

  /** Delivers everything that is due now, and resolves when it has been tried. */
  async deliverDue(): Promise<void> {
    await this.startDue()
    await Promise.all(this.draining.values())
  }

  /** Finishes what is under way, and gives back what is not. */
  async close(): Promise<void> {
    this.closing = true
    clearTimeout(this.timer)
    const left = [...this.fresh.values()].flatMap((lane) => lane.empty())
    await Promise.all([...this.inFlight, ...this.draining.values()])
    if (left.length > 0) await giveBack(this.options.database, left, this.options.now())
  }

  private laneOf(key: string, { sourceId, mappingId }: Delivery): FreshLane {
    const limits = () => this.limitsOf(this.find(sourceId, mappingId)?.mapping)
    const lane = this.fresh.get(key) ?? new FreshLane(limits, (batch) => this.track(this.sendFresh(batch)))
    this.fresh.set(key, lane)
    return lane
  }

  private track(work: Promise<void>): Promise<void> {
    this.inFlight.add(work)
    return work.finally(() => this.inFlight.delete(work))
  }

  private async sendFresh(batch: HeldDelivery[]): Promise<void> {
    this.held -= batch.length
    const soon = this.options.now().getTime() + leaseReserve
    // What waited too long has fallen due, or soon will, and is claimed like everything else.
    const leased = batch.filter(({ leasedUntil }) => leasedUntil.getTime() > soon)
    // If the outcome cannot be written, the lease runs out and the events are sent again, under the same ids.
    if (leased.length > 0) await this.send(leased).catch(this.options.onError)
  }

  private async startDue(): Promise<void> {
    const { database, sources, now } = this.options
    await sources.refresh()
    for (const lane of await dueLanes(database, sources.ids, now())) {
      const key = `${lane.sourceId} ${lane.mappingId} ${lane.state}`
      if (this.draining.has(key) || !this.find(lane.sourceId, lane.mappingId)) continue
      const work = this.drain(lane).catch(this.options.onError)
      this.draining.set(
        key,
        work.finally(() => this.draining.delete(key))
      )
    }
  }

  private async drain(lane: DueLane): Promise<void> {
    const limits = this.limitsOf(this.find(lane.sourceId, lane.mappingId)?.mapping)
    const count = Math.max(limits.events, 100)
    for (let claimed = count; claimed === count && !this.closing;) {
      const now = this.options.now()
      const leasedUntil = new Date(now.getTime() + leaseLength)
      const deliveries = await claim(this.options.database, lane, count, now, leasedUntil)
      claimed = deliveries.length
      const sized = deliveries.map((delivery) => ({ ...delivery, bytes: JSON.stringify(delivery.event).length }))
      for (const batch of cut(sized, limits)) await this.send(batch)
    }
  }

  private async send(batch: readonly Delivery[]): Promise<void> {
    const found = this.find(batch[0].sourceId, batch[0].mappingId)
    if (found) await this.options.courier.deliver(found.source, found.mapping, batch)
  }

  /** What is switched off keeps its open deliveries until it is switched on again. */
  private find(sourceId: string, mappingId: string): { source: LoadedSource; mapping: Mapping } | undefined {
    const source = this.options.sources.byId(sourceId)
    const mapping = source?.mappings.find(({ id }) => id === mappingId)
    return source?.enabled && mapping?.enabled ? { source, mapping } : undefined
  }

  /** A mapping may ask for smaller batches (`batch_size`), and its action may take no batches at all. */
  private limitsOf(mapping: Mapping | undefined): BatchLimits {
    if (!mapping || !this.options.engine.takesBatches(mapping)) return { ...batchLimits, events: 1 }
    const wanted = Number(mapping.mapping.batch_size)
    return wanted >= 1 ? { ...batchLimits, events: Math.min(Math.floor(wanted), batchLimits.events) } : batchLimits
  }
}
