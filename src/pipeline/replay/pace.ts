import { setTimeout as sleep } from 'node:timers/promises'

/** Holds back what would go out faster than so many events a second. */
export class Pace {
  private next = 0

  constructor(private readonly eventsPerSecond = Infinity) {}

  async wait(events: number): Promise<void> {
    const now = performance.now()
    const start = Math.max(now, this.next)
    this.next = start + (events / this.eventsPerSecond) * 1000
    if (start > now) await sleep(start - now)
  }
}
