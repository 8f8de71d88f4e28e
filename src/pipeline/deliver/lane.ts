import type { Delivery } from '../store/deliveries'
import type { BatchLimits } from './batches'
import { FAILURES_OF_A_SUSPECT } from './courier'

/** Batches of one mapping on their way at a time; more would only wait at the endpoint. */
export const MAX_IN_FLIGHT = 4

/** What a lane keeps in memory, at most; the rest waits in the database. */
export const LANE_EVENTS = 10_000
export const LANE_BYTES = 16 * 1024 * 1024

/**
 * The deliveries of one mapping that this process has in hand, whether they were accepted just now, fell due, or were left
 * by another process. They leave in a batch as soon as that is full, or its first one has waited long enough.
 */
export class Lane {
  events = 0
  bytes = 0
  inFlight = 0
  eventsInFlight = 0
  /** Whether the database had more for it than was claimed. */
  hasMore = false
  private held: Delivery[] = []
  private timer: NodeJS.Timeout | undefined
  private overdue = false

  /** @param pump is called when a batch may be ready */
  constructor(
    readonly sourceId: string,
    readonly mappingId: string,
    private readonly pump: (lane: Lane) => void
  ) {}

  get hasRoom(): boolean {
    return this.events < LANE_EVENTS && this.bytes < LANE_BYTES
  }

  add(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) {
      this.held.push(delivery)
      this.count(delivery, 1)
    }
    this.pump(this)
  }

  /** Lets go what is there: it has waited long enough in the database. */
  flush(): void {
    this.overdue = this.held.length > 0
    this.pump(this)
  }

  /** Takes out what has not been sent. */
  empty(): Delivery[] {
    clearTimeout(this.timer)
    this.timer = undefined
    this.events = 0
    this.bytes = 0
    return this.held.splice(0)
  }

  /** Takes out the next batch, if there is one: a full one, or what is there when the first has waited long enough. */
  next(limits: BatchLimits): Delivery[] | undefined {
    if (this.held.length === 0 || this.inFlight >= MAX_IN_FLIGHT) return undefined
    const { length, full } = this.measure(limits)
    if (!full && !this.overdue) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined
        this.flush()
      }, limits.age)
      return undefined
    }
    clearTimeout(this.timer)
    this.timer = undefined
    this.overdue = false
    const batch = this.held.splice(0, length)
    for (const delivery of batch) this.count(delivery, -1)
    return batch
  }

  /** Whole deliveries within the limits, at least one. What is suspected of failing its batch goes apart. */
  private measure(limits: BatchLimits): { length: number; full: boolean } {
    const isSuspect = (delivery: Delivery) => delivery.failures >= FAILURES_OF_A_SUSPECT
    let events = 0
    let bytes = 0
    for (let length = 0; length < this.held.length; length++) {
      const delivery = this.held[length]
      events += delivery.events.length
      bytes += delivery.bytes
      const fits = events <= limits.events && bytes <= limits.bytes && isSuspect(delivery) === isSuspect(this.held[0])
      if (length > 0 && !fits) return { length, full: true }
    }
    return { length: this.held.length, full: events >= limits.events || bytes >= limits.bytes }
  }

  private count({ events, bytes }: Delivery, sign: 1 | -1): void {
    this.events += sign * events.length
    this.bytes += sign * bytes
  }
}
