import { batchLength, type BatchLimits } from './batches'
import type { Delivery } from '../store/deliveries'

export type HeldDelivery = Delivery & { bytes: number }

/** Batches of one mapping on their way at a time; more would only wait at the endpoint. */
const maxInFlight = 4

/**
 * The new deliveries of one mapping, still in memory from when they were received. They leave in a batch as soon as
 * that is full, or its first one has waited long enough. Each mapping has its own lane, so that none waits for another.
 */
export class FreshLane {
  private held: HeldDelivery[] = []
  private inFlight = 0
  private timer: NodeJS.Timeout | undefined
  private overdue = false

  constructor(
    private readonly limits: () => BatchLimits,
    private readonly send: (batch: HeldDelivery[]) => Promise<void>
  ) {}

  add(deliveries: readonly HeldDelivery[]): void {
    for (const delivery of deliveries) this.held.push(delivery)
    this.pump()
  }

  /** Takes out what has not been sent. */
  empty(): HeldDelivery[] {
    clearTimeout(this.timer)
    return this.held.splice(0)
  }

  private pump(): void {
    const limits = this.limits()
    while (this.held.length > 0 && this.inFlight < maxInFlight) {
      const length = batchLength(this.held, limits)
      const full = length < this.held.length || length >= limits.events
      if (!full && !this.overdue) return this.wait(limits.age)
      this.launch(this.held.splice(0, length))
    }
  }

  private wait(age: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.overdue = true
      this.pump()
    }, age)
  }

  private launch(batch: HeldDelivery[]): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.overdue = false
    this.inFlight++
    void this.send(batch).finally(() => {
      this.inFlight--
      this.pump()
    })
  }
}
